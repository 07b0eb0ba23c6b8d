// SPDX-License-Identifier: BSL-1.0
/// \file  Parsing of lengths and counts in headers.
#pragma once

#include <hibana/protocol/digits.hpp>

#include <cstdint>
#include <cstring>

namespace hibana::protocol::detail {

[[gnu::always_inline]] inline bool is_line_end(const char* at) {
    return std::memcmp(at, "\r\n", 2) == 0;
}

/// A length of three digits or more.
[[gnu::noinline]] inline reading<std::uint64_t> read_long_length(const char* at, const char* end) {
    const reading<std::uint64_t> read = read_more_digits(at, end, 0, 0);
    if (read.behind == nullptr || end - read.behind < 2 || !is_line_end(read.behind)) return {0, nullptr};
    return {read.value, read.behind + 2};
}

/// The length at `at` with the end of its line; four bytes are there for certain. A length never comes near to overflow.
[[gnu::always_inline]] inline reading<std::uint64_t> read_length(const char* at, const char* end) {
    const unsigned first = static_cast<unsigned char>(*at) - unsigned{'0'};
    const unsigned second = static_cast<unsigned char>(at[1]) - unsigned{'0'};
    if (first > 9) [[unlikely]] return {0, nullptr};
    if (second > 9) return {first, is_line_end(at + 1) ? at + 3 : nullptr};
    if (is_line_end(at + 2)) [[likely]] return {first * 10 + second, at + 4};
    return read_long_length(at, end);
}

}  // namespace hibana::protocol::detail
