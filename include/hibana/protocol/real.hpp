// SPDX-License-Identifier: BSL-1.0
/// \file  Parsing of double values.
#pragma once

#include <hibana/protocol/digits.hpp>
#include <hibana/protocol/integer.hpp>

#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>
#include <system_error>

namespace hibana::protocol {

namespace detail {

/// `inf` and `nan` with what has been seen of their spellings: `-nan`, `nan(...)`.
[[gnu::cold, gnu::noinline]] inline reading<double> read_real_word(const char* at, const char* end, bool negative) {
    if (end - at < 3) return {0, nullptr};
    if (std::memcmp(at, "inf", 3) == 0) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        return {negative ? -infinity : infinity, at + 3};
    }
    if (std::memcmp(at, "nan", 3) != 0) return {0, nullptr};
    at += 3;
    if (at != end && *at == '(') {
        ++at;
        while (at != end && (is_digit(*at) || static_cast<unsigned char>((*at | 0x20) - 'a') < 26 || *at == '_')) ++at;
        if (at == end || *at != ')') return {0, nullptr};
        ++at;
    }
    return {std::numeric_limits<double>::quiet_NaN(), at};
}

/// What rounds to infinity or to zero; `std::from_chars` leaves it to us to say which.
[[gnu::cold, gnu::noinline]] inline double out_of_range(const char* at, const char* end) {
    std::int64_t magnitude = 0;  // the power of ten of the first digit that counts
    bool counted = false;
    const char* p = at;
    for (; p != end && is_digit(*p); ++p) {
        counted = counted || *p != '0';
        magnitude += counted;
    }
    if (p != end && *p == '.') {
        for (++p; p != end && is_digit(*p); ++p) {
            if (counted) continue;
            if (*p == '0') --magnitude;
            else counted = true;
        }
    }
    if (p != end && (*p == 'e' || *p == 'E')) {
        std::int64_t exponent = 0;
        const bool tiny = end - p > 1 && p[1] == '-';
        if (!read_whole_integer(p + 1, end, exponent)) return tiny ? 0.0 : std::numeric_limits<double>::infinity();
        constexpr std::int64_t far = std::int64_t{1} << 32;  // beyond what digits in front could make up for
        if (exponent > far || exponent < -far) return tiny ? 0.0 : std::numeric_limits<double>::infinity();
        magnitude += exponent;
    }
    return magnitude > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

/// The general case. Its beginning, a sign or none and then a digit, and a digit behind a point, has been checked.
[[gnu::noinline]] inline reading<double> read_real_precisely(const char* at, const char* end) {
    if (*at == '+') ++at;
    double number = 0;
    const std::from_chars_result read = std::from_chars(at, end, number);
    if (read.ec != std::errc()) [[unlikely]] {
        if (read.ec != std::errc::result_out_of_range) return {0, nullptr};
        const bool negative = *at == '-';
        number = out_of_range(at + negative, read.ptr);
        if (negative) number = -number;
    }
    return {number, read.ptr};
}

/// The same where it stands too near to the end for eight bytes to be looked at in one go.
[[gnu::noinline]] inline reading<double> read_odd_real(const char* at, const char* end) {
    const char* p = at + (*at == '-' || *at == '+');
    while (p != end && is_digit(*p)) ++p;
    if (p != end && *p == '.' && (p + 1 == end || !is_digit(p[1]))) return {0, nullptr};
    return read_real_precisely(at, end);
}

}  // namespace detail

/// Reads a double as RESP3 spells it.
///
/// A digit must stand before a point and behind it; hexadecimal numbers and other words than `inf` and `nan` are none.
[[nodiscard, gnu::noinline]] inline reading<double> read_real(const char* at, const char* end) {
    const char* p = at;
    const bool negative = p != end && *p == '-';
    if (negative || (p != end && *p == '+')) ++p;
    if (p == end) return {0, nullptr};
    if (!is_digit(*p)) [[unlikely]] return detail::read_real_word(p, end, negative);

    // Few digits before and behind the point are exact in a double, and so is their quotient by a small power of ten.
    if (end - p < 17) return detail::read_odd_real(at, end);
    std::int32_t whole = 0;
    for (const char* const most = p + 7; is_digit(*p); ++p) {
        if (p == most) return detail::read_odd_real(at, end);
        whole = whole * 10 + (*p - '0');
    }
    double exact = whole;
    if (*p == '.') {
        if (!is_digit(p[1])) return {0, nullptr};
        const digits fraction = eight_digits(p + 1);
        if (fraction.count == 8) return detail::read_real_precisely(at, end);
        constexpr double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
        const double power = powers[fraction.count];
        exact = (exact * power + static_cast<double>(static_cast<std::int32_t>(fraction.value))) / power;
        p += 1 + fraction.count;
    }
    if (*p == 'e' || *p == 'E') [[unlikely]] return detail::read_real_precisely(at, end);
    return {negative ? -exact : exact, p};
}

/// Reads a whole text as a double.
[[nodiscard]] inline bool read_whole_real(const char* at, const char* end, double& number) {
    const reading<double> read = read_real(at, end);
    number = read.value;
    return read.behind == end && at != end;
}

}  // namespace hibana::protocol
