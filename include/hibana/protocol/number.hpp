// SPDX-License-Identifier: BSL-1.0
/// \file  How are the digits of the protocol read?

#pragma once

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <system_error>

namespace hibana::protocol {

[[nodiscard]] constexpr bool is_digit(char c)
{
    return static_cast<unsigned char>(c - '0') < 10;
}

/// Up to eight digits read in one go.
struct digits {
    std::uint32_t value;
    unsigned count;
};

/// The digits that the eight bytes at `at` begin with; all eight must be readable.
[[nodiscard]] inline digits eight_digits(const char* at)
{
    if constexpr (std::endian::native == std::endian::little) {
        std::uint64_t bytes;
        std::memcpy(&bytes, at, sizeof bytes);
        bytes ^= 0x3030303030303030U;  // a digit becomes its value, anything else more than 9
        const std::uint64_t others = ((bytes + 0x7676767676767676U) | bytes) & 0x8080808080808080U;
        unsigned count = 8;
        if (others != 0) {
            const auto bits = static_cast<unsigned>(std::countr_zero(others)) & ~7U;
            count = bits / 8;
            if (count == 0) return {0, 0};
            bytes <<= 64 - bits;  // as if there were leading zeros
        }
        bytes = bytes * 10 + (bytes >> 8);
        const std::uint64_t low = (bytes & 0x000000FF000000FFU) * 0x000F424000000064U;
        const std::uint64_t high = ((bytes >> 16) & 0x000000FF000000FFU) * 0x0000271000000001U;
        return {static_cast<std::uint32_t>((low + high) >> 32), count};
    } else {
        digits read{0, 0};
        while (read.count < 8 && is_digit(at[read.count])) {
            read.value = read.value * 10 + static_cast<std::uint32_t>(at[read.count++] - '0');
        }
        return read;
    }
}

/// What was read, and what stands behind it; nothing stands there if it was not what was looked for.
template <class T>
struct reading {
    T value;
    const char* behind;
};

/// Reads what is left of a number of which `count` digits have been read; nineteen in all fit for certain.
/// There is nothing behind it if there are more digits than that.
[[nodiscard]] inline reading<std::uint64_t> read_more_digits(const char* at, const char* end, std::uint64_t value, unsigned count)
{
    for (; at != end && is_digit(*at); ++at) {
        if (++count > 19) return {0, nullptr};
        value = value * 10 + static_cast<std::uint64_t>(*at - '0');
    }
    return {value, at};
}

namespace detail {

/// An integer that is long, or at the very end of the bytes received.
[[gnu::noinline]] inline reading<std::int64_t> read_odd_integer(const char* at, const char* end, bool negative)
{
    const reading<std::uint64_t> read = read_more_digits(at, end, 0, 0);
    if (read.behind == nullptr || read.behind == at || read.value > (std::uint64_t{1} << 63) - !negative) return {0, nullptr};
    return {static_cast<std::int64_t>(negative ? 0 - read.value : read.value), read.behind};
}

}  // namespace detail

/// Reads an integer: a sign or none, then digits.
[[nodiscard]] inline reading<std::int64_t> read_integer(const char* at, const char* end)
{
    const bool negative = at != end && *at == '-';
    if (negative || (at != end && *at == '+')) ++at;
    if (end - at >= 16) [[likely]] {
        const digits first = eight_digits(at);
        if (first.count == 0) return {0, nullptr};
        std::int64_t magnitude = first.value;
        const char* behind = at + first.count;
        if (first.count == 8) {
            const digits second = eight_digits(behind);
            if (second.count == 8) return detail::read_odd_integer(at, end, negative);
            constexpr std::int32_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
            magnitude = magnitude * powers[second.count] + second.value;
            behind += second.count;
        }
        return {negative ? -magnitude : magnitude, behind};
    }
    return detail::read_odd_integer(at, end, negative);
}

/// Reads a whole text as an integer.
[[nodiscard]] inline bool read_whole_integer(const char* at, const char* end, std::int64_t& number)
{
    const reading<std::int64_t> read = read_integer(at, end);
    number = read.value;
    return read.behind == end && at != end;
}

/// Reads a whole text as an integer without a sign.
[[nodiscard]] inline bool read_whole_unsigned(const char* at, const char* end, std::uint64_t& number)
{
    const std::from_chars_result read = std::from_chars(at, end, number);
    return read.ec == std::errc() && read.ptr == end;
}

namespace detail {

/// `inf` and `nan` with what has been seen of their spellings: `-nan`, `nan(...)`.
[[gnu::cold, gnu::noinline]] inline reading<double> read_real_word(const char* at, const char* end, bool negative)
{
    if (end - at < 3) return {0, nullptr};
    if (std::memcmp(at, "inf", 3) == 0) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        return {negative ? -infinity : infinity, at + 3};
    }
    if (std::memcmp(at, "nan", 3) != 0) return {0, nullptr};
    at += 3;
    if (at != end && *at == '(') {
        while (at != end && *at != ')') ++at;
        if (at == end) return {0, nullptr};
        ++at;
    }
    return {std::numeric_limits<double>::quiet_NaN(), at};
}

/// What rounds to infinity or to zero; `std::from_chars` leaves it to us to say which.
[[gnu::cold, gnu::noinline]] inline double out_of_range(const char* at, const char* end)
{
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
[[gnu::noinline]] inline reading<double> read_real_precisely(const char* at, const char* end)
{
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
[[gnu::noinline]] inline reading<double> read_odd_real(const char* at, const char* end)
{
    const char* p = at + (*at == '-' || *at == '+');
    while (p != end && is_digit(*p)) ++p;
    if (p != end && *p == '.' && (p + 1 == end || !is_digit(p[1]))) return {0, nullptr};
    return read_real_precisely(at, end);
}

}  // namespace detail

/// Reads a double as RESP3 spells it.
///
/// A digit must stand before a point and behind it; hexadecimal numbers and other words than `inf` and `nan` are none.
[[nodiscard]] inline reading<double> read_real(const char* at, const char* end)
{
    const char* p = at;
    const bool negative = p != end && *p == '-';
    if (negative || (p != end && *p == '+')) ++p;
    if (p == end) return {0, nullptr};
    if (!is_digit(*p)) [[unlikely]] return detail::read_real_word(p, end, negative);

    // Few digits before and behind the point are exact in a double, and so is their quotient by a small power of ten.
    if (end - p < 17) return detail::read_odd_real(at, end);
    const digits whole = eight_digits(p);
    if (whole.count == 8) return detail::read_odd_real(at, end);
    double exact = static_cast<double>(static_cast<std::int32_t>(whole.value));
    p += whole.count;
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
[[nodiscard]] inline bool read_whole_real(const char* at, const char* end, double& number)
{
    const reading<double> read = read_real(at, end);
    number = read.value;
    return read.behind == end && at != end;
}

}  // namespace hibana::protocol
