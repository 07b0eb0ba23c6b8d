// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/grammar/key.hpp>
#include <hibana/command/string.hpp>

#include <string>

using namespace hibana;
using test::encoded_text;

TEST_CASE("key: the slot is the CRC16 of the key, or of its hash tag", "[command]") {
    STATIC_REQUIRE(key_slot("123456789") == 0x31C3 % slot_count);
    STATIC_REQUIRE(key_slot("foo") == 12182);
    STATIC_REQUIRE(key_slot("bar") == 5061);
    STATIC_REQUIRE(key_slot("") == 0);
    STATIC_REQUIRE(key_slot("{user1000}.following") == key_slot("user1000"));
    STATIC_REQUIRE(key_slot("foo{}{bar}") == 8363);
    STATIC_REQUIRE(key_slot("foo{{bar}}zap") == key_slot("{bar"));
    STATIC_REQUIRE(key_slot("foo{bar}{zap}") == key_slot("bar"));
    STATIC_REQUIRE(key_slot("foo{bar") == key_slot(std::string_view("foo{bar")));
    CHECK(key_slot(std::string_view("\xff\x00\x80", 3)) < slot_count);
    CHECK(key_slot("{") != key_slot("{}"));
}

TEST_CASE("key: keys with protocol characters stay one word", "[command]") {
    for (const std::string& key :
         {std::string("\r\n*1\r\n$8\r\nFLUSHALL\r\n"), std::string("\0\0", 2), std::string(), std::string(70000, '\n')}) {
        const std::string bytes(std::string_view(encoded(cmd::get(key))));
        CHECK(bytes == "*2\r\n$3\r\nGET\r\n$" + std::to_string(key.size()) + "\r\n" + key + "\r\n");
        CHECK(slot(cmd::get(key)) == key_slot(key));
    }
}

TEST_CASE("key: keys(...) stores each key like a single argument", "[command]") {
    std::string name = "b";
    const auto both = keys("a"_key, name, std::string("c"));
    CHECK(encoded_text(cmd::mget(both)) == "MGET a b c");
    CHECK(both == both);
    STATIC_REQUIRE(decltype(both)::size == 3);
}

TEST_CASE("key: the slot of constant keys is known at compile time", "[command]") {
    STATIC_REQUIRE(slot(cmd::get("foo"_key)) == 12182);
    STATIC_REQUIRE(slot(cmd::mget("{u}1"_key, "{u}2"_key)) == key_slot("u"));
    STATIC_REQUIRE(slot(cmd::mget("a"_key, "b"_key)) == -2);
    STATIC_REQUIRE(slot(cmd::mset("a"_key, 1)) == key_slot("a"));
}
