// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/retry/retry_all.hpp>
#include <hibana/retry/retry_safe.hpp>
#include <hibana/testing/laws/retry.hpp>

#include <type_traits>

using namespace hibana;

TEST_CASE("retry_all: proves the retry role, is an aggregate and keeps the laws", "[retry]") {
    STATIC_REQUIRE(policy::retry<retry_all>);
    STATIC_REQUIRE(std::is_aggregate_v<retry_all>);
    testing::retry_laws(retry_all{}, test::law);
}

TEST_CASE("retry_all: attempts again what has an unknown fate, idempotent or not", "[retry]") {
    CHECK(retry_all{}.should_retry(error{errc::connection_lost, fate::unknown}, false));
    CHECK(retry_all{}.should_retry(error{errc::timeout, fate::unknown}, false));
}

TEST_CASE("retry_all: attempts again what the server may accept next time", "[retry]") {
    for (const errc condition : {errc::loading, errc::busy, errc::no_replicas, errc::read_only}) {
        CHECK(retry_all{}.should_retry(error{condition, fate::answered}, false));
    }
    CHECK_FALSE(retry_all{}.should_retry(error{errc::server_error, fate::answered}, true));
    CHECK_FALSE(retry_all{}.should_retry(error{errc::out_of_memory, fate::answered}, true));
}

TEST_CASE("retry_all: attempts again whatever retry_safe would", "[retry]") {
    for (const fate fate : {fate::not_sent, fate::unknown, fate::answered}) {
        for (int value = 0; value != 2'000; ++value) {
            const error any{static_cast<errc>(value), fate};
            for (const bool idempotent : {false, true}) {
                if (retry_safe{}.should_retry(any, idempotent)) {
                    CHECK(retry_all{}.should_retry(any, idempotent));
                }
            }
        }
    }
}
