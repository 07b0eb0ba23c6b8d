// SPDX-License-Identifier: BSL-1.0
/// \file  Absolute deadline of an operation.
#pragma once

#include <hibana/core/clock.hpp>

namespace hibana {

/// An absolute point on the monotonic clock, or never.
///
/// One deadline covers a whole operation: queueing, name lookup, connecting and the reply. Trivially copyable.
///
/// A deadline created by `after` caches the current time, so that its first wait does not read the clock.
/// If time may have passed since, call `invalidate_cached_now()` or pass a `without_cached_now()` copy.
class deadline {
public:
    /// Returns a deadline that never expires.
    [[nodiscard]] static constexpr deadline never() noexcept { return deadline{time_point::max(), not_fresh}; }

    /// Returns a deadline at this time; `time_point::max()` means never.
    [[nodiscard]] static constexpr deadline at(time_point when) noexcept { return deadline{when, not_fresh}; }

    /// Returns a deadline this long after `now`, the current time. If the sum is out of range, it is never.
    [[nodiscard]] static constexpr deadline after(duration length, time_point now) noexcept {
        if (length < duration::zero()) {
            length = duration::zero();
        }
        if (length >= time_point::max() - now) {
            return never();
        }
        return deadline{now + length, length};
    }

    /// Creates a deadline that never expires.
    constexpr deadline() noexcept = default;

    [[nodiscard]] constexpr bool is_never() const noexcept { return at_ == time_point::max(); }

    [[nodiscard]] constexpr time_point time() const noexcept { return at_; }

    /// Returns the remaining time: never negative, and `duration::max()` if the deadline never expires.
    ///
    /// The first call on a deadline with a cached time does not read the clock.
    template <class Clock>
    [[nodiscard]] constexpr duration left(Clock& clock) noexcept(noexcept(clock.now())) {
        if (fresh_ >= duration::zero()) {
            const duration whole = fresh_;
            fresh_ = not_fresh;
            return whole;
        }
        if (is_never()) {
            return duration::max();
        }
        const time_point now = clock.now();
        return now < at_ ? at_ - now : duration::zero();
    }

    /// Returns the creation time if it is cached, otherwise approximately the time of expiry.
    [[nodiscard]] constexpr time_point created_at() const noexcept { return at_ - fresh_; }

    /// Whether the deadline has expired. Reads the clock unless the deadline never expires.
    template <class Clock>
    [[nodiscard]] constexpr bool has_passed(Clock& clock) const noexcept(noexcept(clock.now())) {
        return !is_never() && clock.now() >= at_;
    }

    /// Makes the next wait read the clock.
    constexpr void invalidate_cached_now() noexcept { fresh_ = not_fresh; }

    /// Returns the same deadline without the cached time.
    [[nodiscard]] constexpr deadline without_cached_now() const noexcept { return deadline{at_, not_fresh}; }

    /// Returns the earlier of the two deadlines.
    [[nodiscard]] constexpr deadline earlier(deadline other) const noexcept { return other.at_ < at_ ? other : *this; }

    /// Compares the times of expiry only.
    [[nodiscard]] friend constexpr bool operator==(deadline left, deadline right) noexcept {
        return left.at_ == right.at_;
    }

private:
    static constexpr duration not_fresh{-1};

    constexpr deadline(time_point when, duration fresh) noexcept : at_{when}, fresh_{fresh} {}

    time_point at_ = time_point::max();
    duration fresh_ = not_fresh;  // the remaining time if the current time is cached, else negative
};

}  // namespace hibana
