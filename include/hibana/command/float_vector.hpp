// SPDX-License-Identifier: BSL-1.0
/// \file  Vectors of numbers as an argument: the bytes of a block of floats.
#pragma once
#include <hibana/command/argument_kinds.hpp>

#include <bit>

namespace hibana {
namespace notation {

/// A vector as the bytes of its floats, in little endian: a range of float in one block, or those bytes.
struct floats {};

}  // namespace notation

namespace grammar {

template <class T>
concept float_block = !textual<T> && requires(const T& value) {
    requires std::is_same_v<std::remove_cvref_t<decltype(*value.data())>, float>;
    value.size();
};

template <>
struct rule<notation::floats> {
    static_assert(std::endian::native == std::endian::little, "hibana: vectors are sent as they lie in memory");
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
}  // namespace hibana
