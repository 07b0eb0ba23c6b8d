// SPDX-License-Identifier: BSL-1.0
#include <hibana/core/chrono.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;

TEST_CASE("chrono: has lengths, points in time, clocks and literals", "[core]") {
    STATIC_REQUIRE(std::chrono::milliseconds(5s) == 5'000ms);
    STATIC_REQUIRE(std::chrono::ceil<std::chrono::seconds>(1ms) == 1s);
    CHECK(std::chrono::steady_clock::now() + 1h > std::chrono::steady_clock::now());
    CHECK(std::chrono::system_clock::now() > std::chrono::system_clock::time_point());
}
