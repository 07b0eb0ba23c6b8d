// SPDX-License-Identifier: BSL-1.0
/// \file  Limits on the size of replies.
#pragma once

#include <cstddef>

namespace hibana::protocol {

/// Limits on the sizes that a reply declares; each is checked on the header, before memory is allocated.
struct limits {
    std::size_t depth = 128;                        ///< nested aggregates
    std::size_t elements = std::size_t{1} << 24;    ///< elements of one aggregate; a pair counts as two
    std::size_t bulk = std::size_t{512} << 20;      ///< bytes of one bulk string, all pieces of a streamed one together
    std::size_t line = std::size_t{64} << 10;       ///< bytes of one line: simple string, error, number

    friend constexpr bool operator==(const limits&, const limits&) = default;

    /// A reply of at most this many bytes that the typed decoder has read is within these limits.
    ///
    /// The typed decoder enforces the default limits. Only if a limit was lowered can it accept too much; then a longer reply
    /// must be scanned as well.
    [[nodiscard, gnu::noinline]] constexpr std::size_t trusted_size() const {
        constexpr std::size_t shortest_element = 3;
        std::size_t size = ~std::size_t{0};
        const auto lowered = [&](bool is_lower, std::size_t bytes) { size = is_lower && bytes < size ? bytes : size; };
        lowered(depth < 128, depth * shortest_element);
        lowered(elements < std::size_t{1} << 24, elements * shortest_element);
        lowered(bulk < std::size_t{512} << 20, bulk);
        lowered(line < std::size_t{64} << 10, line);
        return size;
    }

    /// No limits, for bytes that have been scanned already.
    [[nodiscard]] static constexpr limits none() {
        constexpr std::size_t any = ~std::size_t{0} / 4;
        return {any, any, any, any};
    }

    /// The same limits, each small enough that sums with it do not overflow.
    [[nodiscard, gnu::noinline]] constexpr limits clamped() const {
        const auto least = [](std::size_t a, std::size_t b) { return a < b ? a : b; };
        return {least(depth, none().depth), least(elements, none().elements), least(bulk, none().bulk), least(line, none().line)};
    }
};

}  // namespace hibana::protocol
