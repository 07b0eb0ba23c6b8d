// SPDX-License-Identifier: BSL-1.0
/// \file  Argument types, and how a request stores an argument: copied, moved or viewed.
#pragma once
#include <hibana/core/fixed_string.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana {

/// Makes a type an argument: `template <> struct hibana::argument<my_id> { static std::string to(const my_id&); };`
///
/// `to` returns text, a number, a duration or a point in time: anything that the argument accepts. The result may view the
/// parameter.
template <class T>
struct argument;

namespace grammar {

template <class T>
concept customised = requires(const T& value) { argument<T>::to(value); };

template <class T>
inline constexpr bool is_literal = false;
template <fixed_string Text>
inline constexpr bool is_literal<literal<Text>> = true;

template <class T, class... U>
concept one_among = (std::is_same_v<T, U> || ...);

/// An arithmetic type except bool and characters, which are more often a mistake than an argument.
template <class T>
concept numeric = std::is_arithmetic_v<T> && !one_among<T, bool, char, wchar_t, char8_t, char16_t, char32_t>;

template <class T>
concept string_like = std::is_convertible_v<const T&, std::string_view> && !std::is_same_v<T, std::nullptr_t>;
/// A contiguous range of bytes that is not a string: std::vector<char>, std::span<const std::byte>.
template <class T>
concept byte_block = !string_like<T> && requires(const T& value) {
    requires one_among<std::remove_cvref_t<decltype(*value.data())>, char, std::byte>;
    value.size();
};
template <class T>
concept textual = string_like<T> || byte_block<T> || is_literal<T>;

template <class T>
constexpr std::string_view as_text(const T& value) {
    if constexpr (string_like<T>) return value;
    else if constexpr (std::is_same_v<std::remove_cvref_t<decltype(*value.data())>, char>) return {value.data(), value.size()};
    else return {reinterpret_cast<const char*>(value.data()), value.size()};
}
template <fixed_string Text>
constexpr std::string_view as_text(const literal<Text>&) {
    return literal_text<Text>;
}

/// A type that refers to text it does not own.
template <class T>
inline constexpr bool is_view = std::is_pointer_v<T> || std::ranges::enable_borrowed_range<T>;

/// Stores text in a request: lvalues and view types are viewed; any other rvalue, const included, is moved or copied.
template <class T>
constexpr auto store_text(T&& value) {
    using type = std::remove_cvref_t<T>;
    if constexpr (is_literal<type>) return type();
    else if constexpr (std::is_lvalue_reference_v<T> || is_view<type>) return as_text(value);
    else if constexpr (std::is_same_v<type, std::string>) return std::string(std::forward<T>(value));
    else return std::string(as_text(value));
}

template <class T>
constexpr auto store_number(T value) {
    if constexpr (std::is_floating_point_v<T>) return value;
    else if constexpr (std::is_signed_v<T>) return static_cast<std::int64_t>(value);
    else return static_cast<std::uint64_t>(value);
}

/// The type of an argument after `argument<T>::to`, if that is specialised.
template <class T>
struct customised_value {
    using type = T;
};
template <customised T>
struct customised_value<T> {
    using type = std::remove_cvref_t<decltype(argument<T>::to(std::declval<const T&>()))>;
};
template <class T>
using customised_value_t = typename customised_value<std::remove_cvref_t<T>>::type;

/// A stored key; the wrapper type marks which items of a request are keys.
template <class Text>
class key_item {
    [[no_unique_address]] Text text_;

public:
    constexpr explicit key_item(Text text) : text_(static_cast<Text&&>(text)) {}
    constexpr const Text& text() const { return text_; }
    friend bool operator==(const key_item&, const key_item&) = default;
};
template <class Text>
key_item(Text) -> key_item<Text>;

}  // namespace grammar
}  // namespace hibana
