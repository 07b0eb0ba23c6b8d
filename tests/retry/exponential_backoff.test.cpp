// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/exponential_backoff.hpp>
#include <hibana/testing/laws/backoff.hpp>

#include <chrono>
#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("exponential_backoff: proves the backoff role and is an aggregate", "[retry]") {
    STATIC_REQUIRE(policy::backoff<exponential_backoff>);
    STATIC_REQUIRE(std::is_aggregate_v<exponential_backoff>);
}

TEST_CASE("exponential_backoff: keeps the laws, with sound and with odd figures", "[retry]") {
    testing::backoff_laws(exponential_backoff{}, 512ms, test::law);
    testing::backoff_laws(exponential_backoff{.base = 1ns, .cap = duration::max()}, duration::max(), test::law);
    testing::backoff_laws(exponential_backoff{.base = duration::max(), .cap = duration::max()}, duration::max(),
                          test::law);
    testing::backoff_laws(exponential_backoff{.base = 1s, .cap = 1ms}, 1ms, test::law);
    testing::backoff_laws(exponential_backoff{.base = 0s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(exponential_backoff{.base = -1s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(exponential_backoff{.base = 1s, .cap = -1s}, 0s, test::law);
}

TEST_CASE("exponential_backoff: waits min(cap, base * 2^failures)", "[retry]") {
    testing::seeded_random random;
    const exponential_backoff backoff;
    const duration expected[] = {16ms, 32ms, 64ms, 128ms, 256ms, 512ms, 512ms, 512ms};
    unsigned failures = 0;
    for (const duration wait : expected) {
        CHECK(backoff.delay(++failures, random) == wait);
    }
}
