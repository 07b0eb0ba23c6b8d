// SPDX-License-Identifier: BSL-1.0
/// \file  No wait before the next attempt.
#pragma once

#include <hibana/core/clock.hpp>
#include <hibana/core/role.hpp>

namespace hibana {

/// A backoff that never waits. Plays `role::backoff`.
struct no_backoff {
    using plays = role::backoff;

    template <class Random>
    [[nodiscard]] constexpr duration delay(unsigned, Random&) const noexcept {
        return duration::zero();
    }
};

}  // namespace hibana
