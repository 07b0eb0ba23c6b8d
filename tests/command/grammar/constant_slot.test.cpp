// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/generic.hpp>
#include <hibana/command/grammar/constant_slot.hpp>
#include <hibana/command/scripting.hpp>
#include <hibana/command/string.hpp>

#include <string>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("constant_slot: constant keys determine the slot; other arguments are ignored", "[command]") {
    STATIC_REQUIRE(constant_slot<decltype(cmd::get("foo"_key))> == 12182);
    STATIC_REQUIRE(constant_slot<decltype(cmd::set("foo"_key, std::string()))> == 12182);
    STATIC_REQUIRE(constant_slot<decltype(cmd::get("foo"))> == -1);
    STATIC_REQUIRE(constant_slot<decltype(cmd::mget("foo"_key, "bar"))> == 12182);
    STATIC_REQUIRE(constant_slot<decltype(cmd::mget("foo"_key, "bar"_key, "x"))> == -2);
    STATIC_REQUIRE(constant_slot<decltype(cmd::eval("s", keys("{u}1"_key, "{u}2"_key)))> == key_slot("u"));
    STATIC_REQUIRE(constant_slot<decltype(cmd::sort("{u}1"_key, opt::store("v"_key)))> == -2);
    STATIC_REQUIRE(constant_slot<decltype(cmd::randomkey())> == -1);
}

TEST_CASE("constant_slot: it is -2 for several slots and -1 without constant keys", "[command]") {
    using one = decltype(cmd::get("{u}1"_key));
    using other = decltype(cmd::set("{u}2"_key, 1));
    using elsewhere = decltype(cmd::incr("v"_key));
    STATIC_REQUIRE(constant_slot<one, const other&> == key_slot("u"));
    STATIC_REQUIRE(constant_slot<one, elsewhere> == -2);
    STATIC_REQUIRE(constant_slot<> == -1);
}
