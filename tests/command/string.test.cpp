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
using test::gives;
using test::said;

TEST_CASE("string: commands without options say their arguments in order", "[command]") {
    CHECK(said(cmd::append("k", "v")) == "APPEND k v");
    CHECK(said(cmd::decr("k")) == "DECR k");
    CHECK(said(cmd::decrby("k", -3)) == "DECRBY k -3");
    CHECK(said(cmd::delifeq("k", "v")) == "DELIFEQ k v");
    CHECK(said(cmd::digest("k")) == "DIGEST k");
    CHECK(said(cmd::get("k")) == "GET k");
    CHECK(said(cmd::getdel("k")) == "GETDEL k");
    CHECK(said(cmd::getrange("k", 0, -1)) == "GETRANGE k 0 -1");
    CHECK(said(cmd::getset("k", "v")) == "GETSET k v");
    CHECK(said(cmd::incr("k")) == "INCR k");
    CHECK(said(cmd::incrby("k", 7)) == "INCRBY k 7");
    CHECK(said(cmd::incrbyfloat("k", 0.5)) == "INCRBYFLOAT k 0.5");
    CHECK(said(cmd::mget("a", "b")) == "MGET a b");
    CHECK(said(cmd::mset("a", 1, "b", "x")) == "MSET a 1 b x");
    CHECK(said(cmd::msetnx("a", 1)) == "MSETNX a 1");
    CHECK(said(cmd::psetex("k", 1500ms, "v")) == "PSETEX k 1500 v");
    CHECK(said(cmd::setex("k", 60s, "v")) == "SETEX k 60 v");
    CHECK(said(cmd::setnx("k", "v")) == "SETNX k v");
    CHECK(said(cmd::setrange("k", 5, "v")) == "SETRANGE k 5 v");
    CHECK(said(cmd::strlen("k")) == "STRLEN k");
    CHECK(said(cmd::substr("k", 1, 2)) == "SUBSTR k 1 2");
}

TEST_CASE("string: options are written in declared order, wherever they are given", "[command]") {
    CHECK(said(cmd::set("k", "v")) == "SET k v");
    CHECK(said(cmd::set("k", "v", opt::ex(60s), opt::nx)) == "SET k v NX EX 60");
    CHECK(said(cmd::set(opt::nx, "k", opt::ex(1min), "v")) == "SET k v NX EX 60");
    CHECK(said(cmd::set("k", "v", opt::px(1500ms), opt::get, opt::xx)) == "SET k v XX GET PX 1500");
    CHECK(said(cmd::set("k", "v", opt::keepttl)) == "SET k v KEEPTTL");
    CHECK(said(cmd::set("k", "v", opt::exat(std::chrono::sys_seconds(1700000000s)))) == "SET k v EXAT 1700000000");
    CHECK(said(cmd::set("k", "v", opt::pxat(std::chrono::sys_seconds(1700000000s)))) == "SET k v PXAT 1700000000000");
    CHECK(said(cmd::set("k", "v", opt::ifeq("old"))) == "SET k v IFEQ old");
    CHECK(said(cmd::set("k", "v", opt::ifne("old"))) == "SET k v IFNE old");
    CHECK(said(cmd::set("k", "v", opt::ifdeq("0123456789abcdef"))) == "SET k v IFDEQ 0123456789abcdef");
    CHECK(said(cmd::set("k", "v", opt::ifdne("0123456789abcdef"))) == "SET k v IFDNE 0123456789abcdef");
    CHECK(said(cmd::getex("k")) == "GETEX k");
    CHECK(said(cmd::getex("k", opt::ex(5s))) == "GETEX k EX 5");
    CHECK(said(cmd::getex("k", opt::px(5ms))) == "GETEX k PX 5");
    CHECK(said(cmd::getex("k", opt::exat(std::chrono::sys_seconds(9s)))) == "GETEX k EXAT 9");
    CHECK(said(cmd::getex("k", opt::pxat(std::chrono::sys_seconds(9s)))) == "GETEX k PXAT 9000");
    CHECK(said(cmd::getex("k", opt::persist)) == "GETEX k PERSIST");
    CHECK(said(cmd::lcs("a", "b")) == "LCS a b");
    CHECK(said(cmd::lcs("a", "b", opt::len)) == "LCS a b LEN");
    CHECK(said(cmd::lcs("a", "b", opt::idx, opt::withmatchlen, opt::minmatchlen(4)))
          == "LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN");
    CHECK(said(cmd::delex("k")) == "DELEX k");
    CHECK(said(cmd::delex("k", opt::ifdne("0123456789abcdef"))) == "DELEX k IFDNE 0123456789abcdef");
    CHECK(said(cmd::msetex("a", 1, "b", 2, opt::nx, opt::ex(60s))) == "MSETEX 2 a 1 b 2 NX EX 60");
}

TEST_CASE("string: several keys or pairs may be a range, or several ranges", "[command]") {
    const std::vector<std::string> names{"a", "b"};
    const std::map<std::string, int> values{{"a", 1}, {"b", 2}};

    CHECK(said(cmd::mget(names)) == "MGET a b");
    CHECK(said(cmd::mget("x", names, "y", names)) == "MGET x a b y a b");
    CHECK(said(cmd::mget(keys("a", "b"), "c")) == "MGET a b c");
    CHECK(said(cmd::mset(values)) == "MSET a 1 b 2");
    CHECK(said(cmd::mset("x", 0, values, std::pair("y", 2.5))) == "MSET x 0 a 1 b 2 y 2.5");
    CHECK(said(cmd::msetex(values, opt::keepttl)) == "MSETEX 2 a 1 b 2 KEEPTTL");
}

TEST_CASE("string: the reply follows the options", "[command]") {
    CHECK(gives<nullable<bulk>>(cmd::get("k")));
    CHECK(gives<ok>(cmd::set("k", "v")));
    CHECK(gives<ok>(cmd::set("k", "v", opt::ex(60s))));
    CHECK(gives<applied>(cmd::set("k", "v", opt::nx)));
    CHECK(gives<applied>(cmd::set("k", "v", opt::xx, opt::keepttl)));
    CHECK(gives<applied>(cmd::set("k", "v", opt::ifeq("x"))));
    CHECK(gives<nullable<bulk>>(cmd::set("k", "v", opt::get)));
    CHECK(gives<nullable<bulk>>(cmd::set("k", "v", opt::nx, opt::get)));
    CHECK(gives<bulk>(cmd::lcs("a", "b")));
    CHECK(gives<integer>(cmd::lcs("a", "b", opt::len)));
    CHECK(gives<named<replies::lcs>>(cmd::lcs("a", "b", opt::idx)));
    CHECK(gives<real>(cmd::incrbyfloat("k", 1)));
    CHECK(gives<boolean>(cmd::msetnx("a", 1)));
    CHECK(gives<array<nullable<bulk>>>(cmd::mget("a")));
}

TEST_CASE("string: a write is idempotent if once more gives the same state and the same reply", "[command]") {
    STATIC_REQUIRE(decltype(cmd::set("k", "v"))::facts.idempotent);
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::xx, opt::ex(60s)))::facts.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::set("k", "v", opt::nx))::facts.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::set("k", "v", opt::get))::facts.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::set("k", "v", opt::ifeq("x")))::facts.idempotent);
    STATIC_REQUIRE(decltype(cmd::getex("k", opt::ex(60s)))::facts.idempotent);
    STATIC_REQUIRE_FALSE(decltype(cmd::getex("k", opt::exat(std::chrono::sys_seconds())))::facts.idempotent);
    STATIC_REQUIRE_FALSE(cmd::incr.facts.idempotent);
    STATIC_REQUIRE_FALSE(cmd::getdel.facts.idempotent);
    STATIC_REQUIRE(cmd::get.facts.idempotent);
    STATIC_REQUIRE(cmd::mset.facts.idempotent);
}

TEST_CASE("string: what is younger than its command says so", "[command]") {
    STATIC_REQUIRE(decltype(cmd::set("k", "v"))::facts.redis == server_version{1, 0, 0});
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::get))::facts.redis == server_version{6, 2, 0});
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::nx, opt::keepttl))::facts.redis == server_version{6, 0, 0});
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::ifeq("x")))::facts.valkey == server_version{8, 1, 0});
    STATIC_REQUIRE(decltype(cmd::set("k", "v", opt::ifne("x")))::facts.valkey == no_version);
    STATIC_REQUIRE(cmd::get.facts.valkey == server_version{7, 2, 0});
    STATIC_REQUIRE(cmd::msetex.facts.valkey == server_version{9, 1, 0});
    STATIC_REQUIRE(cmd::delifeq.facts.redis == no_version);
}

TEST_CASE("string: INCREX counts in one kind of number", "[command]") {
    CHECK(said(cmd::increx("k")) == "INCREX k");
    CHECK(said(cmd::increx("k", opt::byint(5), opt::ubound(10), opt::lbound(-1), opt::saturate, opt::ex(60s), opt::enx))
          == "INCREX k BYINT 5 LBOUND -1 UBOUND 10 SATURATE EX 60 ENX");
    CHECK(said(cmd::increx("k", opt::byfloat(0.5), opt::persist)) == "INCREX k BYFLOAT 0.5 PERSIST");
    CHECK(gives<pair<integer, integer>>(cmd::increx("k")));
    CHECK(gives<pair<real, real>>(cmd::increx("k", opt::byfloat(0.5))));
}

TEST_CASE("string: LCS tells where, the same over RESP2 and RESP3", "[command]") {
    const std::string match = "*1\r\n*3\r\n*2\r\n:4\r\n:7\r\n*2\r\n:5\r\n:8\r\n:4\r\n";
    const auto two = test::decoded<named<replies::lcs>>("*4\r\n$7\r\nmatches\r\n" + match + "$3\r\nlen\r\n:6\r\n");
    const auto three = test::decoded<named<replies::lcs>>("%2\r\n$7\r\nmatches\r\n" + match + "$3\r\nlen\r\n:6\r\n");
    CHECK(two == three);
    CHECK(two == replies::lcs{{{{4, 7}, {5, 8}, 4}}, 6});
}
