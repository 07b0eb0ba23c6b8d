// SPDX-License-Identifier: BSL-1.0
/// \file  Vectors of numbers as an argument: the bytes of a block of floats.
#pragma once
#include <hibana/command/grammar/argument_kinds.hpp>

#include <bit>

namespace hibana {
namespace notation {

/// A vector as the bytes of its floats, in little endian: a range of float in one block, or those bytes.
struct floats {};

}  // namespace notation

namespace grammar {

/// Floats that lie in memory as they are sent.
template <class T>
concept float_block = std::endian::native == std::endian::little && !textual<T> && requires(const T& value) {
    requires std::is_same_v<std::remove_cvref_t<decltype(*value.data())>, float>;
    value.size();
};

template <>
struct rule<notation::floats> {
    static constexpr fault otherwise = fault::floats;
    template <class T>
    static constexpr bool takes = textual<T> || float_block<T>;
    template <class T>
    static auto hold(T&& value) {
        using type = std::remove_cvref_t<T>;
        if constexpr (float_block<type>) {
            const std::string_view bytes(reinterpret_cast<const char*>(value.data()), value.size() * sizeof(float));
            if constexpr (std::is_lvalue_reference_v<T> || is_view<type>) return bytes;
            else return std::string(bytes);
        } else {
            return hold_text(std::forward<T>(value));
        }
    }
};

}  // namespace grammar

/// The bytes of a vector of floats, as a parameter of a query: `opt::search::params("v", float_bytes(vector))`. They are viewed.
template <grammar::float_block T>
std::string_view float_bytes(const T& vector) {
    return {reinterpret_cast<const char*>(vector.data()), vector.size() * sizeof(float)};
}

}  // namespace hibana
