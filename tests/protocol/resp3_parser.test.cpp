// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/resp3_parser.hpp>

#include <hibana/protocol/parser.hpp>

#include "catch.hpp"

#include <type_traits>

TEST_CASE("resp3_parser: it plays the parser, asks for version 3, and has no state", "[protocol]") {
    STATIC_REQUIRE(hibana::policy::parser<hibana::resp3_parser>);
    STATIC_REQUIRE(hibana::resp3_parser::version == 3);
    STATIC_REQUIRE(std::is_empty_v<hibana::resp3_parser>);
}
