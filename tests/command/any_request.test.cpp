// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/any_request.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using test::encoded_text;
using test::has_reply;

TEST_CASE("any_request: words are added at run time", "[command]") {
    const std::vector<std::string> list{"a", "b"};
    const std::map<std::string, int> pairs{{"f", 1}};
    any_request request("SET", "k", 3);

    CHECK(encoded_text(request) == "SET k 3");
    CHECK(encoded_text(request.add("EX").add(60)) == "SET k 3 EX 60");
    CHECK(encoded_text(any_request("CONFIG GET", "maxmemory")) == "CONFIG GET maxmemory");
    CHECK(encoded_text(any_request("MGET", list)) == "MGET a b");
    CHECK(encoded_text(any_request("HSET").key("h").add(pairs).add(2.5)) == "HSET h f 1 2.5");
    CHECK(encoded_text(any_request("ECHO", std::string())) == "ECHO ''");
    CHECK(request.name() == "SET");
}

TEST_CASE("any_request: it owns its words", "[command]") {
    std::string value = "before";
    const any_request request("SET", "k", value);
    value = "after";
    CHECK(encoded_text(request) == "SET k before");
    const any_request copy = request;
    CHECK(copy == request);
}

TEST_CASE("any_request: only words added by key() are keys", "[command]") {
    const any_request request = any_request("EVAL", "return 1", 2).key("{u}1").key("{u}2").add("x");
    std::string visited;
    request.keys([&visited](std::string_view key) { (visited += key) += ' '; });
    CHECK(visited == "{u}1 {u}2 ");
    CHECK(slot(request) == key_slot("u"));
    CHECK(slot(any_request("PING")) == -1);
    CHECK(slot(any_request("DEL").key("a").key("b")) == -2);
}

TEST_CASE("any_request: it counts as a writing command that may block", "[command]") {
    STATIC_REQUIRE(any_request::info.writes);
    STATIC_REQUIRE_FALSE(any_request::info.idempotent);
    CHECK(has_reply<notation::anything>(any_request("PING")));
    CHECK(has_reply<notation::as_type<int, notation::anything>>(any_request("PING").as<int>()));
    CHECK(any_request("BLPOP").key("l").add(0).block_timeout(0ms).block_for() == 0ms);
    CHECK(any_request("PING").block_for() == std::nullopt);
    STATIC_REQUIRE(is_request<any_request>);
}

TEST_CASE("any_request: may_block() depends on the name and on block_timeout()", "[command]") {
    CHECK(any_request("blpop", "l", 0).may_block());
    CHECK(any_request("WAIT", 1, 100).may_block());
    CHECK(any_request("XREAD", "COUNT", 2, "block", 0, "STREAMS", "s", "$").may_block());
    CHECK(any_request("XREADGROUP", "GROUP", "g\r\nh", "", "BLOCK", 0, "STREAMS", "s", ">").may_block());
    CHECK(any_request("MODULE.WAIT").block_timeout(0ms).may_block());
    CHECK_FALSE(any_request("XREAD", "COUNT", 2, "STREAMS", "s", "$").may_block());
    CHECK_FALSE(any_request("LPOP", "BLOCK").may_block());
    CHECK_FALSE(any_request("XREAD", "STREAMS", "block", "0").may_block());
    CHECK_FALSE(any_request("XREADGROUP", "GROUP", "block", "block", "STREAMS", "s", ">").may_block());
    CHECK(any_request("BLPOP", "l", 0).block_for() == std::nullopt);
}
