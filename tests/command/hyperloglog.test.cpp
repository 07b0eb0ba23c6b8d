// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "encoded.hpp"

#include <hibana/command/hyperloglog.hpp>

using namespace hibana;
using namespace hibana::notation;
using test::gives;
using test::said;

TEST_CASE("hyperloglog: what is added, counted and merged", "[command]") {
    CHECK(said(cmd::pfadd("p", "a", 1)) == "PFADD p a 1");
    CHECK(said(cmd::pfadd("p")) == "PFADD p");
    CHECK(said(cmd::pfcount("p", "q")) == "PFCOUNT p q");
    CHECK(said(cmd::pfmerge("d", "p", "q")) == "PFMERGE d p q");
    CHECK(said(cmd::pfdebug("ENCODING", "p")) == "PFDEBUG ENCODING p");
    CHECK(said(cmd::pfselftest()) == "PFSELFTEST");
    CHECK(gives<boolean>(cmd::pfadd("p", "a")));
    CHECK(slot(cmd::pfmerge("{a}d", "{a}p")) == key_slot("a"));
}
