// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/equal_jitter_backoff.hpp>
#include <hibana/testing/laws/backoff.hpp>

#include <chrono>
#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("equal_jitter_backoff: proves the backoff role and is an aggregate", "[retry]") {
    STATIC_REQUIRE(policy::backoff<equal_jitter_backoff>);
    STATIC_REQUIRE(std::is_aggregate_v<equal_jitter_backoff>);
}

TEST_CASE("equal_jitter_backoff: keeps the laws, with sound and with odd figures", "[retry]") {
    testing::backoff_laws(equal_jitter_backoff{}, 512ms, test::law);
    testing::backoff_laws(equal_jitter_backoff{.base = 1ns, .cap = duration::max()}, duration::max(), test::law);
    testing::backoff_laws(equal_jitter_backoff{.base = duration::max(), .cap = duration::max()}, duration::max(),
                          test::law);
    testing::backoff_laws(equal_jitter_backoff{.base = 1s, .cap = 1ms}, 1ms, test::law);
    testing::backoff_laws(equal_jitter_backoff{.base = 0s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(equal_jitter_backoff{.base = -1s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(equal_jitter_backoff{.base = 1s, .cap = -1s}, 0s, test::law);
}

TEST_CASE("equal_jitter_backoff: the wait is in the upper half of min(cap, base * 2^failures)", "[retry]") {
    testing::detail::constant_random<0> least;
    testing::seeded_random random;
    const equal_jitter_backoff backoff;

    CHECK(backoff.delay(1, least) == 8ms);
    CHECK(backoff.delay(9, least) == 256ms);
    duration longest = 0h;
    for (int i = 0; i != 10'000; ++i) {
        const duration wait = backoff.delay(2, random);
        CHECK(wait >= 16ms);
        CHECK(wait <= 32ms);
        longest = wait > longest ? wait : longest;
    }
    CHECK(longest > 31ms);
}
