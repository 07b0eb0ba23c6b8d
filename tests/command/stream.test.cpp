// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/stream.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using namespace std::chrono_literals;
using test::decoded;
using test::encoded_text;
using test::has_reply;

TEST_CASE("stream: XADD trims exactly or approximately, and accepts LIMIT only if approximate", "[command]") {
    CHECK(encoded_text(cmd::xadd("s", "*", "f", "v")) == "XADD s * f v");
    CHECK(encoded_text(cmd::xadd("s", "*", "f", "v", opt::nomkstream)) == "XADD s NOMKSTREAM * f v");
    CHECK(encoded_text(cmd::xadd("s", opt::maxlen(1000), "*", "f", "v", "g", 2)) == "XADD s MAXLEN 1000 * f v g 2");
    CHECK(encoded_text(cmd::xadd("s", opt::maxlen(opt::about, 1000, opt::limit(50)), "*", "f", "v"))
          == "XADD s MAXLEN ~ 1000 LIMIT 50 * f v");
    CHECK(encoded_text(cmd::xadd("s", opt::maxlen(opt::exactly, 1000), "*", "f", "v")) == "XADD s MAXLEN = 1000 * f v");
    CHECK(encoded_text(cmd::xadd("s", opt::minid("5-1"), "*", "f", "v")) == "XADD s MINID 5-1 * f v");
    CHECK(encoded_text(cmd::xadd("s", opt::minid(opt::about, 5), "*", "f", "v")) == "XADD s MINID ~ 5 * f v");
    CHECK(
        encoded_text(cmd::xadd("s", "7-*", std::vector<std::pair<std::string, int>>{{"a", 1}, {"b", 2}}, opt::delref, opt::idmp("p", "i")))
        == "XADD s DELREF IDMP p i 7-* a 1 b 2");
    CHECK(encoded_text(cmd::xadd("s", "*", "a", 1, opt::idmpauto("p"), opt::acked)) == "XADD s ACKED IDMPAUTO p * a 1");
    CHECK(encoded_text(cmd::xtrim("s", opt::maxlen(10))) == "XTRIM s MAXLEN 10");
    CHECK(encoded_text(cmd::xtrim("s", opt::minid(opt::exactly, "9"), opt::keepref)) == "XTRIM s MINID = 9 KEEPREF");
    CHECK(has_reply<bulk>(cmd::xadd("s", "*", "f", "v")));
    CHECK(has_reply<nullable<bulk>>(cmd::xadd("s", "*", "f", "v", opt::nomkstream)));
    STATIC_REQUIRE(decltype(cmd::xadd("s", "*", "f", "v", opt::idmp("p", "i")))::info.redis == server_version{8, 6, 0});
}

TEST_CASE("stream: XADD with a producer id is idempotent", "[command]") {
    STATIC_REQUIRE_FALSE(decltype(cmd::xadd("s", "*", "f", "v"))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::xadd("s", "*", "f", "v", opt::idmp("p", "i")))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::xadd("s", "*", "f", "v", opt::idmpauto("p")))::info.idempotent);
}

TEST_CASE("stream: commands that read are encoded", "[command]") {
    CHECK(encoded_text(cmd::xlen("s")) == "XLEN s");
    CHECK(encoded_text(cmd::xrange("s", "-", "+")) == "XRANGE s - +");
    CHECK(encoded_text(cmd::xrange("s", "(1-1", "+", opt::count(2))) == "XRANGE s (1-1 + COUNT 2");
    CHECK(encoded_text(cmd::xrevrange("s", "+", "-", opt::count(2))) == "XREVRANGE s + - COUNT 2");
    CHECK(encoded_text(cmd::xread("s", "0", "t", "$", opt::count(2), opt::block(1s))) == "XREAD COUNT 2 BLOCK 1000 STREAMS s t 0 $");
    CHECK(encoded_text(cmd::xread("s", "0", opt::maxcount(9), opt::maxsize(100))) == "XREAD MAXCOUNT 9 MAXSIZE 100 STREAMS s 0");
    CHECK(encoded_text(cmd::xreadgroup("g", "c", "s", ">", "t", "0", opt::noack, opt::count(5), opt::block(0ms)))
          == "XREADGROUP GROUP g c COUNT 5 BLOCK 0 NOACK STREAMS s t > 0");
    CHECK(encoded_text(cmd::xreadgroup("g", "c", "s", ">", opt::claim(5s))) == "XREADGROUP GROUP g c CLAIM 5000 STREAMS s >");
    STATIC_REQUIRE(cmd::xread.info.blocks);
    STATIC_REQUIRE_FALSE(decltype(cmd::xread("s", "0"))::info.blocks);
    CHECK(cmd::xread("s", "0", opt::block(1s)).block_for() == std::chrono::milliseconds(1000));
    CHECK(slot(cmd::xread("{a}1", "0", "{a}2", "0")) == key_slot("a"));
    CHECK(has_reply<nullable<map<bulk, array<listed<stream_entry>>>>>(cmd::xreadgroup("g", "c", "s", ">")));
    CHECK(has_reply<nullable<map<bulk, array<listed<claimed_entry>>>>>(cmd::xreadgroup("g", "c", "s", ">", opt::claim(5s))));
}

TEST_CASE("stream: commands that delete and acknowledge are encoded", "[command]") {
    CHECK(encoded_text(cmd::xack("s", "g", "1-1", "2-2")) == "XACK s g 1-1 2-2");
    CHECK(encoded_text(cmd::xdel("s", "1-1", std::vector<std::string>{"2", "3"})) == "XDEL s 1-1 2 3");
    CHECK(encoded_text(cmd::xackdel("s", "g", "1-1", "2-2", opt::delref)) == "XACKDEL s g DELREF IDS 2 1-1 2-2");
    CHECK(encoded_text(cmd::xdelex("s", "1-1", opt::acked)) == "XDELEX s ACKED IDS 1 1-1");
    CHECK(encoded_text(cmd::xnack("s", "g", opt::fail, "1", "2", opt::force, opt::retrycount(3)))
          == "XNACK s g FAIL IDS 2 1 2 RETRYCOUNT 3 FORCE");
    CHECK(encoded_text(cmd::xsetid("s", "9-9", opt::maxdeletedid("1-1"), opt::entriesadded(4)))
          == "XSETID s 9-9 ENTRIESADDED 4 MAXDELETEDID 1-1");
    CHECK(encoded_text(cmd::xidmprecord("s", "p", "i", "1-1")) == "XIDMPRECORD s p i 1-1");
    CHECK(encoded_text(cmd::xcfgset("s", opt::idmp_maxsize(9), opt::idmp_duration(60s))) == "XCFGSET s IDMP-MAXSIZE 9 IDMP-DURATION 60");
}

TEST_CASE("stream: group commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::xgroup::create("s", "g", "$", opt::mkstream, opt::entriesread(3)))
          == "XGROUP CREATE s g $ MKSTREAM ENTRIESREAD 3");
    CHECK(encoded_text(cmd::xgroup::createconsumer("s", "g", "c")) == "XGROUP CREATECONSUMER s g c");
    CHECK(encoded_text(cmd::xgroup::delconsumer("s", "g", "c")) == "XGROUP DELCONSUMER s g c");
    CHECK(encoded_text(cmd::xgroup::destroy("s", "g")) == "XGROUP DESTROY s g");
    CHECK(encoded_text(cmd::xgroup::setid("s", "g", 0)) == "XGROUP SETID s g 0");
    CHECK(encoded_text(cmd::xgroup::help()) == "XGROUP HELP");
    CHECK(encoded_text(cmd::xinfo::help()) == "XINFO HELP");
    CHECK(encoded_text(cmd::xinfo::groups("s")) == "XINFO GROUPS s");
    CHECK(encoded_text(cmd::xinfo::consumers("s", "g")) == "XINFO CONSUMERS s g");
    CHECK(encoded_text(cmd::xinfo::stream("s")) == "XINFO STREAM s");
    CHECK(encoded_text(cmd::xinfo::stream("s", opt::full)) == "XINFO STREAM s FULL");
    CHECK(encoded_text(cmd::xinfo::stream("s", opt::full(opt::count(5)))) == "XINFO STREAM s FULL COUNT 5");
    CHECK(has_reply<named<stream_details>>(cmd::xinfo::stream("s", opt::full)));
    CHECK(has_reply<named<stream_details>>(cmd::xinfo::stream("s", opt::full(opt::count(5)))));
    CHECK(encoded_text(cmd::xpending("s", "g")) == "XPENDING s g");
    CHECK(encoded_text(cmd::xpending("s", "g", "-", "+", 10)) == "XPENDING s g - + 10");
    CHECK(encoded_text(cmd::xpending("s", "g", "-", "+", 10, "c", opt::idle(9s))) == "XPENDING s g IDLE 9000 - + 10 c");
    CHECK(encoded_text(
              cmd::xclaim("s", "g", "c", 5s, "1-1", "2-2", opt::justid, opt::force, opt::idle(1s), opt::retrycount(2), opt::lastid("9")))
          == "XCLAIM s g c 5000 1-1 2-2 IDLE 1000 RETRYCOUNT 2 FORCE JUSTID LASTID 9");
    CHECK(encoded_text(cmd::xclaim("s", "g", "c", 0ms, "1-1", opt::time(std::chrono::system_clock::from_time_t(2))))
          == "XCLAIM s g c 0 1-1 TIME 2000");
    CHECK(encoded_text(cmd::xautoclaim("s", "g", "c", 5s, "0", opt::count(5), opt::justid)) == "XAUTOCLAIM s g c 5000 0 COUNT 5 JUSTID");
    CHECK(has_reply<array<bulk>>(cmd::xclaim("s", "g", "c", 5s, "1-1", opt::justid)));
    CHECK(has_reply<listed<autoclaim_ids_result>>(cmd::xautoclaim("s", "g", "c", 5s, "0", opt::justid)));
}
