// SPDX-License-Identifier: BSL-1.0
/// \file  Clock that a test advances.
#pragma once

#include <hibana/core/clock.hpp>
#include <hibana/core/role.hpp>

#include <atomic>
#include <chrono>
#include <memory>

namespace hibana::testing {

/// A clock whose time the test sets. Plays `role::clock`. Copies show the same time; threads may share one.
class manual_clock {
public:
    using plays = role::clock;

    /// Starts at some point that is neither the epoch nor near the end of time.
    manual_clock() : state_{std::make_shared<state>()} {}

    [[nodiscard]] time_point now() const noexcept {
        return time_point{duration{state_->now.load(std::memory_order_acquire)}};
    }

    [[nodiscard]] std::chrono::system_clock::time_point wall() const noexcept {
        return std::chrono::system_clock::time_point{std::chrono::duration_cast<std::chrono::system_clock::duration>(
            duration{state_->wall.load(std::memory_order_acquire)})};
    }

    /// Lets time pass on both clocks; a negative length is no length, since this clock never goes back.
    void advance(duration length) const noexcept {
        if (length > duration::zero()) {
            state_->now.fetch_add(length.count(), std::memory_order_acq_rel);
            state_->wall.fetch_add(length.count(), std::memory_order_acq_rel);
        }
    }

    /// Lets time pass until `when`; not at all if that is past.
    void advance_to(time_point when) const noexcept { advance(when - now()); }

    /// Sets the time of day forward or back, as an administrator does; `now()` does not notice.
    void set_wall(duration length) const noexcept {
        state_->wall.fetch_add(length.count(), std::memory_order_acq_rel);
    }

private:
    struct state {
        std::atomic<duration::rep> now{duration{std::chrono::hours{1}}.count()};
        std::atomic<duration::rep> wall{duration{std::chrono::seconds{1'700'000'000}}.count()};
    };

    std::shared_ptr<state> state_;
};

}  // namespace hibana::testing
