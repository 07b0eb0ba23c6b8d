// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/string.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::encoded_text;
using test::has_reply;

TEST_CASE("string: commands without options encode their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::append("k", "v")) == "APPEND k v");
    CHECK(encoded_text(cmd::decr("k")) == "DECR k");
    CHECK(encoded_text(cmd::decrby("k", -3)) == "DECRBY k -3");
    CHECK(encoded_text(cmd::delifeq("k", "v")) == "DELIFEQ k v");
    CHECK(encoded_text(cmd::digest("k")) == "DIGEST k");
    CHECK(encoded_text(cmd::get("k")) == "GET k");
    CHECK(encoded_text(cmd::getdel("k")) == "GETDEL k");
    CHECK(encoded_text(cmd::getrange("k", 0, -1)) == "GETRANGE k 0 -1");
    CHECK(encoded_text(cmd::getset("k", "v")) == "GETSET k v");
    CHECK(encoded_text(cmd::incr("k")) == "INCR k");
    CHECK(encoded_text(cmd::incrby("k", 7)) == "INCRBY k 7");
    CHECK(encoded_text(cmd::incrbyfloat("k", 0.5)) == "INCRBYFLOAT k 0.5");
    CHECK(encoded_text(cmd::mget("a", "b")) == "MGET a b");
    CHECK(encoded_text(cmd::mset("a", 1, "b", "x")) == "MSET a 1 b x");
    CHECK(encoded_text(cmd::msetnx("a", 1)) == "MSETNX a 1");
    CHECK(encoded_text(cmd::psetex("k", 1500ms, "v")) == "PSETEX k 1500 v");
    CHECK(encoded_text(cmd::setex("k", 60s, "v")) == "SETEX k 60 v");
    CHECK(encoded_text(cmd::setnx("k", "v")) == "SETNX k v");
    CHECK(encoded_text(cmd::setrange("k", 5, "v")) == "SETRANGE k 5 v");
    CHECK(encoded_text(cmd::strlen("k")) == "STRLEN k");
    CHECK(encoded_text(cmd::substr("k", 1, 2)) == "SUBSTR k 1 2");
}

TEST_CASE("string: options at any position are encoded in the declared order", "[command]") {
    CHECK(encoded_text(cmd::set("k", "v")) == "SET k v");
    CHECK(encoded_text(cmd::set("k", "v", opt::ex(60s), opt::nx)) == "SET k v NX EX 60");
    CHECK(encoded_text(cmd::set(opt::nx, "k", opt::ex(1min), "v")) == "SET k v NX EX 60");
    CHECK(encoded_text(cmd::set("k", "v", opt::px(1500ms), opt::get, opt::xx)) == "SET k v XX GET PX 1500");
    CHECK(encoded_text(cmd::set("k", "v", opt::keepttl)) == "SET k v KEEPTTL");
    CHECK(encoded_text(cmd::set("k", "v", opt::exat(std::chrono::sys_seconds(1700000000s)))) == "SET k v EXAT 1700000000");
    CHECK(encoded_text(cmd::set("k", "v", opt::pxat(std::chrono::sys_seconds(1700000000s)))) == "SET k v PXAT 1700000000000");
    CHECK(encoded_text(cmd::set("k", "v", opt::ifeq("old"))) == "SET k v IFEQ old");
    CHECK(encoded_text(cmd::set("k", "v", opt::ifne("old"))) == "SET k v IFNE old");
    CHECK(encoded_text(cmd::set("k", "v", opt::ifdeq("0123456789abcdef"))) == "SET k v IFDEQ 0123456789abcdef");
    CHECK(encoded_text(cmd::set("k", "v", opt::ifdne("0123456789abcdef"))) == "SET k v IFDNE 0123456789abcdef");
    CHECK(encoded_text(cmd::getex("k")) == "GETEX k");
    CHECK(encoded_text(cmd::getex("k", opt::ex(5s))) == "GETEX k EX 5");
    CHECK(encoded_text(cmd::getex("k", opt::px(5ms))) == "GETEX k PX 5");
    CHECK(encoded_text(cmd::getex("k", opt::exat(std::chrono::sys_seconds(9s)))) == "GETEX k EXAT 9");
    CHECK(encoded_text(cmd::getex("k", opt::pxat(std::chrono::sys_seconds(9s)))) == "GETEX k PXAT 9000");
    CHECK(encoded_text(cmd::getex("k", opt::persist)) == "GETEX k PERSIST");
    CHECK(encoded_text(cmd::lcs("a", "b")) == "LCS a b");
    CHECK(encoded_text(cmd::lcs("a", "b", opt::len)) == "LCS a b LEN");
    CHECK(encoded_text(cmd::lcs("a", "b", opt::idx, opt::withmatchlen, opt::minmatchlen(4))) == "LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN");
    CHECK(encoded_text(cmd::delex("k")) == "DELEX k");
    CHECK(encoded_text(cmd::delex("k", opt::ifdne("0123456789abcdef"))) == "DELEX k IFDNE 0123456789abcdef");
    CHECK(encoded_text(cmd::msetex("a", 1, "b", 2, opt::nx, opt::ex(60s))) == "MSETEX 2 a 1 b 2 NX EX 60");
}

TEST_CASE("string: several keys or pairs may be one or more ranges", "[command]") {
    const std::vector<std::string> names{"a", "b"};
    const std::map<std::string, int> values{{"a", 1}, {"b", 2}};

    CHECK(encoded_text(cmd::mget(names)) == "MGET a b");
    CHECK(encoded_text(cmd::mget("x", names, "y", names)) == "MGET x a b y a b");
    CHECK(encoded_text(cmd::mget(keys("a", "b"), "c")) == "MGET a b c");
    CHECK(encoded_text(cmd::mset(values)) == "MSET a 1 b 2");
    CHECK(encoded_text(cmd::mset("x", 0, values, std::pair("y", 2.5))) == "MSET x 0 a 1 b 2 y 2.5");
    CHECK(encoded_text(cmd::msetex(values, opt::keepttl)) == "MSETEX 2 a 1 b 2 KEEPTTL");
}

TEST_CASE("string: options determine the reply", "[command]") {
    CHECK(has_reply<nullable<bulk>>(cmd::get("k")));
    CHECK(has_reply<ok>(cmd::set("k", "v")));
    CHECK(has_reply<ok>(cmd::set("k", "v", opt::ex(60s))));
    CHECK(has_reply<applied>(cmd::set("k", "v", opt::nx)));
    CHECK(has_reply<applied>(cmd::set("k", "v", opt::xx, opt::keepttl)));
    CHECK(has_reply<applied>(cmd::set("k", "v", opt::ifeq("x"))));
    CHECK(has_reply<nullable<bulk>>(cmd::set("k", "v", opt::get)));
    CHECK(has_reply<nullable<bulk>>(cmd::set("k", "v", opt::nx, opt::get)));
    CHECK(has_reply<bulk>(cmd::lcs("a", "b")));
    CHECK(has_reply<integer>(cmd::lcs("a", "b", opt::len)));
    CHECK(has_reply<named<replies::lcs>>(cmd::lcs("a", "b", opt::idx)));
    CHECK(has_reply<real>(cmd::incrbyfloat("k", 1)));
    CHECK(has_reply<boolean>(cmd::msetnx("a", 1)));
    CHECK(has_reply<array<nullable<bulk>>>(cmd::mget("a")));
}

TEST_CASE("string: a write is idempotent if a repetition gives the same state and reply", "[command]") {
    STATIC_REQUIRE(decltype(cmd::set("k", "v"))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::xx, opt::ex(60s)))::info.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::set("k", "v", opt::nx))::info.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::set("k", "v", opt::get))::info.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::set("k", "v", opt::ifeq("x")))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::getex("k", opt::ex(60s)))::info.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::getex("k", opt::exat(std::chrono::sys_seconds())))::info.idempotent);
    STATIC_REQUIRE_FALSE(cmd::incr.info.idempotent);
    STATIC_REQUIRE_FALSE(cmd::getdel.info.idempotent);
    STATIC_REQUIRE(cmd::get.info.idempotent);
    STATIC_REQUIRE(cmd::mset.info.idempotent);
}

TEST_CASE("string: options newer than their command raise the version", "[command]") {
    STATIC_REQUIRE(decltype(cmd::set("k", "v"))::info.redis == server_version{1, 0, 0});
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::get))::info.redis == server_version{6, 2, 0});
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::nx, opt::keepttl))::info.redis == server_version{6, 0, 0});
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::ifeq("x")))::info.valkey == server_version{8, 1, 0});
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::ifne("x")))::info.valkey == no_version);
    STATIC_REQUIRE(cmd::get.info.valkey == server_version{7, 2, 0});
    STATIC_REQUIRE(cmd::msetex.info.valkey == server_version{9, 1, 0});
    STATIC_REQUIRE(cmd::delifeq.info.redis == no_version);
}

TEST_CASE("string: INCREX accepts integers or floating-point numbers, not both", "[command]") {
    CHECK(encoded_text(cmd::increx("k")) == "INCREX k");
    CHECK(encoded_text(cmd::increx("k", opt::byint(5), opt::ubound(10), opt::lbound(-1), opt::saturate, opt::ex(60s), opt::enx))
          == "INCREX k BYINT 5 LBOUND -1 UBOUND 10 SATURATE EX 60 ENX");
    CHECK(encoded_text(cmd::increx("k", opt::byfloat(0.5), opt::persist)) == "INCREX k BYFLOAT 0.5 PERSIST");
    CHECK(has_reply<pair<integer, integer>>(cmd::increx("k")));
    CHECK(has_reply<pair<real, real>>(cmd::increx("k", opt::byfloat(0.5))));
}
