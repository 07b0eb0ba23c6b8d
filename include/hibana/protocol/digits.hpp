// SPDX-License-Identifier: BSL-1.0
/// \file  Parsing of several digits at once.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace hibana::protocol {

[[nodiscard]] constexpr bool is_digit(char c) {
    return static_cast<unsigned char>(c - '0') < 10;
}

/// Up to eight digits read in one go.
struct digits {
    std::uint32_t value;
    unsigned count;
};

/// The digits that the eight bytes at `at` begin with; all eight must be readable.
[[nodiscard]] inline digits eight_digits(const char* at) {
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
[[nodiscard]] inline reading<std::uint64_t> read_more_digits(const char* at, const char* end, std::uint64_t value, unsigned count) {
    for (; at != end && is_digit(*at); ++at) {
        if (++count > 19) return {0, nullptr};
        value = value * 10 + static_cast<std::uint64_t>(*at - '0');
    }
    return {value, at};
}

}  // namespace hibana::protocol
