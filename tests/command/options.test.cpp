// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/options.hpp>

using namespace hibana;
using grammar::option_of;
using grammar::type_of;

TEST_CASE("options: the arguments select one of several options with the same name", "[command]") {
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::limit(5))>, type_of<opt::form::limit>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::limit(0, 10))>, type_of<opt::form::page>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::get)>, type_of<opt::form::get>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::get("x"))>, type_of<opt::form::get_pattern>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::auth("pw"))>, type_of<opt::form::auth>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::auth("ann", "pw"))>, type_of<opt::form::auth_user>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::id(1))>, type_of<opt::form::id>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::id(1, 2))>, type_of<opt::form::ids>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::type("hash"))>, type_of<opt::form::type>>);
    STATIC_REQUIRE(std::is_same_v<option_of<decltype(opt::type(opt::normal))>, type_of<opt::form::client_type>>);
}

TEST_CASE("options: flags take no memory", "[command]") {
    STATIC_REQUIRE(std::is_empty_v<decltype(opt::nx)>);
    STATIC_REQUIRE(std::is_empty_v<decltype(opt::limit)>);
    STATIC_REQUIRE_FALSE(grammar::bare_option<decltype(opt::nx)>);
    STATIC_REQUIRE(grammar::bare_option<decltype(opt::ex)>);
}
