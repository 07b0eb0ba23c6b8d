// SPDX-License-Identifier: BSL-1.0
/// \file  Syntax of numbers in RESP.
#pragma once

#include <hibana/core/text.hpp>
#include <hibana/protocol/digits.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hibana::protocol {

namespace detail {

/// Removes the leading digits of the text and returns their number.
[[gnu::cold, gnu::noinline]] inline std::size_t take_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count != text.size() && is_digit(text[count])) ++count;
    text.remove_prefix(count);
    return count;
}

/// Takes the sign that the text begins with, if it does.
[[gnu::cold, gnu::noinline]] inline bool take_sign(std::string_view& text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    return negative;
}

}  // namespace detail

// These only check the syntax, once, of numbers whose value may never be read; integer.hpp and real.hpp read the value.

/// A sign or none, then digits.
[[nodiscard, gnu::cold]] inline bool is_big_number(std::string_view text) {
    detail::take_sign(text);
    return detail::take_digits(text) != 0 && text.empty();
}

/// The same, at most nineteen digits, and within 64 bits.
[[nodiscard, gnu::cold]] inline bool is_integer(std::string_view text) {
    const bool negative = detail::take_sign(text);
    std::uint64_t magnitude = 0;
    for (const char c : text) {
        if (!is_digit(c)) return false;
        magnitude = magnitude * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return !text.empty() && text.size() <= 19 && magnitude <= (std::uint64_t{1} << 63) - !negative;
}

/// Digits, on both sides of an optional point, and an optional exponent; or `inf`, `nan`, `nan(...)`.
[[nodiscard, gnu::cold]] inline bool is_real(std::string_view text) {
    detail::take_sign(text);
    if (text.starts_with("inf") || text == "nan") return text.size() == 3;
    if (text.starts_with("nan(")) {
        for (const char c : hibana::detail::substr_noexcept(text, 4, text.size() - 5))
            if (!is_digit(c) && static_cast<unsigned char>((c | 0x20) - 'a') >= 26 && c != '_') return false;
        return text.ends_with(')');
    }
    if (detail::take_digits(text) == 0) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (detail::take_digits(text) == 0) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        detail::take_sign(text);
        if (detail::take_digits(text) == 0) return false;
    }
    return text.empty();
}

}  // namespace hibana::protocol
