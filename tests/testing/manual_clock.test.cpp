// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/testing/laws/clock.hpp>
#include <hibana/testing/manual_clock.hpp>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("manual_clock: proves the clock role and keeps its laws, moved or not", "[testing]") {
    STATIC_REQUIRE(policy::clock<testing::manual_clock>);
    testing::manual_clock clock;
    testing::clock_laws(clock, [] {}, test::law);
    testing::clock_laws(clock, [&] { clock.advance(3ms); }, test::law);
}

TEST_CASE("manual_clock: advances only when moved, by exactly that duration", "[testing]") {
    const testing::manual_clock clock;
    const time_point start = clock.now();
    const auto wall = clock.wall();

    clock.advance(250ms);
    clock.advance(-1h);

    CHECK(clock.now() - start == 250ms);
    CHECK(clock.wall() - wall == 250ms);
}

TEST_CASE("manual_clock: a copy shows the same time", "[testing]") {
    const testing::manual_clock clock;
    const testing::manual_clock copy = clock;

    copy.advance_to(clock.now() + 5s);

    CHECK(clock.now() == copy.now());
}

TEST_CASE("manual_clock: a jump of the wall clock does not move the monotonic one", "[testing]") {
    const testing::manual_clock clock;
    const time_point start = clock.now();
    const auto wall = clock.wall();

    clock.set_wall(-1h);

    CHECK(clock.now() == start);
    CHECK(clock.wall() == wall - 1h);
}
