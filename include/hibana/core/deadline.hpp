// SPDX-License-Identifier: BSL-1.0
/// \file  Until when an operation may take, however many waits it is made of.
#pragma once

#include <hibana/core/clock.hpp>

namespace hibana {

/// An absolute point on the monotonic clock, or never.
///
/// One deadline serves a whole operation: queueing, name lookup, dialling, the reply. Trivially copyable.
///
/// A deadline made by `after` knows that the clock has just been read, so that its first wait reads no clock.
/// Whoever lets time pass in any other way first calls `settle()`, or hands on a `settled()` copy.
class deadline {
public:
    /// The deadline that never comes.
    [[nodiscard]] static constexpr deadline never() noexcept { return deadline{time_point::max(), not_fresh}; }

    /// The deadline at this point in time; the greatest point in time is never.
    [[nodiscard]] static constexpr deadline at(time_point when) noexcept { return deadline{when, not_fresh}; }

    /// The deadline this long after `now`, which has just been read; a length that the clock cannot count is never.
    [[nodiscard]] static constexpr deadline after(duration length, time_point now) noexcept {
        if (length < duration::zero()) {
            length = duration::zero();
        }
        if (length >= time_point::max() - now) {
            return never();
        }
        return deadline{now + length, length};
    }

    /// Never.
    constexpr deadline() noexcept = default;

    [[nodiscard]] constexpr bool is_never() const noexcept { return at_ == time_point::max(); }

    [[nodiscard]] constexpr time_point time() const noexcept { return at_; }

    /// What is left: never negative, and `duration::max()` if the deadline never comes.
    ///
    /// The first call on a fresh deadline gives the whole without reading the clock.
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

    /// When a fresh deadline was made; of any other, about when it comes.
    [[nodiscard]] constexpr time_point made_at() const noexcept { return at_ - fresh_; }

    /// Whether the deadline has come; always reads the clock unless it never comes.
    template <class Clock>
    [[nodiscard]] constexpr bool has_passed(Clock& clock) const noexcept(noexcept(clock.now())) {
        return !is_never() && clock.now() >= at_;
    }

    /// Forgets that the clock has just been read.
    constexpr void settle() noexcept { fresh_ = not_fresh; }

    /// The same deadline, which reads the clock from its first wait on.
    [[nodiscard]] constexpr deadline settled() const noexcept { return deadline{at_, not_fresh}; }

    /// The one of the two that comes first.
    [[nodiscard]] constexpr deadline earlier(deadline other) const noexcept { return other.at_ < at_ ? other : *this; }

    /// Two deadlines are equal when they come at the same time.
    [[nodiscard]] friend constexpr bool operator==(deadline left, deadline right) noexcept {
        return left.at_ == right.at_;
    }

private:
    static constexpr duration not_fresh{-1};

    constexpr deadline(time_point when, duration fresh) noexcept : at_{when}, fresh_{fresh} {}

    time_point at_ = time_point::max();
    duration fresh_ = not_fresh;  // what is left if the clock has just been read, else negative
};

}  // namespace hibana
