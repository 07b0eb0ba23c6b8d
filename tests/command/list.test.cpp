// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/list.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::encoded_text;
using test::has_reply;

TEST_CASE("list: commands without options encode their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::lindex("l", -1)) == "LINDEX l -1");
    CHECK(encoded_text(cmd::llen("l")) == "LLEN l");
    CHECK(encoded_text(cmd::lpush("l", "a", 2, 2.5)) == "LPUSH l a 2 2.5");
    CHECK(encoded_text(cmd::lpushx("l", "a")) == "LPUSHX l a");
    CHECK(encoded_text(cmd::lrange("l", 0, -1)) == "LRANGE l 0 -1");
    CHECK(encoded_text(cmd::lrem("l", 0, "a")) == "LREM l 0 a");
    CHECK(encoded_text(cmd::lset("l", 0, "a")) == "LSET l 0 a");
    CHECK(encoded_text(cmd::ltrim("l", 1, -1)) == "LTRIM l 1 -1");
    CHECK(encoded_text(cmd::rpoplpush("a", "b")) == "RPOPLPUSH a b");
    CHECK(encoded_text(cmd::rpush("l", std::vector<int>{1, 2})) == "RPUSH l 1 2");
    CHECK(encoded_text(cmd::rpushx("l", "a", "b")) == "RPUSHX l a b");
}

TEST_CASE("list: a count changes the reply", "[command]") {
    CHECK(encoded_text(cmd::lpop("l")) == "LPOP l");
    CHECK(encoded_text(cmd::lpop("l", 3)) == "LPOP l 3");
    CHECK(encoded_text(cmd::rpop("l")) == "RPOP l");
    CHECK(encoded_text(cmd::rpop("l", 3)) == "RPOP l 3");
    CHECK(has_reply<nullable<bulk>>(cmd::lpop("l")));
    CHECK(has_reply<nullable<array<bulk>>>(cmd::lpop("l", 3)));
    CHECK(has_reply<nullable<array<bulk>>>(cmd::rpop("l", 3)));

    CHECK(encoded_text(cmd::lpos("l", "a")) == "LPOS l a");
    CHECK(encoded_text(cmd::lpos("l", "a", opt::maxlen(100), opt::count(0), opt::rank(-1))) == "LPOS l a RANK -1 COUNT 0 MAXLEN 100");
    CHECK(has_reply<nullable<integer>>(cmd::lpos("l", "a", opt::rank(2))));
    CHECK(has_reply<array<integer>>(cmd::lpos("l", "a", opt::count(2))));
}

TEST_CASE("list: LMOVE accepts an end for each list, in order", "[command]") {
    CHECK(encoded_text(cmd::lmove("a", "b", opt::left, opt::right)) == "LMOVE a b LEFT RIGHT");
    CHECK(encoded_text(cmd::lmove("a", "b", opt::right, opt::left)) == "LMOVE a b RIGHT LEFT");
    CHECK(encoded_text(cmd::lmove("a", "b", opt::left, opt::left)) == "LMOVE a b LEFT LEFT");
    CHECK(encoded_text(cmd::blmove("a", "b", opt::right, opt::right, 2s)) == "BLMOVE a b RIGHT RIGHT 2");
    CHECK(encoded_text(cmd::linsert("l", opt::before, "pivot", "a")) == "LINSERT l BEFORE pivot a");
    CHECK(encoded_text(cmd::linsert("l", "pivot", "a", opt::after)) == "LINSERT l AFTER pivot a");
    CHECK(encoded_text(cmd::lmpop("a", "b", opt::left, opt::count(2))) == "LMPOP 2 a b LEFT COUNT 2");
    CHECK(has_reply<nullable<pair<bulk, array<bulk>>>>(cmd::lmpop("a", opt::right)));
}

TEST_CASE("list: a timeout is encoded in seconds and is the block time of the request", "[command]") {
    const std::vector<std::string> names{"a", "b"};

    CHECK(encoded_text(cmd::blpop("a", "b", 5s)) == "BLPOP a b 5");
    CHECK(encoded_text(cmd::brpop(names, 50ms)) == "BRPOP a b 0.05");
    CHECK(encoded_text(cmd::brpoplpush("a", "b", 1min)) == "BRPOPLPUSH a b 60");
    CHECK(encoded_text(cmd::blmpop(1500ms, names, opt::right)) == "BLMPOP 1.5 2 a b RIGHT");
    CHECK(encoded_text(cmd::blmpop(0s, "a", opt::left, opt::count(3))) == "BLMPOP 0 1 a LEFT COUNT 3");

    CHECK(cmd::blpop("a", 1500ms).block_for() == 1500ms);
    CHECK(cmd::blpop("a", 0s).block_for() == 0ms);
    CHECK(cmd::blmove("a", "b", opt::left, opt::left, 3s).block_for() == 3s);
    CHECK(cmd::lmove("a", "b", opt::left, opt::left).block_for() == std::nullopt);
    CHECK(has_reply<nullable<pair<bulk, bulk>>>(cmd::blpop("a", 0s)));
    STATIC_REQUIRE(cmd::blpop.info.blocks);
    STATIC_REQUIRE(cmd::blpop.key_specs[0] == key_spec{key_spec::kind::range, 1, -2, 1});
    STATIC_REQUIRE_FALSE(cmd::lpop.info.blocks);
}

TEST_CASE("list: several elements can be moved at once", "[command]") {
    CHECK(encoded_text(cmd::lmovem("a", "b", opt::left, opt::right)) == "LMOVEM a b LEFT RIGHT");
    CHECK(encoded_text(cmd::lmovem("a", "b", opt::left, opt::right, opt::count(5), opt::obo)) == "LMOVEM a b LEFT RIGHT COUNT 5 OBO");
    CHECK(encoded_text(cmd::lmovem("a", "b", opt::left, opt::right, opt::exactly(5), opt::bulk_))
          == "LMOVEM a b LEFT RIGHT EXACTLY 5 BULK");
    CHECK(encoded_text(cmd::blmovem("a", "b", opt::left, opt::left, 1500ms, opt::count(5), opt::bulk_))
          == "BLMOVEM a b LEFT LEFT 1.5 COUNT 5 BULK");
    CHECK(has_reply<nullable<array<bulk>>>(cmd::lmovem("a", "b", opt::left, opt::right)));
    CHECK(cmd::lmovem.arity == -5);
    CHECK(cmd::blmovem.arity == -6);
}
