// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/resp2_parser.hpp>

#include <hibana/protocol/parser.hpp>

#include "catch.hpp"

#include <type_traits>

TEST_CASE("resp2_parser: it plays the parser, asks for version 2, and has no state", "[protocol]") {
    STATIC_REQUIRE(hibana::policy::parser<hibana::resp2_parser>);
    STATIC_REQUIRE(hibana::resp2_parser::version == 2);
    STATIC_REQUIRE(std::is_empty_v<hibana::resp2_parser>);
}
