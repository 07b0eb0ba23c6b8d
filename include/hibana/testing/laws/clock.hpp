// SPDX-License-Identifier: BSL-1.0
/// \file  Semantic requirements of clocks.
#pragma once

#include <hibana/core/clock.hpp>

namespace hibana::testing {

/// Calls `check(holds, sentence)` for every law of a clock. `wait()` lets some time pass, or none.
///
/// The laws: `now()` never goes back, lies far from the ends of time, and copies of a clock show the same time.
template <policy::clock Clock, class Wait, class Check>
void clock_laws(Clock clock, Wait&& wait, Check&& check) {
    constexpr auto century = std::chrono::hours{24 * 36'525};
    Clock copy = clock;
    time_point before = clock.now();
    for (int i = 0; i != 1'000; ++i) {
        wait();
        const time_point between = copy.now();
        const time_point after = clock.now();
        check(before <= between && between <= after, "time never goes back, in no copy of the clock");
        before = after;
    }
    check(before < time_point::max() - century, "a deadline a century away can be counted");
    check(before > time_point::min() + century, "a century ago can be counted");
}

}  // namespace hibana::testing
