// SPDX-License-Identifier: BSL-1.0
/// \file  Semantic requirements of backoffs.
#pragma once

#include <hibana/retry/backoff.hpp>
#include <hibana/testing/seeded_random.hpp>

#include <cstdint>
#include <limits>

namespace hibana::testing {

namespace detail {

// Random sources that always return the same: the ends of every range.
template <std::uint64_t Always>
struct constant_random {
    using plays = role::random;
    using result_type = std::uint64_t;
    [[nodiscard]] static constexpr result_type min() noexcept { return 0; }
    [[nodiscard]] static constexpr result_type max() noexcept { return UINT64_MAX; }
    constexpr result_type operator()() const noexcept { return Always; }
};

template <class Backoff, class Random, class Check>
void backoff_laws_with(const Backoff& backoff, duration cap, Random random, Check& check) {
    constexpr unsigned numbers[] = {1,
                                    2,
                                    3,
                                    4,
                                    5,
                                    6,
                                    7,
                                    8,
                                    9,
                                    10,
                                    16,
                                    30,
                                    31,
                                    32,
                                    33,
                                    40,
                                    61,
                                    62,
                                    63,
                                    64,
                                    65,
                                    100,
                                    127,
                                    128,
                                    1'000'000,
                                    std::numeric_limits<unsigned>::max() - 1,
                                    std::numeric_limits<unsigned>::max()};
    auto waits = make_delays(backoff);
    for (const unsigned failures : numbers) {
        const duration wait = waits.delay(failures, random);
        check(wait >= duration::zero(), "a wait is never negative");
        check(wait <= cap, "a wait is never longer than the cap");
    }
}

}  // namespace detail

/// Calls `check(holds, sentence)` for every law of a backoff whose waits are at most `cap`.
///
/// The laws: a wait is never negative, never longer than the cap, and defined for every number of failures and every
/// random source; two operations with the same random numbers wait equally long, whatever other operations do.
template <policy::backoff Backoff, class Check>
void backoff_laws(const Backoff& backoff, duration cap, Check&& check) {
    detail::backoff_laws_with(backoff, cap, detail::constant_random<0>{}, check);
    detail::backoff_laws_with(backoff, cap, detail::constant_random<UINT64_MAX / 2>{}, check);
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        detail::backoff_laws_with(backoff, cap, seeded_random{seed}, check);
    }

    auto one = make_delays(backoff);
    auto other = make_delays(backoff);
    seeded_random one_random{7};
    seeded_random other_random{7};
    duration of_one[20];
    for (unsigned failures = 1; failures <= 20; ++failures) {
        of_one[failures - 1] = one.delay(failures, one_random);
    }
    for (unsigned failures = 1; failures <= 20; ++failures) {
        check(other.delay(failures, other_random) == of_one[failures - 1], "operations do not share their waits");
    }
}

}  // namespace hibana::testing
