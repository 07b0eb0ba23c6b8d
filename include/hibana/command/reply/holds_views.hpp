// SPDX-License-Identifier: BSL-1.0
/// \file  Detection of types that view the received bytes.
#pragma once

#include <hibana/command/members.hpp>
#include <hibana/command/reply/scan_page.hpp>
#include <hibana/command/reply/target.hpp>

#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace hibana::detail {

/// Whether a type views the bytes that it was decoded from.
template <class T>
inline constexpr bool holds_views = false;

template <contains_one T>
inline constexpr bool holds_views<T> = holds_views<typename T::value_type>;
template <map_target T>
inline constexpr bool holds_views<T> = holds_views<typename T::key_type> || holds_views<typename T::mapped_type>;
template <>
inline constexpr bool holds_views<std::string_view> = true;
template <class A, class B>
inline constexpr bool holds_views<std::pair<A, B>> = holds_views<A> || holds_views<B>;
template <class... T>
inline constexpr bool holds_views<std::tuple<T...>> = (holds_views<T> || ...);
template <class T>
inline constexpr bool holds_views<scan_page<T>> = holds_views<T>;

/// Storage without an object, for naming members in unevaluated contexts.
template <class T>
union uninitialised {
    char nothing;
    T object;
    constexpr uninitialised() : nothing() {}
    constexpr ~uninitialised() {}
};

template <structured T>
consteval bool has_view_member() {
    bool found = false;
    uninitialised<T> storage;
    members<T>::each(storage.object, [&]<class M>(std::string_view, M&) { found = found || holds_views<std::remove_const_t<M>>; });
    return found;
}
template <structured T>
inline constexpr bool holds_views<T> = has_view_member<T>();

}  // namespace hibana::detail
