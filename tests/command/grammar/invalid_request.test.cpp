// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/invalid_request.hpp>
#include <hibana/command/string.hpp>

#include <string>

using namespace hibana;

TEST_CASE("invalid_request: it is accepted as a request, an option and a reply", "[command]") {
    STATIC_REQUIRE(is_invalid_request<const invalid_request&>);
    STATIC_REQUIRE_FALSE(is_invalid_request<decltype(cmd::get("k"))>);
    STATIC_REQUIRE(is_invalid_request<decltype(invalid_request().as<int>())>);
    STATIC_REQUIRE(is_invalid_request<decltype(invalid_request().into(std::declval<std::string&>()))>);
    STATIC_REQUIRE(std::is_convertible_v<invalid_request, std::string>);
    STATIC_REQUIRE(std::is_convertible_v<invalid_request, bool>);
    STATIC_REQUIRE(is_invalid_request<decltype(cmd::get(invalid_request()))>);
    STATIC_REQUIRE(is_invalid_request<decltype(cmd::set("k", "v", invalid_request()))>);
    STATIC_REQUIRE(is_invalid_request<decltype(opt::ex(invalid_request()))>);
    STATIC_REQUIRE(slot(invalid_request()) == -1);
    STATIC_REQUIRE(encoded(invalid_request()).empty());
}
