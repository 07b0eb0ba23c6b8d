// SPDX-License-Identifier: BSL-1.0
/// \file  A wait that doubles with every failure, without chance.
#pragma once

#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/backoff.hpp>

namespace hibana {

/// A backoff that waits `min(cap, base * 2^failures)`. Plays `role::backoff`.
///
/// Clients that fail together come back together: prefer a backoff with jitter.
struct exponential_backoff {
    using plays = role::backoff;

    duration base = std::chrono::milliseconds{8};   ///< half of the first wait
    duration cap = std::chrono::milliseconds{512};  ///< no wait is longer

    template <class Random>
    [[nodiscard]] constexpr duration delay(unsigned failures, Random&) const noexcept {
        return detail::doubled(base, failures, cap);
    }
};

}  // namespace hibana
