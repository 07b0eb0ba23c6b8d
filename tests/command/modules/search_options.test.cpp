// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/modules/search_options.hpp>
#include <hibana/command/modules/search.hpp>

using namespace hibana;
using test::encoded_text;

TEST_CASE("search_options: an option is encoded in each command that accepts it", "[command]") {
    CHECK(encoded_text(cmd::ft::synupdate("idx", "g", opt::search::skipinitialscan, "a", "b")) == "FT.SYNUPDATE idx g SKIPINITIALSCAN a b");
    CHECK(encoded_text(cmd::ft::search("idx", "q", opt::search::language("german"))) == "FT.SEARCH idx q LANGUAGE german");
}

TEST_CASE("search_options: FILTER is an expression or a numeric range", "[command]") {
    CHECK(encoded_text(cmd::ft::search("idx", "q", opt::search::filter("price", "0", "10"))) == "FT.SEARCH idx q FILTER price 0 10");
}
