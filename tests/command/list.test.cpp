// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/list.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::gives;
using test::said;

TEST_CASE("list: commands without options say their arguments in order", "[command]") {
    CHECK(said(cmd::lindex("l", -1)) == "LINDEX l -1");
    CHECK(said(cmd::llen("l")) == "LLEN l");
    CHECK(said(cmd::lpush("l", "a", 2, 2.5)) == "LPUSH l a 2 2.5");
    CHECK(said(cmd::lpushx("l", "a")) == "LPUSHX l a");
    CHECK(said(cmd::lrange("l", 0, -1)) == "LRANGE l 0 -1");
    CHECK(said(cmd::lrem("l", 0, "a")) == "LREM l 0 a");
    CHECK(said(cmd::lset("l", 0, "a")) == "LSET l 0 a");
    CHECK(said(cmd::ltrim("l", 1, -1)) == "LTRIM l 1 -1");
    CHECK(said(cmd::rpoplpush("a", "b")) == "RPOPLPUSH a b");
    CHECK(said(cmd::rpush("l", std::vector<int>{1, 2})) == "RPUSH l 1 2");
    CHECK(said(cmd::rpushx("l", "a", "b")) == "RPUSHX l a b");
}

TEST_CASE("list: a count makes another reply", "[command]") {
    CHECK(said(cmd::lpop("l")) == "LPOP l");
    CHECK(said(cmd::lpop("l", 3)) == "LPOP l 3");
    CHECK(said(cmd::rpop("l")) == "RPOP l");
    CHECK(said(cmd::rpop("l", 3)) == "RPOP l 3");
    CHECK(gives<nullable<bulk>>(cmd::lpop("l")));
    CHECK(gives<nullable<array<bulk>>>(cmd::lpop("l", 3)));
    CHECK(gives<nullable<array<bulk>>>(cmd::rpop("l", 3)));

    CHECK(said(cmd::lpos("l", "a")) == "LPOS l a");
    CHECK(said(cmd::lpos("l", "a", opt::maxlen(100), opt::count(0), opt::rank(-1)))
          == "LPOS l a RANK -1 COUNT 0 MAXLEN 100");
    CHECK(gives<nullable<integer>>(cmd::lpos("l", "a", opt::rank(2))));
    CHECK(gives<array<integer>>(cmd::lpos("l", "a", opt::count(2))));
}

TEST_CASE("list: an end is named once for each list, in order", "[command]") {
    CHECK(said(cmd::lmove("a", "b", opt::left, opt::right)) == "LMOVE a b LEFT RIGHT");
    CHECK(said(cmd::lmove("a", "b", opt::right, opt::left)) == "LMOVE a b RIGHT LEFT");
    CHECK(said(cmd::lmove("a", "b", opt::left, opt::left)) == "LMOVE a b LEFT LEFT");
    CHECK(said(cmd::blmove("a", "b", opt::right, opt::right, 2s)) == "BLMOVE a b RIGHT RIGHT 2");
    CHECK(said(cmd::linsert("l", opt::before, "pivot", "a")) == "LINSERT l BEFORE pivot a");
    CHECK(said(cmd::linsert("l", "pivot", "a", opt::after)) == "LINSERT l AFTER pivot a");
    CHECK(said(cmd::lmpop("a", "b", opt::left, opt::count(2))) == "LMPOP 2 a b LEFT COUNT 2");
    CHECK(gives<nullable<pair<bulk, array<bulk>>>>(cmd::lmpop("a", opt::right)));
}

TEST_CASE("list: a timeout is written in seconds, and the request knows it", "[command]") {
    const std::vector<std::string> names{"a", "b"};

    CHECK(said(cmd::blpop("a", "b", 5s)) == "BLPOP a b 5");
    CHECK(said(cmd::brpop(names, 50ms)) == "BRPOP a b 0.05");
    CHECK(said(cmd::brpoplpush("a", "b", 1min)) == "BRPOPLPUSH a b 60");
    CHECK(said(cmd::blmpop(1500ms, names, opt::right)) == "BLMPOP 1.5 2 a b RIGHT");
    CHECK(said(cmd::blmpop(0s, "a", opt::left, opt::count(3))) == "BLMPOP 0 1 a LEFT COUNT 3");

    CHECK(cmd::blpop("a", 1500ms).block_for() == 1500ms);
    CHECK(cmd::blpop("a", 0s).block_for() == 0ms);
    CHECK(cmd::blmove("a", "b", opt::left, opt::left, 3s).block_for() == 3s);
    CHECK(cmd::lmove("a", "b", opt::left, opt::left).block_for() == std::nullopt);
    CHECK(gives<nullable<pair<bulk, bulk>>>(cmd::blpop("a", 0s)));
    STATIC_REQUIRE(cmd::blpop.facts.blocks);
    STATIC_REQUIRE(cmd::blpop.key_specs[0] == key_spec{key_spec::kind::range, 1, -2, 1});
    STATIC_REQUIRE_FALSE(cmd::lpop.facts.blocks);
}

TEST_CASE("list: several elements move at once", "[command]") {
    CHECK(said(cmd::lmovem("a", "b", opt::left, opt::right)) == "LMOVEM a b LEFT RIGHT");
    CHECK(said(cmd::lmovem("a", "b", opt::left, opt::right, opt::count(5), opt::obo)) == "LMOVEM a b LEFT RIGHT COUNT 5 OBO");
    CHECK(said(cmd::lmovem("a", "b", opt::left, opt::right, opt::exactly(5), opt::bulk_)) == "LMOVEM a b LEFT RIGHT EXACTLY 5 BULK");
    CHECK(said(cmd::blmovem("a", "b", opt::left, opt::left, 1500ms, opt::count(5), opt::bulk_)) == "BLMOVEM a b LEFT LEFT 1.5 COUNT 5 BULK");
    CHECK(gives<nullable<array<bulk>>>(cmd::lmovem("a", "b", opt::left, opt::right)));
    CHECK(cmd::lmovem.arity == -5);
    CHECK(cmd::blmovem.arity == -6);
}
