// SPDX-License-Identifier: BSL-1.0
/// \file  Simulated clock for tests of the asynchronous client.
#pragma once

#include <hibana/core/clock.hpp>
#include <hibana/core/role.hpp>

#include <algorithm>
#include <chrono>

namespace hibana::testing {

/// A clock that advances to the next timer when no other work is left. Plays `role::clock`.
///
/// Each thread has its own time, which all clients of the thread share. It is for `in_memory_transport`: a loop that also waits
/// for a socket or another thread does not wait for them while it has timers.
class simulated_clock {
public:
    using plays = role::clock;

    [[nodiscard]] static time_point now() noexcept { return now_; }

    [[nodiscard]] static std::chrono::system_clock::time_point wall() noexcept {
        return std::chrono::system_clock::time_point{std::chrono::seconds{1'700'000'000}
                                                     + std::chrono::duration_cast<std::chrono::system_clock::duration>(
                                                         now_.time_since_epoch())};
    }

    /// Lets time pass; a negative length is no length.
    static void advance(duration length) noexcept { now_ += std::max(length, duration::zero()); }

    /// Runs an `io_context` until nothing is left to do.
    template <class Loop> static void run(Loop& loop) {
        run_until(loop, [] { return false; });
    }

    /// The same, until `happened()` at the latest.
    template <class Loop, class Happened> static void run_until(Loop& loop, Happened happened) {
        loop.restart();
        while (!happened() && step(loop, never)) {}
    }

    /// The same, limited to a duration on this clock. Does not wait for other threads.
    template <class Loop> static void run_for(Loop& loop, duration length) {
        const time_point end = now_ + length;
        loop.restart();
        while (step(loop, end)) {}
    }

    /// The real time that Asio waits for the next timer: none, since simulated time advances at once.
    [[nodiscard]] static duration to_wait_duration(duration until_next) noexcept {
        next_ = until_next < far_away ? now_ + until_next : never;
        return next_ == never ? until_next : duration::zero();
    }

private:
    static constexpr time_point never = time_point::max();
    static constexpr duration far_away = std::chrono::hours{24 * 36'525};

    /// Runs ready work or advances time. False if no work is left or the limit is reached.
    template <class Loop> static bool step(Loop& loop, time_point end) {
        next_ = never;
        if (loop.poll_one() != 0) return true;
        if (loop.stopped() || now_ >= end) return false;
        // if the loop has not asked, it has no timer, and only an outside event can wake it
        if (next_ != never) now_ = std::min(std::max(next_, now_), end);
        else if (end != never) now_ = end;
        else static_cast<void>(loop.run_one_for(std::chrono::milliseconds{1}));
        return true;
    }

    static inline thread_local time_point now_{std::chrono::hours{1}};
    static inline thread_local time_point next_ = never;  // when the next timer goes off, as far as Asio has asked
};

}  // namespace hibana::testing
