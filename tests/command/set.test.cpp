// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/set.hpp>

#include <set>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::gives;
using test::said;

TEST_CASE("set: commands say their arguments in order", "[command]") {
    const std::set<std::string> names{"a", "b"};

    CHECK(said(cmd::sadd("s", "x", 2)) == "SADD s x 2");
    CHECK(said(cmd::sadd("s", names)) == "SADD s a b");
    CHECK(said(cmd::scard("s")) == "SCARD s");
    CHECK(said(cmd::sdiff("a", "b")) == "SDIFF a b");
    CHECK(said(cmd::sdiffstore("d", "a", "b")) == "SDIFFSTORE d a b");
    CHECK(said(cmd::sinter(names)) == "SINTER a b");
    CHECK(said(cmd::sintercard("a", "b")) == "SINTERCARD 2 a b");
    CHECK(said(cmd::sintercard(names, opt::limit(10))) == "SINTERCARD 2 a b LIMIT 10");
    CHECK(said(cmd::sinterstore("d", "a", "b")) == "SINTERSTORE d a b");
    CHECK(said(cmd::sismember("s", "x")) == "SISMEMBER s x");
    CHECK(said(cmd::smembers("s")) == "SMEMBERS s");
    CHECK(said(cmd::smismember("s", "x", "y")) == "SMISMEMBER s x y");
    CHECK(said(cmd::smove("a", "b", "x")) == "SMOVE a b x");
    CHECK(said(cmd::spop("s")) == "SPOP s");
    CHECK(said(cmd::spop("s", 2)) == "SPOP s 2");
    CHECK(said(cmd::srandmember("s")) == "SRANDMEMBER s");
    CHECK(said(cmd::srandmember("s", -2)) == "SRANDMEMBER s -2");
    CHECK(said(cmd::srem("s", "x", "y")) == "SREM s x y");
    CHECK(said(cmd::sscan("s", 0)) == "SSCAN s 0");
    CHECK(said(cmd::sscan("s", 7, opt::count(10), opt::match("x*"))) == "SSCAN s 7 MATCH x* COUNT 10");
    CHECK(said(cmd::sunion("a", "b")) == "SUNION a b");
    CHECK(said(cmd::sunionstore("d", names)) == "SUNIONSTORE d a b");
}

TEST_CASE("set: a count makes another reply", "[command]") {
    CHECK(gives<nullable<bulk>>(cmd::spop("s")));
    CHECK(gives<array<bulk>>(cmd::spop("s", 2)));
    CHECK(gives<nullable<bulk>>(cmd::srandmember("s")));
    CHECK(gives<array<bulk>>(cmd::srandmember("s", 2)));
    CHECK(gives<array<boolean>>(cmd::smismember("s", "x")));
    CHECK(gives<scanned<bulk>>(cmd::sscan("s", 0)));
}

TEST_CASE("set: union and intersection into one of their sources may be repeated, difference may not", "[command]") {
    STATIC_REQUIRE(cmd::sunionstore.facts.idempotent);
    STATIC_REQUIRE(cmd::sinterstore.facts.idempotent);
    STATIC_REQUIRE_FALSE(cmd::sdiffstore.facts.idempotent);
}

TEST_CASE("set: how many there would be", "[command]") {
    CHECK(said(cmd::sdiffcard("s", "t", opt::limit(3))) == "SDIFFCARD 2 s t LIMIT 3");
    CHECK(said(cmd::sunioncard("s", "t", opt::approx, opt::limit(3))) == "SUNIONCARD 2 s t APPROX LIMIT 3");
}
