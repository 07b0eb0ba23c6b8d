// SPDX-License-Identifier: BSL-1.0
/// \file  Semantic requirements of random sources.
#pragma once

#include <hibana/core/random.hpp>

#include <cstdint>

namespace hibana::testing {

/// Calls `check(holds, sentence)` for every law of a random source.
///
/// The laws: a draw is within the range, all 64 bits of `random_bits` are set about as often as not, and draws differ.
/// A sound source breaks one of them by chance less than once in 10^12 runs.
template <policy::random Random, class Check>
void random_laws(Random random, Check&& check) {
    constexpr int draws = 4'096;
    int set[64] = {};
    int repeated = 0;
    std::uint64_t before = random_bits(random);
    for (int i = 0; i != draws; ++i) {
        const auto one = random();
        check(one >= Random::min() && one <= Random::max(), "a draw is within the range");
        const std::uint64_t bits = random_bits(random);
        repeated += bits == before ? 1 : 0;
        before = bits;
        for (int bit = 0; bit != 64; ++bit) {
            set[bit] += static_cast<int>((bits >> bit) & 1U);
        }
    }
    check(repeated <= 1, "draws differ");
    // The standard deviation is 32; the bounds are eight of them away.
    for (const int count : set) {
        check(count > draws / 2 - 256 && count < draws / 2 + 256, "every bit is set about as often as not");
    }
}

}  // namespace hibana::testing
