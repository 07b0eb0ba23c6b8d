// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/constant_backoff.hpp>
#include <hibana/testing/laws/backoff.hpp>

#include <chrono>
#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("constant_backoff: proves the backoff role and is an aggregate", "[retry]") {
    STATIC_REQUIRE(policy::backoff<constant_backoff>);
    STATIC_REQUIRE(std::is_aggregate_v<constant_backoff>);
}

TEST_CASE("constant_backoff: keeps the laws, with sound and with odd figures", "[retry]") {
    testing::backoff_laws(constant_backoff{}, 8ms, test::law);
    testing::backoff_laws(constant_backoff{.wait = 1h}, 1h, test::law);
    testing::backoff_laws(constant_backoff{.wait = -1h}, 0s, test::law);
}

TEST_CASE("constant_backoff: waits as long after every failure", "[retry]") {
    testing::seeded_random random;
    for (const unsigned failures : {1U, 2U, 50U}) {
        CHECK(constant_backoff{.wait = 20ms}.delay(failures, random) == 20ms);
    }
}
