// SPDX-License-Identifier: BSL-1.0
/// \file  Classification of the C++ types of replies.
#pragma once

#include <hibana/command/borrowed.hpp>
#include <hibana/command/from_reply.hpp>
#include <hibana/command/grammar/kinds.hpp>
#include <hibana/command/members.hpp>
#include <hibana/command/reply/scan_page.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/protocol/cursor.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana {

class value;

namespace detail {

// Specialisations of standard and library templates.

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_borrowed = false;
template <class T>
inline constexpr bool is_borrowed<borrowed<T>> = true;
template <class T>
inline constexpr bool is_scan_page = false;
template <class T>
inline constexpr bool is_scan_page<scan_page<T>> = true;
template <class T>
inline constexpr bool is_duration_target = false;
template <class Rep, class Period>
inline constexpr bool is_duration_target<std::chrono::duration<Rep, Period>> = true;
template <class T>
inline constexpr bool is_time_point = false;
template <class Clock, class Duration>
inline constexpr bool is_time_point<std::chrono::time_point<Clock, Duration>> = true;
template <class T>
inline constexpr bool is_pair = false;
template <class A, class B>
inline constexpr bool is_pair<std::pair<A, B>> = true;
template <class T>
inline constexpr bool is_tuple = false;
template <class... T>
inline constexpr bool is_tuple<std::tuple<T...>> = true;
template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t N>
inline constexpr bool is_array<std::array<T, N>> = true;

template <class T, class... U>
concept any_of_types = (std::same_as<T, U> || ...);

/// An arithmetic type except bool and characters.
template <class T>
concept number_target = std::is_arithmetic_v<T> && !any_of_types<T, bool, char, wchar_t, char8_t, char16_t, char32_t>;

/// Constructible from text: a string, a view, a path.
template <class T>
concept text_target = !any_of_types<T, value> && std::is_class_v<T> && std::constructible_from<T, std::string_view> && !is_optional<T>
                      && !made_from_reply<T> && !structured<T>;

/// A resizable contiguous container of bytes that is not a string.
template <class T>
concept byte_target = !text_target<T> && !structured<T> && requires(T& bytes, std::size_t size) {
    requires any_of_types<std::remove_cvref_t<decltype(*bytes.data())>, char, std::byte>;
    bytes.resize(size);
};

/// A container whose elements are decoded one by one.
template <class T>
concept container_target = !text_target<T> && !byte_target<T> && !made_from_reply<T> && !structured<T> && !is_array<T> && requires(T& all) {
    typename T::value_type;
    all.clear();
    all.begin();
    all.size();
};

/// An associative container of pairs.
template <class T>
concept map_target = container_target<T> && requires { typename T::mapped_type; };

/// A container whose existing elements can be reused.
template <class T>
concept reusable_container = container_target<T> && !std::same_as<typename T::value_type, bool> && requires(T& all, std::size_t size) {
    all.resize(size);
    all[size];
    all.emplace_back();
};

/// A fixed number of elements, possibly of different types.
template <class T>
concept tuple_target = is_pair<T> || is_tuple<T> || is_array<T>;

/// The type that an element is decoded to before it is inserted into a container: a view for text, otherwise the type itself.
template <class T>
using intermediate = std::conditional_t<text_target<T>, std::string_view, T>;

/// A type with elements of a single type.
template <class T>
concept contains_one = container_target<T> || is_optional<T> || is_array<T>;

// Whether decoding overwrites the whole object. A struct keeps members that are missing in the reply.

template <class T>
inline constexpr bool is_overwritten = !structured<T>;
template <contains_one T>
inline constexpr bool is_overwritten<T> = is_overwritten<typename T::value_type>;
template <class A, class B>
inline constexpr bool is_overwritten<std::pair<A, B>> = is_overwritten<A> && is_overwritten<B>;
template <class... T>
inline constexpr bool is_overwritten<std::tuple<T...>> = (is_overwritten<T> && ...);

// Number of elements of a kind in a flat array, in which nested arrays have no header.

template <class Kind>
inline constexpr std::size_t width = 1;
template <class A, class B>
inline constexpr std::size_t width<notation::pair<A, B>> = width<A> + width<B>;
template <class... Column>
inline constexpr std::size_t width<notation::row<Column...>> = (width<Column> + ... + 0);

template <class Kind>
inline constexpr bool is_nullable = false;
template <class Kind>
inline constexpr bool is_nullable<notation::nullable<Kind>> = true;

/// The kind inside of `nullable`.
template <class Kind>
struct present {
    using type = Kind;
};
template <class Kind>
struct present<notation::nullable<Kind>> {
    using type = Kind;
};
template <class Kind>
using present_t = typename present<Kind>::type;

/// Decoder of a kind; each specialisation has a static `read(protocol::cursor&, T&)`.
template <class Kind>
struct decoder;

/// Decodes a reply of a kind into an object of a supported type. Moves the cursor only if that succeeds.
template <class Kind, class T>
protocol::status read_reply(protocol::cursor& c, T& object);

/// Always false; names the kind and the type in the diagnostic.
template <class Kind, class T>
inline constexpr bool is_convertible = false;

/// Rejects a type that a kind cannot be converted to.
template <class Kind, class T>
constexpr protocol::status unsupported() {
    static_assert(is_convertible<Kind, T>,
                  "hibana: this reply cannot be converted to this type; use another type, or specialise "
                  "hibana::from_reply or hibana::members for it");
    return protocol::status::mismatch;
}

}  // namespace detail
}  // namespace hibana
