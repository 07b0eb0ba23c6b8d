// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/modules/search_documents.hpp>
#include <hibana/command/modules/search_index.hpp>

using namespace hibana;
using test::encoded_text;

TEST_CASE("search_documents: the commands of RediSearch 1 are encoded", "[command]") {
    CHECK(encoded_text(cmd::ft::add("idx", "d", 1, opt::search::replace(opt::search::partial), opt::search::payload("p"), "t", "x"))
          == "FT.ADD idx d 1 REPLACE PARTIAL PAYLOAD p FIELDS t x");
    CHECK(encoded_text(cmd::ft::addhash("idx", "d", 1, opt::replace)) == "FT.ADDHASH idx d 1 REPLACE");
    CHECK(encoded_text(cmd::ft::del("idx", "d", opt::search::dd)) == "FT.DEL idx d DD");
    CHECK(encoded_text(cmd::ft::drop("idx", opt::search::keepdocs)) == "FT.DROP idx KEEPDOCS");
    CHECK(encoded_text(cmd::ft::get("idx", "d")) == "FT.GET idx d");
    CHECK(encoded_text(cmd::ft::mget("idx", "d", "e")) == "FT.MGET idx d e");
    CHECK(encoded_text(cmd::ft::synadd("idx", "a", "b")) == "FT.SYNADD idx a b");
    CHECK(encoded_text(cmd::ft::safeadd("idx", "d", 1, "t", "x")) == "FT.SAFEADD idx d 1 FIELDS t x");
    STATIC_REQUIRE(decltype(cmd::ft::get("idx", "d"))::info.reads);
    STATIC_REQUIRE(decltype(cmd::ft::del("idx", "d"))::info.writes);
}
