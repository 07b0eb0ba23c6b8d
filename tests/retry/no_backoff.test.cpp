// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/no_backoff.hpp>
#include <hibana/testing/laws/backoff.hpp>

#include <chrono>
#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("no_backoff: proves the backoff role and is an aggregate", "[retry]") {
    STATIC_REQUIRE(policy::backoff<no_backoff>);
    STATIC_REQUIRE(std::is_aggregate_v<no_backoff>);
}

TEST_CASE("no_backoff: never waits", "[retry]") {
    testing::backoff_laws(no_backoff{}, 0ns, test::law);
    STATIC_REQUIRE(std::is_empty_v<no_backoff>);
}
