// SPDX-License-Identifier: BSL-1.0
/// \file  Timestamps of modules: milliseconds since 1970, or a symbolic value.
#pragma once
#include <hibana/command/grammar/argument_kinds.hpp>
#include <hibana/command/reply/default_type.hpp>
#include <hibana/command/reply/scalar.hpp>

namespace hibana {
namespace notation {

/// Milliseconds since 1970. Argument: an integer, a time point, or text (`-`, `+`, `*`). Reply: a time point.
struct timestamp {};

}  // namespace notation

namespace grammar {

template <>
struct argument_traits<notation::timestamp> {
    static constexpr call_error error = call_error::timestamp;
    template <class T>
    static constexpr bool accepts = textual<T> || (numeric<T> && std::is_integral_v<T>) || is_system_time<T>;
    template <class T>
    static constexpr auto store(T&& value) {
        using type = std::remove_cvref_t<T>;
        if constexpr (is_system_time<type>) return argument_traits<notation::unix_milliseconds>::store(value);
        else if constexpr (numeric<type>) return store_number(value);
        else return store_text(std::forward<T>(value));
    }
};

}  // namespace grammar

namespace detail {

template <>
struct default_type<notation::timestamp>
    : std::type_identity<std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>> {};
template <>
struct decoder<notation::timestamp> : time_decoder<std::chrono::milliseconds> {};

}  // namespace detail
}  // namespace hibana
