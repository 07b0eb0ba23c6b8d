// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/invalid_request.hpp>
#include <hibana/command/string.hpp>

#include <string>

using namespace hibana;

TEST_CASE("refused: it fits wherever a request, an option or a reply does", "[command]") {
    STATIC_REQUIRE(is_refused<const refused&>);
    STATIC_REQUIRE_FALSE(is_refused<decltype(cmd::get("k"))>);
    STATIC_REQUIRE(is_refused<decltype(refused().as<int>())>);
    STATIC_REQUIRE(is_refused<decltype(refused().into(std::declval<std::string&>()))>);
    STATIC_REQUIRE(std::is_convertible_v<refused, std::string>);
    STATIC_REQUIRE(std::is_convertible_v<refused, bool>);
    STATIC_REQUIRE(is_refused<decltype(cmd::get(refused()))>);
    STATIC_REQUIRE(is_refused<decltype(cmd::set("k", "v", refused()))>);
    STATIC_REQUIRE(is_refused<decltype(opt::ex(refused()))>);
    STATIC_REQUIRE(slot(refused()) == -1);
    STATIC_REQUIRE(encoded(refused()).empty());
}
