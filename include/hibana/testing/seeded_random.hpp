// SPDX-License-Identifier: BSL-1.0
/// \file  Chance that happens again: the same numbers for the same seed.
#pragma once

#include <hibana/core/role.hpp>

#include <cstdint>

namespace hibana::testing {

/// A small generator (SplitMix64) for tests and simulations. Plays `role::random`. Not for secrets, not for threads.
struct seeded_random {
    using plays = role::random;
    using result_type = std::uint64_t;

    std::uint64_t seed = 1;

    [[nodiscard]] static constexpr result_type min() noexcept { return 0; }
    [[nodiscard]] static constexpr result_type max() noexcept { return UINT64_MAX; }

    constexpr result_type operator()() noexcept {
        seed += 0x9e3779b97f4a7c15U;
        std::uint64_t bits = seed;
        bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
        bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
        return bits ^ (bits >> 31);
    }
};

}  // namespace hibana::testing
