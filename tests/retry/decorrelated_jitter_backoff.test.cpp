// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/decorrelated_jitter_backoff.hpp>
#include <hibana/testing/laws/backoff.hpp>

#include <chrono>
#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("decorrelated_jitter_backoff: proves the backoff role and is an aggregate", "[retry]") {
    STATIC_REQUIRE(policy::backoff<decorrelated_jitter_backoff>);
    STATIC_REQUIRE(std::is_aggregate_v<decorrelated_jitter_backoff>);
}

TEST_CASE("decorrelated_jitter_backoff: keeps the laws, with sound and with odd figures", "[retry]") {
    testing::backoff_laws(decorrelated_jitter_backoff{}, 512ms, test::law);
    testing::backoff_laws(decorrelated_jitter_backoff{.base = 1ns, .cap = duration::max()}, duration::max(), test::law);
    testing::backoff_laws(decorrelated_jitter_backoff{.base = duration::max(), .cap = duration::max()}, duration::max(),
                          test::law);
    testing::backoff_laws(decorrelated_jitter_backoff{.base = 1s, .cap = 1ms}, 1ms, test::law);
    testing::backoff_laws(decorrelated_jitter_backoff{.base = 0s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(decorrelated_jitter_backoff{.base = -1s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(decorrelated_jitter_backoff{.base = 1s, .cap = -1s}, 0s, test::law);
}

TEST_CASE(
    "decorrelated_jitter_backoff: the first wait is the base, each next one is in [base, 3 * previous], under the cap",
    "[retry]") {
    for (std::uint64_t seed = 0; seed != 200; ++seed) {
        testing::seeded_random random{seed};
        auto waits = make_delays(decorrelated_jitter_backoff{});

        duration previous = waits.delay(1, random);
        CHECK(previous == 8ms);
        for (unsigned failures = 2; failures != 30; ++failures) {
            const duration wait = waits.delay(failures, random);
            CHECK(wait >= 8ms);
            CHECK(wait <= previous * 3);
            CHECK(wait <= 512ms);
            previous = wait;
        }
    }
}

TEST_CASE("decorrelated_jitter_backoff: the waits reach the cap", "[retry]") {
    testing::seeded_random random;
    auto waits = make_delays(decorrelated_jitter_backoff{});
    bool reached = false;
    for (unsigned failures = 1; failures != 100; ++failures) {
        reached = waits.delay(failures, random) == 512ms || reached;
    }
    CHECK(reached);
}
