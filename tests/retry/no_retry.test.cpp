// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/no_retry.hpp>
#include <hibana/testing/laws/retry.hpp>

#include <type_traits>

using namespace hibana;

TEST_CASE("no_retry: proves the retry role, is an aggregate and keeps the laws", "[retry]") {
    STATIC_REQUIRE(policy::retry<no_retry>);
    STATIC_REQUIRE(std::is_aggregate_v<no_retry>);
    testing::retry_laws(no_retry{}, test::law);
    testing::safe_retry_laws(no_retry{}, test::law);
}

TEST_CASE("no_retry: makes one attempt, whatever the error", "[retry]") {
    STATIC_REQUIRE(no_retry::max_retries == 0);
    STATIC_REQUIRE(std::is_empty_v<no_retry>);
    CHECK_FALSE(no_retry{}.should_retry(error{errc::connect_failed}, true));
}
