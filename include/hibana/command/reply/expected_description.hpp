// SPDX-License-Identifier: BSL-1.0
/// \file  What is a reply to be, in the words of the error that it is something else?
#pragma once

#include <hibana/command/grammar/kinds.hpp>
#include <hibana/command/reply/target.hpp>
#include <hibana/core/result.hpp>

#include <optional>
#include <string_view>
#include <type_traits>

namespace hibana::detail {

/// What a reply that becomes a `T` has to be, as the end of a sentence; empty where no word says it.
template <class T> consteval std::string_view wanted_for() {
    if constexpr (std::is_same_v<T, done>) return ", not OK";
    else if constexpr (std::is_same_v<T, bool>) return ", not a boolean";
    else if constexpr (std::is_integral_v<T>) return ", not an integer";
    else if constexpr (std::is_floating_point_v<T>) return ", not a double";
    else if constexpr (requires { typename T::mapped_type; } || structured<T>) return ", not a map that fits what was asked for";
    else if constexpr (tuple_target<T>) return ", not an array that fits what was asked for";
    else if constexpr (text_target<T> || byte_target<T>) return ", not a string";
    else if constexpr (container_target<T>) return ", not an array that fits what was asked for";
    else return "";
}
template <class T> inline constexpr std::string_view wanted = wanted_for<T>();
template <class T> inline constexpr std::string_view wanted<std::optional<T>> = wanted<T>;
template <class T> inline constexpr std::string_view wanted<borrowed<T>> = wanted<T>;

/// What a reply of this kind has to be, whose natural type is `Natural`.
template <class Kind, class Natural> inline constexpr std::string_view wanted_by = wanted<Natural>;
template <class T, class Kind, class Natural> inline constexpr std::string_view wanted_by<notation::shaped<T, Kind>, Natural> = wanted<T>;
template <class T, class Kind, class Natural> inline constexpr std::string_view wanted_by<notation::stored<T, Kind>, Natural> = wanted<T>;

}  // namespace hibana::detail
