// SPDX-License-Identifier: BSL-1.0
/// \file  The same wait before every attempt.
#pragma once

#include <hibana/core/chrono.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/backoff.hpp>

namespace hibana {

/// A backoff that always waits as long. Plays `role::backoff`.
struct constant_backoff {
    using plays = role::backoff;

    duration wait = std::chrono::milliseconds{8};  ///< less than zero counts as zero

    template <class Random>
    [[nodiscard]] constexpr duration delay(unsigned, Random&) const noexcept {
        return detail::not_negative(wait);
    }
};

}  // namespace hibana
