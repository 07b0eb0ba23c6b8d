// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/modules/search_conditional.hpp>
#include <hibana/command/modules/search_index.hpp>

using namespace hibana;
using test::encoded_text;

TEST_CASE("search_conditional: the commands are encoded, and may be repeated", "[command]") {
    CHECK(encoded_text(cmd::ft::_createifnx("idx", opt::search::tag("t"))) == "FT._CREATEIFNX idx SCHEMA t TAG");
    CHECK(encoded_text(cmd::ft::_alterifnx("idx", opt::search::tag("t"))) == "FT._ALTERIFNX idx SCHEMA ADD t TAG");
    CHECK(encoded_text(cmd::ft::_aliasaddifnx("a", "idx")) == "FT._ALIASADDIFNX a idx");
    CHECK(encoded_text(cmd::ft::_aliasdelifx("a")) == "FT._ALIASDELIFX a");
    CHECK(encoded_text(cmd::ft::_dropindexifx("idx", opt::search::dd)) == "FT._DROPINDEXIFX idx DD");
    CHECK(encoded_text(cmd::ft::_dropifx("idx", opt::search::keepdocs)) == "FT._DROPIFX idx KEEPDOCS");
    STATIC_REQUIRE(decltype(cmd::ft::_dropifx("idx"))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::ft::_aliasaddifnx("a", "idx"))::info.idempotent);
}
