// SPDX-License-Identifier: BSL-1.0
/// \file  A wait that is drawn from the one before, rather than from the number of failures.
#pragma once

#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/backoff.hpp>

namespace hibana {

/// A backoff that waits `min(cap, uniform(base, 3 * previous wait))`, at first `base`. Plays `role::backoff`.
///
/// A recipe: `start()` makes the waits of one operation, which remember the last of them.
struct decorrelated_jitter_backoff {
    using plays = role::backoff;

    duration base = std::chrono::milliseconds{8};   ///< the first wait; none is shorter, but for the cap
    duration cap = std::chrono::milliseconds{512};  ///< no wait is longer

    class delays {
    public:
        constexpr delays(duration base, duration cap) noexcept
            : base_{detail::not_negative(base)}, cap_{detail::not_negative(cap)} {}

        template <class Random>
        [[nodiscard]] constexpr duration delay(unsigned, Random& random) {
            const duration ceiling = previous_ > duration::max() / 3 ? duration::max() : previous_ * 3;
            const duration wait = detail::uniform(random, base_, ceiling);
            return previous_ = wait < cap_ ? wait : cap_;
        }

    private:
        duration base_;
        duration cap_;
        duration previous_ = duration::zero();
    };

    [[nodiscard]] constexpr delays start() const noexcept { return {base, cap}; }
};

}  // namespace hibana
