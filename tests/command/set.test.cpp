// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/set.hpp>

#include <set>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::encoded_text;
using test::has_reply;

TEST_CASE("set: commands encode their arguments in order", "[command]") {
    const std::set<std::string> names{"a", "b"};

    CHECK(encoded_text(cmd::sadd("s", "x", 2)) == "SADD s x 2");
    CHECK(encoded_text(cmd::sadd("s", names)) == "SADD s a b");
    CHECK(encoded_text(cmd::scard("s")) == "SCARD s");
    CHECK(encoded_text(cmd::sdiff("a", "b")) == "SDIFF a b");
    CHECK(encoded_text(cmd::sdiffstore("d", "a", "b")) == "SDIFFSTORE d a b");
    CHECK(encoded_text(cmd::sinter(names)) == "SINTER a b");
    CHECK(encoded_text(cmd::sintercard("a", "b")) == "SINTERCARD 2 a b");
    CHECK(encoded_text(cmd::sintercard(names, opt::limit(10))) == "SINTERCARD 2 a b LIMIT 10");
    CHECK(encoded_text(cmd::sinterstore("d", "a", "b")) == "SINTERSTORE d a b");
    CHECK(encoded_text(cmd::sismember("s", "x")) == "SISMEMBER s x");
    CHECK(encoded_text(cmd::smembers("s")) == "SMEMBERS s");
    CHECK(encoded_text(cmd::smismember("s", "x", "y")) == "SMISMEMBER s x y");
    CHECK(encoded_text(cmd::smove("a", "b", "x")) == "SMOVE a b x");
    CHECK(encoded_text(cmd::spop("s")) == "SPOP s");
    CHECK(encoded_text(cmd::spop("s", 2)) == "SPOP s 2");
    CHECK(encoded_text(cmd::srandmember("s")) == "SRANDMEMBER s");
    CHECK(encoded_text(cmd::srandmember("s", -2)) == "SRANDMEMBER s -2");
    CHECK(encoded_text(cmd::srem("s", "x", "y")) == "SREM s x y");
    CHECK(encoded_text(cmd::sscan("s", 0)) == "SSCAN s 0");
    CHECK(encoded_text(cmd::sscan("s", 7, opt::count(10), opt::match("x*"))) == "SSCAN s 7 MATCH x* COUNT 10");
    CHECK(encoded_text(cmd::sunion("a", "b")) == "SUNION a b");
    CHECK(encoded_text(cmd::sunionstore("d", names)) == "SUNIONSTORE d a b");
}

TEST_CASE("set: a count changes the reply", "[command]") {
    CHECK(has_reply<nullable<bulk>>(cmd::spop("s")));
    CHECK(has_reply<array<bulk>>(cmd::spop("s", 2)));
    CHECK(has_reply<nullable<bulk>>(cmd::srandmember("s")));
    CHECK(has_reply<array<bulk>>(cmd::srandmember("s", 2)));
    CHECK(has_reply<array<boolean>>(cmd::smismember("s", "x")));
    CHECK(has_reply<scanned<bulk>>(cmd::sscan("s", 0)));
}

TEST_CASE("set: SUNIONSTORE and SINTERSTORE are idempotent, SDIFFSTORE is not", "[command]") {
    STATIC_REQUIRE(cmd::sunionstore.info.idempotent);
    STATIC_REQUIRE(cmd::sinterstore.info.idempotent);
    STATIC_REQUIRE_FALSE(cmd::sdiffstore.info.idempotent);
}

TEST_CASE("set: SINTERCARD is encoded", "[command]") {
    CHECK(encoded_text(cmd::sdiffcard("s", "t", opt::limit(3))) == "SDIFFCARD 2 s t LIMIT 3");
    CHECK(encoded_text(cmd::sunioncard("s", "t", opt::approx, opt::limit(3))) == "SUNIONCARD 2 s t APPROX LIMIT 3");
}
