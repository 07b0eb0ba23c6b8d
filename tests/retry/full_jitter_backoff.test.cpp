// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/full_jitter_backoff.hpp>
#include <hibana/testing/laws/backoff.hpp>

#include <chrono>
#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("full_jitter_backoff: proves the backoff role and is an aggregate", "[retry]") {
    STATIC_REQUIRE(policy::backoff<full_jitter_backoff>);
    STATIC_REQUIRE(std::is_aggregate_v<full_jitter_backoff>);
}

TEST_CASE("full_jitter_backoff: keeps the laws, with sound and with odd figures", "[retry]") {
    testing::backoff_laws(full_jitter_backoff{}, 512ms, test::law);
    testing::backoff_laws(full_jitter_backoff{.base = 1ns, .cap = duration::max()}, duration::max(), test::law);
    testing::backoff_laws(full_jitter_backoff{.base = duration::max(), .cap = duration::max()}, duration::max(),
                          test::law);
    testing::backoff_laws(full_jitter_backoff{.base = 1s, .cap = 1ms}, 1ms, test::law);
    testing::backoff_laws(full_jitter_backoff{.base = 0s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(full_jitter_backoff{.base = -1s, .cap = 1s}, 1s, test::law);
    testing::backoff_laws(full_jitter_backoff{.base = 1s, .cap = -1s}, 0s, test::law);
}

TEST_CASE("full_jitter_backoff: the wait is any part of min(cap, base * 2^failures)", "[retry]") {
    testing::detail::constant_random<0> least;
    testing::seeded_random random;
    const full_jitter_backoff backoff;

    CHECK(backoff.delay(3, least) == 0ms);
    duration shortest = 1h;
    duration longest = 0h;
    for (int i = 0; i != 10'000; ++i) {
        const duration wait = backoff.delay(3, random);
        shortest = wait < shortest ? wait : shortest;
        longest = wait > longest ? wait : longest;
    }
    CHECK(longest <= 64ms);
    CHECK(longest > 63ms);
    CHECK(shortest < 1ms);
}

TEST_CASE("full_jitter_backoff: a herd of clients does not come back together", "[retry]") {
    // A thousand clients after ten failures: no 10 ms of the 512 ms sees more than a twentieth of them.
    int in_window[52] = {};
    for (std::uint64_t seed = 0; seed != 1'000; ++seed) {
        testing::seeded_random random{seed};
        ++in_window[full_jitter_backoff{}.delay(10, random) / 10ms];
    }
    for (const int clients : in_window) {
        CHECK(clients <= 50);
    }
}
