// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/bitmap.hpp>
#include <hibana/command/generic.hpp>

using namespace hibana;
using namespace hibana::notation;
using test::encoded_text;
using test::has_reply;

TEST_CASE("bitmap: bits are counted and searched in bytes or bits", "[command]") {
    CHECK(encoded_text(cmd::bitcount("k")) == "BITCOUNT k");
    CHECK(encoded_text(cmd::bitcount("k", 0, -1)) == "BITCOUNT k 0 -1");
    CHECK(encoded_text(cmd::bitcount("k", 0, -1, opt::bit)) == "BITCOUNT k 0 -1 BIT");
    CHECK(encoded_text(cmd::bitpos("k", 1)) == "BITPOS k 1");
    CHECK(encoded_text(cmd::bitpos("k", 1, 2)) == "BITPOS k 1 2");
    CHECK(encoded_text(cmd::bitpos("k", 1, 2, -1, opt::byte)) == "BITPOS k 1 2 -1 BYTE");
    CHECK(encoded_text(cmd::getbit("k", 7)) == "GETBIT k 7");
    CHECK(encoded_text(cmd::setbit("k", 7, 1)) == "SETBIT k 7 1");
}

TEST_CASE("bitmap: NOT accepts one key", "[command]") {
    CHECK(encoded_text(cmd::bitop(opt::and_, "d", "a", "b")) == "BITOP AND d a b");
    CHECK(encoded_text(cmd::bitop(opt::not_, "d", "a")) == "BITOP NOT d a");
    CHECK(encoded_text(cmd::bitop(opt::andor, "d", "a", "b", "c")) == "BITOP ANDOR d a b c");
    STATIC_REQUIRE(decltype(cmd::bitop(opt::one, "d", "a"))::info.redis == server_version{8, 2, 0});
}

TEST_CASE("bitmap: the operations of BITFIELD keep the order of the call", "[command]") {
    CHECK(encoded_text(cmd::bitfield("k", opt::overflow(opt::sat), opt::incrby("u2", 100, 1), opt::get("u4", "#0"), opt::set("i8", 0, -5)))
          == "BITFIELD k OVERFLOW SAT INCRBY u2 100 1 GET u4 #0 SET i8 0 -5");
    CHECK(encoded_text(cmd::bitfield_ro("k", opt::get("u8", 0), opt::get("u8", 8))) == "BITFIELD_RO k GET u8 0 GET u8 8");
    CHECK(has_reply<array<nullable<integer>>>(cmd::bitfield("k")));
    CHECK(encoded_text(cmd::sort("l", opt::get("#"))) == "SORT l GET #");
}
