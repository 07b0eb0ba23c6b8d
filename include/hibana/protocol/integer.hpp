// SPDX-License-Identifier: BSL-1.0
/// \file  Parsing of integers.
#pragma once

#include <hibana/protocol/digits.hpp>

#include <charconv>
#include <cstdint>
#include <system_error>

namespace hibana::protocol {

namespace detail {

/// An integer that is long, or at the very end of the bytes received.
[[gnu::noinline]] inline reading<std::int64_t> read_odd_integer(const char* at, const char* end, bool negative) {
    const reading<std::uint64_t> read = read_more_digits(at, end, 0, 0);
    if (read.behind == nullptr || read.behind == at || read.value > (std::uint64_t{1} << 63) - !negative) return {0, nullptr};
    return {static_cast<std::int64_t>(negative ? 0 - read.value : read.value), read.behind};
}

}  // namespace detail

/// Reads an integer: a sign or none, then digits.
[[nodiscard]] inline reading<std::int64_t> read_integer(const char* at, const char* end) {
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
[[nodiscard]] inline bool read_whole_integer(const char* at, const char* end, std::int64_t& number) {
    const reading<std::int64_t> read = read_integer(at, end);
    number = read.value;
    return read.behind == end && at != end;
}

/// Reads a whole text as an integer without a sign.
[[nodiscard]] inline bool read_whole_unsigned(const char* at, const char* end, std::uint64_t& number) {
    const std::from_chars_result read = std::from_chars(at, end, number);
    return read.ec == std::errc() && read.ptr == end;
}

}  // namespace hibana::protocol
