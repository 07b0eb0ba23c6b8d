// SPDX-License-Identifier: BSL-1.0
/// \file  How long to wait before the next attempt, spread so that clients do not return together: the default.
#pragma once

#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/backoff.hpp>

namespace hibana {

/// A backoff that waits `min(cap, uniform(0, base * 2^failures))`. Plays `role::backoff`.
///
/// The cap is applied after the draw: once the range has outgrown the cap, more and more waits are the cap itself.
struct exponential_jitter_backoff {
    using plays = role::backoff;

    duration base = std::chrono::milliseconds{10};  ///< half of the first ceiling
    duration cap = std::chrono::seconds{1};         ///< no wait is longer

    template <class Random>
    [[nodiscard]] constexpr duration delay(unsigned failures, Random& random) const {
        const duration wait =
            detail::uniform(random, duration::zero(), detail::doubled(base, failures, duration::max()));
        return detail::not_negative(wait < cap ? wait : cap);
    }
};

}  // namespace hibana
