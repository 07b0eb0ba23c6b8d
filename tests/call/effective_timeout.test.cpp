// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/effective_timeout.hpp>

#include "catch.hpp"

using namespace hibana;
using namespace hibana::detail;
using namespace std::chrono_literals;

TEST_CASE("effective_timeout: times are added, and any sum with no_timeout is no_timeout", "[call]") {
    STATIC_REQUIRE(saturating_add(5s, 250ms) == 5'250ms);
    STATIC_REQUIRE(saturating_add(5s, 0ms) == 5s);
    STATIC_REQUIRE(saturating_add(no_timeout, 250ms) == no_timeout);
    STATIC_REQUIRE(saturating_add(5s, no_timeout) == no_timeout);
    STATIC_REQUIRE(saturating_add(no_timeout, no_timeout) == no_timeout);
}

TEST_CASE("effective_timeout: a block time of zero means no timeout", "[call]") {
    STATIC_REQUIRE(server_block_time(0ms) == no_timeout);
    STATIC_REQUIRE(server_block_time(1ms) == 1ms);
}
