// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/deadline.hpp>
#include <hibana/testing/manual_clock.hpp>

#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

struct counting_clock {
    time_point at{1h};
    int reads = 0;
    time_point now() {
        ++reads;
        return at;
    }
};

}  // namespace

TEST_CASE("deadline: is trivially copyable and two words", "[core]") {
    STATIC_REQUIRE(std::is_trivially_copyable_v<deadline>);
    STATIC_REQUIRE(sizeof(deadline) == 2 * sizeof(time_point));
}

TEST_CASE("deadline: is never by default, and then reads no clock", "[core]") {
    counting_clock clock;
    deadline until;

    CHECK(until.is_never());
    CHECK(until == deadline::never());
    CHECK(until.left(clock) == duration::max());
    CHECK_FALSE(until.has_passed(clock));
    CHECK(clock.reads == 0);
}

TEST_CASE("deadline: the first query of a new one returns the whole timeout without reading the clock", "[core]") {
    counting_clock clock;
    deadline until = deadline::after(100ms, clock.at);

    CHECK(until.left(clock) == 100ms);
    CHECK(clock.reads == 0);

    clock.at += 30ms;
    CHECK(until.left(clock) == 70ms);
    CHECK(clock.reads == 1);
}

TEST_CASE("deadline: without_cached_now() reads the clock on its first wait", "[core]") {
    counting_clock clock;
    deadline fresh = deadline::after(100ms, clock.at);
    deadline until = fresh.without_cached_now();
    clock.at += 40ms;

    CHECK(until.left(clock) == 60ms);
    CHECK(until == fresh);

    fresh.invalidate_cached_now();
    CHECK(fresh.left(clock) == 60ms);
}

TEST_CASE("deadline: the remaining time is never negative", "[core]") {
    testing::manual_clock clock;
    deadline until = deadline::at(clock.now() + 1s);

    CHECK(until.left(clock) == 1s);
    CHECK_FALSE(until.has_passed(clock));

    clock.advance(1s);
    CHECK(until.left(clock) == 0s);
    CHECK(until.has_passed(clock));

    clock.advance(1h);
    CHECK(until.left(clock) == 0s);

    deadline past = deadline::after(-5s, clock.now());
    CHECK(past.left(clock) == 0s);
    CHECK(past.time() == clock.now());
}

TEST_CASE("deadline: a length that the clock cannot count is never", "[core]") {
    CHECK(deadline::after(duration::max(), time_point{1h}).is_never());
    CHECK(deadline::after(duration::max() - 1h, time_point{1h}).is_never());
    CHECK_FALSE(deadline::after(duration::max() - 2h, time_point{1h}).is_never());
    CHECK(deadline::at(time_point::max()).is_never());
}

TEST_CASE("deadline: the earlier of two is the one that expires first", "[core]") {
    const time_point now{1h};
    const deadline soon = deadline::after(1s, now);
    const deadline late = deadline::after(2s, now);

    CHECK(soon.earlier(late) == soon);
    CHECK(late.earlier(soon) == soon);
    CHECK(deadline::never().earlier(late) == late);
    CHECK(late.earlier(deadline::never()) == late);
}

TEST_CASE("deadline: can be had and asked at compile time", "[core]") {
    constexpr duration left = [] {
        struct {
            constexpr time_point now() { return time_point{2h}; }
        } clock;
        return deadline::at(time_point{3h}).left(clock);
    }();
    STATIC_REQUIRE(left == 1h);
}

TEST_CASE("deadline: a fresh one knows when it was made", "[core]") {
    const hibana::time_point now{std::chrono::hours{5}};

    CHECK(hibana::deadline::after(std::chrono::seconds{3}, now).created_at() == now);
}
