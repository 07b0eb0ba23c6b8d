// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/hyperloglog.hpp>

using namespace hibana;
using namespace hibana::notation;
using test::encoded_text;
using test::has_reply;

TEST_CASE("hyperloglog: all commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::pfadd("p", "a", 1)) == "PFADD p a 1");
    CHECK(encoded_text(cmd::pfadd("p")) == "PFADD p");
    CHECK(encoded_text(cmd::pfcount("p", "q")) == "PFCOUNT p q");
    CHECK(encoded_text(cmd::pfmerge("d", "p", "q")) == "PFMERGE d p q");
    CHECK(encoded_text(cmd::pfdebug("ENCODING", "p")) == "PFDEBUG ENCODING p");
    CHECK(encoded_text(cmd::pfselftest()) == "PFSELFTEST");
    CHECK(has_reply<boolean>(cmd::pfadd("p", "a")));
    CHECK(slot(cmd::pfmerge("{a}d", "{a}p")) == key_slot("a"));
}
