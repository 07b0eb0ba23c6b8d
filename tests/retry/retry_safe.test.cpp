// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/retry_safe.hpp>
#include <hibana/testing/laws/retry.hpp>

#include <type_traits>

using namespace hibana;

TEST_CASE("retry_safe: proves the retry role, is an aggregate and keeps the laws", "[retry]") {
    STATIC_REQUIRE(policy::retry<retry_safe>);
    STATIC_REQUIRE(std::is_aggregate_v<retry_safe>);
    testing::retry_laws(retry_safe{}, test::law);
    testing::safe_retry_laws(retry_safe{}, test::law);
}

TEST_CASE("retry_safe: attempts again what was not sent", "[retry]") {
    for (const errc condition : {errc::resolve_failed, errc::connect_failed, errc::connection_lost, errc::timeout}) {
        CHECK(retry_safe{}.should_retry(error{condition, fate::not_sent}, false));
        CHECK(retry_safe{}.should_retry(error{condition, fate::not_sent}, true));
    }
}

TEST_CASE("retry_safe: attempts again what has an unknown fate only if it is idempotent", "[retry]") {
    for (const errc condition : {errc::connection_lost, errc::timeout}) {
        CHECK(retry_safe{}.should_retry(error{condition, fate::unknown}, true));
        CHECK_FALSE(retry_safe{}.should_retry(error{condition, fate::unknown}, false));
    }
}

TEST_CASE("retry_safe: attempts again what the server refused for a reason that soon passes", "[retry]") {
    for (const errc condition :
         {errc::loading, errc::try_again, errc::cluster_down, errc::master_down, errc::too_many_clients}) {
        CHECK(retry_safe{}.should_retry(error{condition, fate::answered}, false));
    }
}

TEST_CASE("retry_safe: leaves every other answer as it is", "[retry]") {
    for (const errc condition : {errc::server_error, errc::wrong_type, errc::out_of_memory, errc::misconfigured,
                                 errc::no_permission, errc::cross_slot, errc::busy, errc::no_replicas, errc::read_only,
                                 errc::moved, errc::ask, errc::no_script, errc::transaction_aborted, errc::no_auth}) {
        CHECK_FALSE(retry_safe{}.should_retry(error{condition, fate::answered}, true));
    }
}

TEST_CASE("retry_safe: ten attempts may follow the first by default", "[retry]") {
    STATIC_REQUIRE(retry_safe{}.max_retries == 10);
    STATIC_REQUIRE(retry_safe{.max_retries = 2}.max_retries == 2);
}
