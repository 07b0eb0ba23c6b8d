// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/modules/search_query.hpp>

#include <limits>

using namespace hibana;

TEST_CASE("search_query: conditions are joined in brackets", "[command]") {
    const auto both = query::tag("kind", "book", "used book") && query::range("price", 0, query::exclusive{15.5});

    CHECK(both.text() == "(@kind:{book|used\\ book} @price:[0 (15.5])");
    CHECK((query::all() || !query::text("a b")).text() == "(* | -(\"a b\"))");
    CHECK((~query::prefix("hel")).text() == "~(hel*)");
    CHECK(query::range("n", -std::numeric_limits<double>::infinity(), 3).text() == "@n:[-inf 3]");
    CHECK(query::at_least("n", 3).text() == "@n:[3 inf]");
    CHECK(query::at_most("n", query::exclusive{3}).text() == "@n:[-inf (3]");
    CHECK(query::within("at", 13.5, 52.25, 10).text() == "@at:[13.5 52.25 10 km]");
}

TEST_CASE("search_query: what is meant as text cannot become syntax", "[command]") {
    CHECK(query::tag("k", "a} | @x:{b").text() == "@k:{a\\}\\ \\|\\ \\@x\\:\\{b}");
    CHECK(query::text("title", "say \"hi\" \\").text() == "@title:(\"say \\\"hi\\\" \\\\\")");
    CHECK(query::prefix("a-b*").text() == "a\\-b\\**");
    CHECK(query::tag("na me", "\xc3\xa9").text() == "@na\\ me:{\xc3\xa9}");
}

TEST_CASE("search_query: neighbours are looked for among the documents of a condition", "[command]") {
    CHECK(query::neighbours(query::all(), 10, "v", "blob").text() == "(*)=>[KNN 10 @v $blob]");
    CHECK(query::neighbours(query::tag("k", "a"), 3, "v", "blob", "distance").text()
          == "(@k:{a})=>[KNN 3 @v $blob AS distance]");
}
