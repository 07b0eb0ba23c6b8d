// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/bitmap.hpp>
#include <hibana/command/sentinel.hpp>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using test::decoded;
using test::encoded_text;
using test::has_reply;

TEST_CASE("sentinel: commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::sentinel::ckquorum("m")) == "SENTINEL CKQUORUM m");
    CHECK(encoded_text(cmd::sentinel::failover("m")) == "SENTINEL FAILOVER m");
    CHECK(encoded_text(cmd::sentinel::get_master_addr_by_name("m")) == "SENTINEL GET-MASTER-ADDR-BY-NAME m");
    CHECK(encoded_text(cmd::sentinel::get_primary_addr_by_name("m")) == "SENTINEL GET-PRIMARY-ADDR-BY-NAME m");
    CHECK(encoded_text(cmd::sentinel::is_master_down_by_addr("h", 1, 0, "*")) == "SENTINEL IS-MASTER-DOWN-BY-ADDR h 1 0 *");
    CHECK(encoded_text(cmd::sentinel::monitor("m", "h", 1, 2)) == "SENTINEL MONITOR m h 1 2");
    CHECK(encoded_text(cmd::sentinel::set("m", "quorum", 1, "auth-pass", "x")) == "SENTINEL SET m quorum 1 auth-pass x");
    CHECK(encoded_text(cmd::sentinel::reset("m*")) == "SENTINEL RESET m*");
    CHECK(encoded_text(cmd::sentinel::info_cache("m", "n")) == "SENTINEL INFO-CACHE m n");
    CHECK(encoded_text(cmd::sentinel::debug()) == "SENTINEL DEBUG");
    CHECK(encoded_text(cmd::sentinel::debug("info-period", 5)) == "SENTINEL DEBUG info-period 5");
    CHECK(encoded_text(cmd::sentinel::config(opt::get("a"))) == "SENTINEL CONFIG GET a");
    CHECK(encoded_text(cmd::sentinel::config(opt::get("a", "b"))) == "SENTINEL CONFIG GET a b");
    CHECK(encoded_text(cmd::sentinel::config(opt::get("a", "b", "c"))) == "SENTINEL CONFIG GET a b c");
    CHECK(encoded_text(cmd::sentinel::config(opt::set("a", 1, "b", "x"))) == "SENTINEL CONFIG SET a 1 b x");
    CHECK(encoded_text(cmd::bitfield("k", opt::set("u8", 0, 1))) == "BITFIELD k SET u8 0 1");
    CHECK(has_reply<ok>(cmd::sentinel::config(opt::set("a", 1))));
    CHECK(has_reply<map<bulk, bulk>>(cmd::sentinel::config(opt::get("a"))));
}
