// SPDX-License-Identifier: BSL-1.0
/// \file  Expected type of a reply in error messages.
#pragma once

#include <hibana/command/grammar/kinds.hpp>
#include <hibana/command/reply/target.hpp>
#include <hibana/core/result.hpp>

#include <optional>
#include <string_view>
#include <type_traits>

namespace hibana::detail {

/// Describes the reply that a `T` requires, as the end of a message; empty if there is no description.
template <class T> consteval std::string_view describe_expected() {
    if constexpr (std::is_same_v<T, ok_reply>) return ", not OK";
    else if constexpr (std::is_same_v<T, bool>) return ", not a boolean";
    else if constexpr (std::is_integral_v<T>) return ", not an integer";
    else if constexpr (std::is_floating_point_v<T>) return ", not a double";
    else if constexpr (requires { typename T::mapped_type; } || structured<T>) return ", not a map that matches the requested type";
    else if constexpr (tuple_target<T>) return ", not an array that matches the requested type";
    else if constexpr (text_target<T> || byte_target<T>) return ", not a string";
    else if constexpr (container_target<T>) return ", not an array that matches the requested type";
    else return "";
}
template <class T> inline constexpr std::string_view expected_description = describe_expected<T>();
template <class T> inline constexpr std::string_view expected_description<std::optional<T>> = expected_description<T>;
template <class T> inline constexpr std::string_view expected_description<borrowed<T>> = expected_description<T>;

/// Describes the reply that a kind with the default type `Default` requires.
template <class Kind, class Default> inline constexpr std::string_view expected_description_for = expected_description<Default>;
template <class T, class Kind, class Default> inline constexpr std::string_view
    expected_description_for<notation::as_type<T, Kind>, Default> = expected_description<T>;
template <class T, class Kind, class Default> inline constexpr std::string_view
    expected_description_for<notation::into_object<T, Kind>, Default> = expected_description<T>;

}  // namespace hibana::detail
