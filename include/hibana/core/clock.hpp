// SPDX-License-Identifier: BSL-1.0
/// \file  Monotonic and wall clock.
#pragma once

#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana {

/// A point in time on the monotonic clock; deadlines are such points.
using time_point = std::chrono::steady_clock::time_point;

/// A length of time, in nanoseconds.
using duration = std::chrono::steady_clock::duration;

namespace policy {

template <class P>
concept tells_monotonic_time = requires(P clock) {
    { clock.now() } -> std::same_as<time_point>;
};

template <class P>
concept tells_wall_time = requires(P clock) {
    { clock.wall() } -> std::same_as<std::chrono::system_clock::time_point>;
};

/// Requirements of a clock. `now()` never goes back; `wall()` may. Laws: hibana/testing/laws/clock.hpp.
template <class P>
concept clock = claims<P, role::clock> && tells_monotonic_time<P> && tells_wall_time<P>;

}  // namespace policy

/// The clocks of the machine. Plays `role::clock`.
struct monotonic_clock {
    using plays = role::clock;

    [[nodiscard]] static time_point now() noexcept { return std::chrono::steady_clock::now(); }

    /// The time of day: for tokens, certificates and absolute expiry only, since it jumps.
    [[nodiscard]] static std::chrono::system_clock::time_point wall() noexcept {
        return std::chrono::system_clock::now();
    }
};

}  // namespace hibana
