// SPDX-License-Identifier: BSL-1.0
/// \file  Points in time as modules of the server count them: milliseconds since 1970, or a word that stands for one.
#pragma once
#include <hibana/command/grammar/argument_kinds.hpp>
#include <hibana/command/reply/default_type.hpp>
#include <hibana/command/reply/scalar.hpp>

namespace hibana {
namespace notation {

/// Milliseconds since 1970. As an argument an integer, a point in time, or text: `-`, `+`, `*`. As a reply a point in time.
struct timestamp {};

}  // namespace notation

namespace grammar {

template <>
struct rule<notation::timestamp> {
    static constexpr fault otherwise = fault::timestamp;
    template <class T>
    static constexpr bool takes = textual<T> || (numeric<T> && std::is_integral_v<T>) || is_system_time<T>;
    template <class T>
    static constexpr auto hold(T&& value) {
        using type = std::remove_cvref_t<T>;
        if constexpr (is_system_time<type>) return rule<notation::unix_milliseconds>::hold(value);
        else if constexpr (numeric<type>) return hold_number(value);
        else return hold_text(std::forward<T>(value));
    }
};

}  // namespace grammar

namespace detail {

template <>
struct natural<notation::timestamp>
    : std::type_identity<std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>> {};
template <>
struct decoder<notation::timestamp> : time_decoder<std::chrono::milliseconds> {};

}  // namespace detail
}  // namespace hibana
