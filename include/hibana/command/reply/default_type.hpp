// SPDX-License-Identifier: BSL-1.0
/// \file  Default C++ types of reply kinds, and reply kinds of C++ types.
#pragma once

#include <hibana/command/reply/row.hpp>
#include <hibana/command/reply/target.hpp>
#include <hibana/core/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana::detail {

template <class Kind>
struct default_type;
/// The default C++ type of a reply kind.
template <class Kind>
using default_type_t = typename default_type<Kind>::type;

template <>
struct default_type<notation::ok> : std::type_identity<ok_reply> {};
template <>
struct default_type<notation::no_reply> : std::type_identity<ok_reply> {};
template <>
struct default_type<notation::applied> : std::type_identity<bool> {};
template <>
struct default_type<notation::boolean> : std::type_identity<bool> {};
template <>
struct default_type<notation::bulk> : std::type_identity<std::string> {};
template <>
struct default_type<notation::text> : std::type_identity<std::string> {};
template <>
struct default_type<notation::integer> : std::type_identity<std::int64_t> {};
template <>
struct default_type<notation::real> : std::type_identity<double> {};
template <>
struct default_type<notation::seconds> : std::type_identity<std::chrono::seconds> {};
template <>
struct default_type<notation::milliseconds> : std::type_identity<std::chrono::milliseconds> {};
template <>
struct default_type<notation::unix_seconds> : std::type_identity<std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>> {
};
template <>
struct default_type<notation::unix_milliseconds>
    : std::type_identity<std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>> {};
template <class Unit>
struct default_type<notation::coded<Unit>> : std::type_identity<std::int64_t> {};
template <>
struct default_type<notation::anything> : std::type_identity<value> {};
template <class Kind>
struct default_type<notation::nullable<Kind>> : std::type_identity<std::optional<default_type_t<Kind>>> {};
template <class Kind>
struct default_type<notation::array<Kind>> : std::type_identity<std::vector<default_type_t<Kind>>> {};
template <class Key, class Value>
struct default_type<notation::map<Key, Value>> : std::type_identity<std::vector<std::pair<default_type_t<Key>, default_type_t<Value>>>> {};
template <class A, class B>
struct default_type<notation::pair<A, B>> : std::type_identity<std::pair<default_type_t<A>, default_type_t<B>>> {};
template <class... Column>
struct default_type<notation::row<Column...>> : std::type_identity<std::tuple<default_type_t<Column>...>> {};
template <class Kind>
struct default_type<notation::scanned<Kind>> : std::type_identity<scan_page<default_type_t<Kind>>> {};

/// The kind that a type implies, for replies without a declared kind (EVAL, FCALL).
template <class T>
consteval auto kind_of() {
    using namespace notation;
    if constexpr (std::is_same_v<T, value>) {
        return std::type_identity<anything>();
    } else if constexpr (std::is_same_v<T, ok_reply>) {
        return std::type_identity<ok>();
    } else if constexpr (is_optional<T>) {
        return std::type_identity<nullable<typename decltype(kind_of<typename T::value_type>())::type>>();
    } else if constexpr (std::is_same_v<T, bool>) {
        return std::type_identity<boolean>();
    } else if constexpr (std::is_floating_point_v<T>) {
        return std::type_identity<real>();
    } else if constexpr (number_target<T> || is_duration_target<T> || is_time_point<T>) {
        return std::type_identity<integer>();
    } else if constexpr (is_pair<T> || is_tuple<T>) {
        return []<class... Column>(std::type_identity<std::tuple<Column...>>) {
            return std::type_identity<exact_row<typename decltype(kind_of<Column>())::type...>>();
        }(std::type_identity<decltype(std::tuple_cat(std::declval<T>()))>());
    } else if constexpr (map_target<T>) {
        return std::type_identity<
            map<typename decltype(kind_of<typename T::key_type>())::type, typename decltype(kind_of<typename T::mapped_type>())::type>>();
    } else if constexpr (structured<T>) {
        return std::type_identity<map<bulk, anything>>();
    } else if constexpr (is_scan_page<T>) {
        return std::type_identity<scanned<anything>>();
    } else if constexpr (is_array<T> || container_target<T>) {
        return std::type_identity<array<typename decltype(kind_of<typename T::value_type>())::type>>();
    } else {
        return std::type_identity<bulk>();
    }
}
template <class T>
using kind_of_t = typename decltype(kind_of<T>())::type;

}  // namespace hibana::detail
