// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/core/clock.hpp>
#include <hibana/testing/laws/clock.hpp>

#include <type_traits>

using namespace hibana;

namespace {

struct no_wall {
    using plays = role::clock;
    time_point now();
};
struct no_role {
    time_point now();
    std::chrono::system_clock::time_point wall();
};
struct wall_for_now {
    using plays = role::clock;
    std::chrono::system_clock::time_point now();
    std::chrono::system_clock::time_point wall();
};

}  // namespace

TEST_CASE("monotonic_clock: proves the clock role and is empty", "[core]") {
    STATIC_REQUIRE(policy::clock<monotonic_clock>);
    STATIC_REQUIRE(std::is_empty_v<monotonic_clock>);
    STATIC_REQUIRE(std::is_aggregate_v<monotonic_clock>);
    STATIC_REQUIRE(noexcept(monotonic_clock::now()));
}

TEST_CASE("monotonic_clock: keeps the laws of a clock", "[core]") {
    testing::clock_laws(monotonic_clock{}, [] {}, test::law);
}

TEST_CASE("monotonic_clock: the time of day is the one of the machine", "[core]") {
    const auto before = std::chrono::system_clock::now();
    const auto shown = monotonic_clock::wall();

    CHECK(std::chrono::abs(shown - before) < std::chrono::hours{1});
}

TEST_CASE("policy::clock: a clock without its role, its wall time or on the wrong clock is refused", "[core]") {
    STATIC_REQUIRE_FALSE(policy::clock<no_wall>);
    STATIC_REQUIRE_FALSE(policy::clock<no_role>);
    STATIC_REQUIRE_FALSE(policy::clock<wall_for_now>);
}
