// SPDX-License-Identifier: BSL-1.0
/// \file  Customisation point: conversion between values and JSON text.
#pragma once
#include <hibana/command/grammar/argument_kinds.hpp>
#include <hibana/command/reply/default_type.hpp>
#include <hibana/command/reply/scalar.hpp>

namespace hibana {

/// Converts a type to and from JSON with a JSON library of your choice: `template <> struct hibana::json_value<account> {
/// static std::string to(const account&); static std::optional<account> from(std::string_view); };`
///
/// Arguments require `to`, `.as<account>()` requires `from`; either may be missing. `from` returns an `account`, or an
/// `std::optional` or a `result` of it; the result must not view the parameter. Numbers and containers of numbers need no
/// specialisation: `[36]`, the reply for `$.age`, converts to an `int` or to an `std::vector<int>`.
template <class T>
struct json_value;

/// Returns text as a JSON string: quoted and escaped.
inline std::string json_string(std::string_view text) {
    std::string quoted;
    quoted.reserve(text.size() + 2);
    quoted += '"';
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            quoted += '\\';
            quoted += letter;
        } else if (code >= 0x20) {
            quoted += letter;
        } else {
            constexpr char digits[] = "0123456789abcdef";
            quoted += "\\u00";
            quoted += digits[code >> 4];
            quoted += digits[code & 15];
        }
    }
    quoted += '"';
    return quoted;
}

namespace notation {

/// JSON text. As an argument also a number, a bool, nullptr, or a type with `json_value`.
struct json {};
/// The result for each match of a path: an array with an element for each match (paths that begin with `$`), or a single element
/// (legacy paths).
template <class Kind>
struct at_each {};

}  // namespace notation

namespace grammar {

template <class T>
concept becomes_json = requires(const T& value) { json_value<T>::to(value); };

template <>
struct argument_traits<notation::json> {
    static constexpr call_error error = call_error::json;
    template <class T>
    static constexpr bool accepts =
        textual<T> || numeric<T> || std::is_same_v<T, bool> || std::is_same_v<T, std::nullptr_t> || becomes_json<T>;
    template <class T>
    static constexpr auto store(T&& value) {
        using type = std::remove_cvref_t<T>;
        if constexpr (becomes_json<type>) {
            auto made = json_value<type>::to(value);
            if constexpr (is_view<decltype(made)> && !std::is_lvalue_reference_v<T>) return std::string(as_text(made));
            else return store_text(std::move(made));
        } else if constexpr (std::is_same_v<type, bool>) {
            return std::string_view(value ? "true" : "false");
        } else if constexpr (std::is_same_v<type, std::nullptr_t>) {
            return std::string_view("null");
        } else if constexpr (numeric<type>) {
            return store_number(value);
        } else {
            return store_text(std::forward<T>(value));
        }
    }
};

}  // namespace grammar

namespace detail {

template <class T>
concept made_from_json = requires(std::string_view text) { json_value<T>::from(text); };

template <>
struct default_type<notation::json> : std::type_identity<std::string> {};

/// Types that are parsed without a JSON library: numbers and flat lists of numbers.
template <class T>
inline constexpr bool is_json_number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;
template <class T>
inline constexpr bool is_json_number<std::optional<T>> = is_json_number<T>;
template <class T>
concept json_numbers_target =
    is_json_number<T> || (container_target<T> && is_json_number<typename T::value_type> && requires(T& all) { all.emplace_back(); });

/// Parses a number up to the next comma or bracket.
template <class T>
bool parse_json_number(std::string_view& text, T& number) {
    const auto blank = [](char letter) { return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    std::size_t end = 0;
    while (end != text.size() && text[end] != ',' && text[end] != ']') ++end;
    std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    while (!word.empty() && blank(word.back())) word.remove_suffix(1);
    if constexpr (is_optional<T>) {
        if (word == "null") {
            number.reset();
            return true;
        }
        return parse(word, number.emplace());
    } else {
        return parse(word, number);
    }
}

template <class T>
bool parse_json_numbers(std::string_view text, T& object) {
    if constexpr (container_target<T>) {
        object.clear();
        const bool list = text.starts_with('[');
        if (list) text.remove_prefix(1);
        if (list && text == "]") return true;
        for (;;) {
            if (!parse_json_number(text, object.emplace_back())) return false;
            if (!list) return text.empty();
            if (text == "]") return true;
            if (!text.starts_with(',')) return false;
            text.remove_prefix(1);
        }
    } else {
        const bool list = text.starts_with('[');
        if (list) text.remove_prefix(1);
        return parse_json_number(text, object) && text == (list ? "]" : "");
    }
}

template <>
struct decoder<notation::json> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (made_from_json<T>) {
            cursor d = c;
            std::string_view text;
            if (const status s = protocol::read_text(d, text); s != status::done) return s;
            auto made = json_value<T>::from(text);
            if constexpr (std::same_as<decltype(made), T>) {
                object = std::move(made);
            } else {
                if (!made) return status::mismatch;
                object = *std::move(made);
            }
            c.at = d.at;
            return status::done;
        } else if constexpr (json_numbers_target<T>) {
            cursor d = c;
            std::string_view text;
            if (const status s = protocol::read_text(d, text); s != status::done) return s;
            if (!parse_json_numbers(text, object)) return status::mismatch;
            c.at = d.at;
            return status::done;
        } else {
            return read_scalar<notation::bulk>(c, object);
        }
    }
};

}  // namespace detail
}  // namespace hibana
