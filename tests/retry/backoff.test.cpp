// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/backoff.hpp>
#include <hibana/testing/laws/backoff.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

// A backoff of a user: milliseconds, no template, a member function.
struct linear_backoff {
    using plays = role::backoff;
    std::chrono::milliseconds step{5};
    template <class Random>
    std::chrono::milliseconds delay(unsigned failures, Random&) const {
        return step * (failures < 100 ? failures : 100);
    }
};

struct growing_backoff {
    using plays = role::backoff;
    struct waits {
        duration last{};
        template <class Random>
        duration delay(unsigned, Random&) {
            return last += 1ms;
        }
    };
    waits start() const { return {}; }
};

struct without_role {
    template <class Random>
    duration delay(unsigned, Random&) const;
};
struct without_delay {
    using plays = role::backoff;
};
struct changes_itself {
    using plays = role::backoff;
    template <class Random>
    duration delay(unsigned, Random&);
};
struct breaks_the_laws {
    using plays = role::backoff;
    template <class Random>
    duration delay(unsigned failures, Random&) const {
        return std::chrono::milliseconds{8} * (1 << (failures % 32));
    }
};

}  // namespace

TEST_CASE("policy::backoff: what waits proves the role, be it a function or a recipe", "[retry]") {
    STATIC_REQUIRE(policy::backoff<linear_backoff>);
    STATIC_REQUIRE(policy::backoff<growing_backoff>);
}

TEST_CASE(
    "policy::backoff: a type without its role, without waits, or with state that operations would share is refused",
    "[retry]") {
    STATIC_REQUIRE_FALSE(policy::backoff<without_role>);
    STATIC_REQUIRE_FALSE(policy::backoff<without_delay>);
    STATIC_REQUIRE_FALSE(policy::backoff<changes_itself>);
    STATIC_REQUIRE_FALSE(policy::backoff<int>);
}

TEST_CASE("make_delays: each operation starts anew", "[retry]") {
    testing::seeded_random random;
    const growing_backoff recipe;

    auto one = make_delays(recipe);
    CHECK(one.delay(1, random) == 1ms);
    CHECK(one.delay(2, random) == 2ms);

    auto other = make_delays(recipe);
    CHECK(other.delay(1, random) == 1ms);
}

TEST_CASE("backoff_laws: hold for a sound backoff, and catch one that overflows", "[retry]") {
    testing::backoff_laws(linear_backoff{}, 500ms, test::law);

    int broken = 0;
    testing::backoff_laws(breaks_the_laws{}, 512ms, [&](bool holds, std::string_view) { broken += holds ? 0 : 1; });
    CHECK(broken > 0);
}

TEST_CASE("doubled: saturates at the cap instead of overflowing", "[retry]") {
    using hibana::detail::doubled;
    STATIC_REQUIRE(doubled(8ms, 0, 512ms) == 8ms);
    STATIC_REQUIRE(doubled(8ms, 1, 512ms) == 16ms);
    STATIC_REQUIRE(doubled(8ms, 6, 512ms) == 512ms);
    STATIC_REQUIRE(doubled(8ms, 7, 512ms) == 512ms);
    STATIC_REQUIRE(doubled(8ms, 62, 512ms) == 512ms);
    STATIC_REQUIRE(doubled(8ms, 4'294'967'295U, 512ms) == 512ms);
    STATIC_REQUIRE(doubled(1ns, 62, duration::max()) == duration{INT64_C(1) << 62});
    STATIC_REQUIRE(doubled(1ns, 63, duration::max()) == duration::max());
    STATIC_REQUIRE(doubled(3ns, 62, duration::max()) == duration::max());
    STATIC_REQUIRE(doubled(duration::max(), 1, duration::max()) == duration::max());
    STATIC_REQUIRE(doubled(1s, 1, 512ms) == 512ms);
    STATIC_REQUIRE(doubled(0ms, 10, 512ms) == 0ms);
    STATIC_REQUIRE(doubled(-8ms, 10, 512ms) == 0ms);
    STATIC_REQUIRE(doubled(8ms, 10, -1ms) == 0ms);
}
