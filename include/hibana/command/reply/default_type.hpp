// SPDX-License-Identifier: BSL-1.0
/// \file  Which C++ type is a reply if nobody asks for another, and which kind is meant by a C++ type?
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
struct natural;
/// The C++ type of a kind of reply.
template <class Kind>
using natural_t = typename natural<Kind>::type;

template <>
struct natural<notation::ok> : std::type_identity<done> {};
template <>
struct natural<notation::no_reply> : std::type_identity<done> {};
template <>
struct natural<notation::applied> : std::type_identity<bool> {};
template <>
struct natural<notation::boolean> : std::type_identity<bool> {};
template <>
struct natural<notation::bulk> : std::type_identity<std::string> {};
template <>
struct natural<notation::text> : std::type_identity<std::string> {};
template <>
struct natural<notation::integer> : std::type_identity<std::int64_t> {};
template <>
struct natural<notation::real> : std::type_identity<double> {};
template <>
struct natural<notation::seconds> : std::type_identity<std::chrono::seconds> {};
template <>
struct natural<notation::milliseconds> : std::type_identity<std::chrono::milliseconds> {};
template <>
struct natural<notation::unix_seconds> : std::type_identity<std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>> {};
template <>
struct natural<notation::unix_milliseconds>
    : std::type_identity<std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>> {};
template <class Unit>
struct natural<notation::coded<Unit>> : std::type_identity<std::int64_t> {};
template <>
struct natural<notation::anything> : std::type_identity<value> {};
template <class Kind>
struct natural<notation::nullable<Kind>> : std::type_identity<std::optional<natural_t<Kind>>> {};
template <class Kind>
struct natural<notation::array<Kind>> : std::type_identity<std::vector<natural_t<Kind>>> {};
template <class Key, class Value>
struct natural<notation::map<Key, Value>> : std::type_identity<std::vector<std::pair<natural_t<Key>, natural_t<Value>>>> {};
template <class A, class B>
struct natural<notation::pair<A, B>> : std::type_identity<std::pair<natural_t<A>, natural_t<B>>> {};
template <class... Column>
struct natural<notation::row<Column...>> : std::type_identity<std::tuple<natural_t<Column>...>> {};
template <class Kind>
struct natural<notation::scanned<Kind>> : std::type_identity<scan_page<natural_t<Kind>>> {};

/// The kind that a type says is expected, for replies that no command declares (EVAL, FCALL).
template <class T>
consteval auto kind_of() {
    using namespace notation;
    if constexpr (std::is_same_v<T, value>) {
        return std::type_identity<anything>();
    } else if constexpr (std::is_same_v<T, done>) {
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
        return std::type_identity<map<typename decltype(kind_of<typename T::key_type>())::type,
                                      typename decltype(kind_of<typename T::mapped_type>())::type>>();
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
