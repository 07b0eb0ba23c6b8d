// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/kinds.hpp>

#include <type_traits>

using namespace hibana::notation;

TEST_CASE("kinds: kinds are empty tags, and the names of the documentation are aliases", "[command]") {
    STATIC_REQUIRE(std::is_empty_v<bulk>);
    STATIC_REQUIRE(std::is_empty_v<row<bulk, integer>>);
    STATIC_REQUIRE(std::is_same_v<field, bulk>);
    STATIC_REQUIRE(std::is_same_v<member, bulk>);
    STATIC_REQUIRE(std::is_same_v<score, real>);
    STATIC_REQUIRE_FALSE(std::is_same_v<key, bulk>);
    STATIC_REQUIRE_FALSE(std::is_same_v<seconds, milliseconds>);
    STATIC_REQUIRE_FALSE(std::is_same_v<nullable<bulk>, bulk>);
}
