// SPDX-License-Identifier: BSL-1.0
/// \file  SHA-1, usable at compile time, for the digests of scripts.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hibana {

/// The SHA-1 of `text` in 40 lower-case hexadecimal digits (RFC 3174). Identifies scripts; not for cryptographic purposes.
constexpr std::array<char, 40> sha1(std::string_view text) {
    constexpr std::size_t block_size = 64;
    constexpr auto rotated = [](std::uint32_t word, unsigned by) { return word << by | word >> (32 - by); };
    std::array<std::uint32_t, 5> state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};

    const std::uint64_t bits = std::uint64_t{text.size()} * 8;
    const std::size_t padded = (text.size() + 8) / block_size * block_size + block_size;
    // the text, one set bit, zeros, and the length in 64 bits
    const auto byte_at = [&](std::size_t index) -> std::uint32_t {
        if (index < text.size()) return static_cast<unsigned char>(text[index]);
        if (index == text.size()) return 0x80;
        if (index + 8 < padded) return 0;
        return static_cast<std::uint32_t>(bits >> (8 * (padded - 1 - index)) & 0xff);
    };

    for (std::size_t block = 0; block != padded; block += block_size) {
        std::array<std::uint32_t, 80> words{};
        for (std::size_t index = 0; index != 16; ++index)
            for (std::size_t byte = 0; byte != 4; ++byte)
                words[index] = words[index] << 8 | byte_at(block + 4 * index + byte);
        for (std::size_t index = 16; index != 80; ++index)
            words[index] = rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1);

        auto [a, b, c, d, e] = state;
        for (std::size_t round = 0; round != 80; ++round) {
            std::uint32_t mixed = 0;
            std::uint32_t constant = 0;
            if (round < 20) mixed = (b & c) | (~b & d), constant = 0x5a827999;
            else if (round < 40) mixed = b ^ c ^ d, constant = 0x6ed9eba1;
            else if (round < 60) mixed = (b & c) | (b & d) | (c & d), constant = 0x8f1bbcdc;
            else mixed = b ^ c ^ d, constant = 0xca62c1d6;
            const std::uint32_t next = rotated(a, 5) + mixed + e + constant + words[round];
            e = d;
            d = c;
            c = rotated(b, 30);
            b = a;
            a = next;
        }
        state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e};
    }

    std::array<char, 40> digits{};
    for (std::size_t index = 0; index != digits.size(); ++index)
        digits[index] = "0123456789abcdef"[state[index / 8] >> (28 - 4 * (index % 8)) & 0xf];
    return digits;
}

}  // namespace hibana
