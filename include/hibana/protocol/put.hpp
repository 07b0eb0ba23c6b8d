// SPDX-License-Identifier: BSL-1.0
/// \file  Encoding of one argument as a bulk string.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <type_traits>

namespace hibana::protocol {

/// The number of decimal digits of `value`.
constexpr unsigned digits_of(std::uint64_t value) {
    unsigned digits = 1;
    for (;; digits += 4, value /= 10000) {
        if (value < 10) return digits;
        if (value < 100) return digits + 1;
        if (value < 1000) return digits + 2;
        if (value < 10000) return digits + 3;
    }
}

namespace detail {

inline constexpr auto two_digits = [] {
    std::array<char, 200> table{};
    for (unsigned i = 0; i != 100; ++i) {
        table[2 * i] = static_cast<char>('0' + i / 10);
        table[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return table;
}();

/// The head of a short bulk string, `$16\r\n`, so that one load and one store write it.
struct short_head {
    char text[7]{};
    unsigned char size = 0;
};

inline constexpr std::size_t short_heads = 100;
inline constexpr auto short_head_of = [] {
    std::array<short_head, short_heads> table{};
    for (unsigned i = 0; i != short_heads; ++i) {
        short_head& head = table[i];
        head.text[head.size++] = '$';
        if (i >= 10) head.text[head.size++] = static_cast<char>('0' + i / 10);
        head.text[head.size++] = static_cast<char>('0' + i % 10);
        head.text[head.size++] = '\r';
        head.text[head.size++] = '\n';
    }
    return table;
}();

}  // namespace detail

namespace detail {

/// Two copies that may overlap cost less than a call, and most keys and values are this short.
inline constexpr std::size_t short_text = 32;
inline char* put_short_bytes(char* to, const char* from, std::size_t size) {
    if (size >= 16) {
        char first[16], last[16];
        std::memcpy(first, from, 16);
        std::memcpy(last, from + size - 16, 16);
        std::memcpy(to, first, 16);
        std::memcpy(to + size - 16, last, 16);
    } else if (size >= 8) {
        char first[8], last[8];
        std::memcpy(first, from, 8);
        std::memcpy(last, from + size - 8, 8);
        std::memcpy(to, first, 8);
        std::memcpy(to + size - 8, last, 8);
    } else if (size >= 4) {
        char first[4], last[4];
        std::memcpy(first, from, 4);
        std::memcpy(last, from + size - 4, 4);
        std::memcpy(to, first, 4);
        std::memcpy(to + size - 4, last, 4);
    } else if (size != 0) {
        const char middle = from[size / 2], last = from[size - 1];
        to[0] = from[0];
        to[size / 2] = middle;
        to[size - 1] = last;
    }
    return to + size;
}

}  // namespace detail

/// Writes `size` bytes and returns their end, as all `put` functions do. The caller ensures that there is room.
constexpr char* put_bytes(char* to, const char* from, std::size_t size) {
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i != size; ++i) to[i] = from[i];
        return to + size;
    }
    if (size <= detail::short_text) return detail::put_short_bytes(to, from, size);
    std::memcpy(to, from, size);
    return to + size;
}

namespace detail {

constexpr char* put_counted_digits(char* to, std::uint64_t value, unsigned digits) {
    char* const end = to + digits;
    char* at = end;
    for (; value >= 100; value /= 100) {
        at -= 2;
        at[0] = two_digits[value % 100 * 2];
        at[1] = two_digits[value % 100 * 2 + 1];
    }
    if (value < 10) {
        *--at = static_cast<char>('0' + value);
    } else {
        at[-2] = two_digits[value * 2];
        at[-1] = two_digits[value * 2 + 1];
    }
    return end;
}

}  // namespace detail

/// Writes the decimal digits of `value`.
[[gnu::noinline]] constexpr char* put_digits(char* to, std::uint64_t value) {
    return detail::put_counted_digits(to, value, digits_of(value));
}

constexpr char* put_line_end(char* to) {
    to[0] = '\r';
    to[1] = '\n';
    return to + 2;
}

/// The most bytes that the header and the line end of a bulk string add; `put_bulk` may write to all of them.
inline constexpr std::size_t bulk_overhead = 1 + 20 + 2 + 2;

/// Writes the header of a bulk string of `size` bytes; writes to eight bytes even if the header is shorter.
constexpr char* put_bulk_head(char* to, std::size_t size) {
    if (size < detail::short_heads && !std::is_constant_evaluated()) {
        const detail::short_head& head = detail::short_head_of[size];
        std::memcpy(to, &head, sizeof head);
        return to + head.size;
    }
    *to = '$';
    return put_line_end(put_digits(to + 1, size));
}

namespace detail {

[[gnu::noinline]] constexpr char* put_long_bulk(char* to, const char* text, std::size_t size) {
    to = put_bulk_head(to, size);
    if (std::is_constant_evaluated()) return put_line_end(put_bytes(to, text, size));
    std::memcpy(to, text, size);
    return put_line_end(to + size);
}
[[gnu::noinline]] inline char* put_any_bulk(char* to, const char* text, std::size_t size) {
    if (size > short_text) return put_long_bulk(to, text, size);  // out of line, so that short texts save no registers
    const short_head& head = short_head_of[size];
    std::memcpy(to, &head, sizeof head);
    return put_line_end(put_short_bytes(to + head.size, text, size));
}

}  // namespace detail

/// Writes a text as a bulk string: `$5\r\nhello\r\n`. Needs room for the text and `bulk_overhead`.
constexpr char* put_bulk(char* to, const char* text, std::size_t size) {
    if (std::is_constant_evaluated()) return detail::put_long_bulk(to, text, size);
    return detail::put_any_bulk(to, text, size);  // one copy in a program, not one per command
}
constexpr char* put_bulk(char* to, std::string_view text) { return put_bulk(to, text.data(), text.size()); }

/// The room that any integer needs as a bulk string.
inline constexpr std::size_t integer_bound = 1 + 2 + 2 + 1 + 20 + 2;

namespace detail {

/// A small number as a bulk string, `$2\r\n60\r\n`: eight bytes, of which one digit uses seven.
inline constexpr auto small_number = [] {
    std::array<std::array<char, 8>, 100> table{};
    for (unsigned i = 0; i != 100; ++i) {
        char* to = put_bulk_head(table[i].data(), digits_of(i));
        put_line_end(put_counted_digits(to, i, digits_of(i)));
    }
    return table;
}();

[[gnu::noinline]] constexpr char* put_any_integer(char* to, std::uint64_t magnitude, bool negative) {
    const unsigned digits = digits_of(magnitude);
    to = put_bulk_head(to, digits + (negative ? 1U : 0U));
    if (negative) *to++ = '-';
    return put_line_end(put_counted_digits(to, magnitude, digits));
}

}  // namespace detail

/// Writes an integer as a bulk string. Needs `integer_bound` bytes of room.
constexpr char* put_bulk(char* to, std::uint64_t value) {
    if (value < detail::small_number.size() && !std::is_constant_evaluated()) {
        std::memcpy(to, detail::small_number[value].data(), 8);
        return to + (value < 10 ? 7 : 8);
    }
    return detail::put_any_integer(to, value, false);
}
constexpr char* put_bulk(char* to, std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? detail::put_any_integer(to, 0 - bits, true) : put_bulk(to, bits);
}

namespace detail {

/// Deliberately not a constant expression: the compiler prints its name as the diagnostic.
inline void this_real_number_is_no_constant_write_it_as_text() {}

/// Below this every integer is a `Real`, and converts to std::uint64_t.
template <class Real>
inline constexpr Real exact_integers = static_cast<Real>(
    std::uint64_t{1} << (std::numeric_limits<Real>::digits < 53 ? std::numeric_limits<Real>::digits : 53));

/// A positive value that is not an integer, in a constant expression, where std::to_chars is not available.
///
/// Of few enough significant digits: then `digits / 10^places` is rounded once, so that equality proves that they read
/// back.
template <class Real>
constexpr char* put_short_decimal(char* to, Real value) {
    constexpr int most = std::numeric_limits<Real>::digits10 < 15 ? 10 : 15;  // 10^most is a Real
    std::uint64_t scale = 10;
    for (int places = 1; places <= most && value >= Real(1e-5); ++places, scale *= 10) {
        const Real scaled = value * static_cast<Real>(scale);
        if (!(scaled < (most == 10 ? Real(1e6) : Real(1e15)))) break;
        const auto digits = static_cast<std::uint64_t>(scaled + Real(0.5));
        if (static_cast<Real>(digits) / static_cast<Real>(scale) != value) continue;
        to = put_digits(to, digits / scale);
        *to++ = '.';
        const std::uint64_t fraction = digits % scale;
        for (int zeros = places - static_cast<int>(digits_of(fraction)); zeros > 0; --zeros) *to++ = '0';
        return put_digits(to, fraction);
    }
    this_real_number_is_no_constant_write_it_as_text();
    return to;
}

}  // namespace detail

/// The room that the digits of any real number need.
inline constexpr std::size_t real_digits_bound = 48;
/// The room that any real number needs as a bulk string.
inline constexpr std::size_t real_bound = real_digits_bound + bulk_overhead;

/// Writes the fewest digits that read back as `value`, without an exponent from 1e-5 up to 1e17; or `inf`, `-inf`,
/// `nan`.
template <class Real>
constexpr char* put_real(char* to, Real value) {
    if (value != value) return put_bytes(to, "nan", 3);
    if (__builtin_copysign(1.0, static_cast<double>(value)) < 0) {
        *to++ = '-';
        value = -value;
    }
    if (value > std::numeric_limits<Real>::max()) return put_bytes(to, "inf", 3);
    if (value < detail::exact_integers<Real> && static_cast<Real>(static_cast<std::uint64_t>(value)) == value)
        return put_digits(to, static_cast<std::uint64_t>(value));
    if (std::is_constant_evaluated()) return detail::put_short_decimal(to, value);
    const bool plain = value >= Real(1e-5) && value < Real(1e17);
    return std::to_chars(to, to + real_digits_bound - 1, value,
                         plain ? std::chars_format::fixed : std::chars_format::scientific)
        .ptr;
}

/// Writes a real number as a bulk string.
template <class Real>
    requires std::is_floating_point_v<Real>
constexpr char* put_bulk(char* to, Real value) {
    char digits[real_digits_bound]{};
    const char* const end = put_real(digits, value);
    return put_bulk(to, digits, static_cast<std::size_t>(end - digits));
}

}  // namespace hibana::protocol
