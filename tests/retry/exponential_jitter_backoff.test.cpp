// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/exponential_jitter_backoff.hpp>
#include <hibana/testing/laws/backoff.hpp>

#include <chrono>
#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("exponential_jitter_backoff: proves the backoff role and is an aggregate", "[retry]") {
    STATIC_REQUIRE(policy::backoff<exponential_jitter_backoff>);
    STATIC_REQUIRE(std::is_aggregate_v<exponential_jitter_backoff>);
}

TEST_CASE("exponential_jitter_backoff: keeps the laws, with sound and with odd figures", "[retry]") {
    testing::backoff_laws(exponential_jitter_backoff{}, 1s, test::law);
    testing::backoff_laws(exponential_jitter_backoff{.base = 1ns, .cap = duration::max()}, duration::max(), test::law);
    testing::backoff_laws(exponential_jitter_backoff{.base = duration::max(), .cap = duration::max()}, duration::max(),
                          test::law);
    testing::backoff_laws(exponential_jitter_backoff{.base = 1s, .cap = 1ms}, 1ms, test::law);
    testing::backoff_laws(exponential_jitter_backoff{.base = 0s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(exponential_jitter_backoff{.base = -1s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(exponential_jitter_backoff{.base = 1s, .cap = -1s}, 0s, test::law);
}

TEST_CASE("exponential_jitter_backoff: the wait is a part of base * 2^failures, and then no more than the cap",
          "[retry]") {
    testing::detail::constant_random<0> least;
    testing::seeded_random random;
    const exponential_jitter_backoff backoff;

    CHECK(backoff.delay(1, least) == 0ms);
    for (int i = 0; i != 1'000; ++i) {
        CHECK(backoff.delay(1, random) <= 20ms);
    }
    // The range is [0, 20.48 s]: about one in twenty waits is below the cap.
    int capped = 0;
    for (int i = 0; i != 10'000; ++i) {
        capped += backoff.delay(11, random) == 1s ? 1 : 0;
    }
    CHECK(capped > 9'300);
    CHECK(capped < 9'700);
}

TEST_CASE("exponential_jitter_backoff: works in constant expressions", "[retry]") {
    constexpr duration wait = [] {
        testing::seeded_random random{3};
        return exponential_jitter_backoff{.base = 5ms, .cap = 2s}.delay(4, random);
    }();
    STATIC_REQUIRE(wait <= 80ms);
}
