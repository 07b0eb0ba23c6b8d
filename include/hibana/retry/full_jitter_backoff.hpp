// SPDX-License-Identifier: BSL-1.0
/// \file  A wait anywhere between nothing and a ceiling that doubles with every failure.
#pragma once

#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/backoff.hpp>

namespace hibana {

/// A backoff that waits a uniform part of `min(cap, base * 2^failures)`. Plays `role::backoff`.
struct full_jitter_backoff {
    using plays = role::backoff;

    duration base = std::chrono::milliseconds{8};   ///< half of the first ceiling
    duration cap = std::chrono::milliseconds{512};  ///< no wait is longer

    template <class Random>
    [[nodiscard]] constexpr duration delay(unsigned failures, Random& random) const {
        return detail::uniform(random, duration::zero(), detail::doubled(base, failures, cap));
    }
};

}  // namespace hibana
