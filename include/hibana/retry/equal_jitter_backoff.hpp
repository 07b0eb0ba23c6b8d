// SPDX-License-Identifier: BSL-1.0
/// \file  A wait in the upper half of a ceiling that doubles with every failure.
#pragma once

#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/backoff.hpp>

namespace hibana {

/// A backoff that waits half of `min(cap, base * 2^failures)` and a uniform part of the other half.
///
/// Plays `role::backoff`. Never waits less than half the ceiling.
struct equal_jitter_backoff {
    using plays = role::backoff;

    duration base = std::chrono::milliseconds{8};   ///< half of the first ceiling
    duration cap = std::chrono::milliseconds{512};  ///< no wait is longer

    template <class Random>
    [[nodiscard]] constexpr duration delay(unsigned failures, Random& random) const {
        const duration ceiling = detail::doubled(base, failures, cap);
        return detail::uniform(random, ceiling / 2, ceiling);
    }
};

}  // namespace hibana
