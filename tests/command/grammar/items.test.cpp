// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/items.hpp>

#include <string>

using namespace hibana;
using grammar::items;

TEST_CASE("items: items are encoded in order, and counted at compile time if their types allow it", "[command]") {
    const items<grammar::key_item<std::string_view>, std::int64_t, literal<"x">> three(grammar::key_item(std::string_view("k")), 7,
                                                                                       literal<"x">());
    std::string bytes(three.max_size(), '#');

    bytes.resize(static_cast<std::size_t>(three.write(bytes.data()) - bytes.data()));

    CHECK(bytes == "$1\r\nk\r\n$1\r\n7\r\n$1\r\nx\r\n");
    CHECK(three.count() == 3);
    STATIC_REQUIRE(decltype(three)::width == 3);
    STATIC_REQUIRE(items<>::width == 0);
    std::string keys;
    const auto note = [&keys](std::string_view key) { keys += key; };
    three.keys(note);
    CHECK(keys == "k");
}

TEST_CASE("items: items are compared by value, and constants take no memory", "[command]") {
    using pair = items<std::string, std::int64_t>;
    CHECK(pair("a", 1) == pair("a", 1));
    CHECK_FALSE(pair("a", 1) == pair("a", 2));
    CHECK(items<>() == items<>());
    STATIC_REQUIRE(std::is_empty_v<items<literal<"a">, literal<"b">>>);
    STATIC_REQUIRE(sizeof(items<std::string_view, literal<"b">>) == sizeof(std::string_view));
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<pair>);
}

TEST_CASE("items: nth is the type at an index", "[command]") {
    STATIC_REQUIRE(std::is_same_v<grammar::nth<1, int, char, long>, char>);
    STATIC_REQUIRE(std::is_same_v<grammar::nth<2, int, int, int&&>, int&&>);
}
