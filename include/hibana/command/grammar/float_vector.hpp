// SPDX-License-Identifier: BSL-1.0
/// \file  Float vector arguments, sent as their bytes.
#pragma once
#include <hibana/command/grammar/argument_kinds.hpp>

#include <bit>

namespace hibana {
namespace notation {

/// A vector as little-endian floats: a contiguous range of float, or its bytes.
struct floats {};

}  // namespace notation

namespace grammar {

/// A contiguous range of floats whose memory has the format of the wire.
template <class T>
concept float_block = std::endian::native == std::endian::little && !textual<T> && requires(const T& value) {
    requires std::is_same_v<std::remove_cvref_t<decltype(*value.data())>, float>;
    value.size();
};

template <>
struct argument_traits<notation::floats> {
    static constexpr call_error error = call_error::floats;
    template <class T>
    static constexpr bool accepts = textual<T> || float_block<T>;
    template <class T>
    static auto store(T&& value) {
        using type = std::remove_cvref_t<T>;
        if constexpr (float_block<type>) {
            const std::string_view bytes(reinterpret_cast<const char*>(value.data()), value.size() * sizeof(float));
            if constexpr (std::is_lvalue_reference_v<T> || is_view<type>) return bytes;
            else return std::string(bytes);
        } else {
            return store_text(std::forward<T>(value));
        }
    }
};

}  // namespace grammar

/// Views the bytes of a vector of floats, for a query parameter: `opt::search::params("v", float_bytes(vector))`.
template <grammar::float_block T>
std::string_view float_bytes(const T& vector) {
    return {reinterpret_cast<const char*>(vector.data()), vector.size() * sizeof(float)};
}

}  // namespace hibana
