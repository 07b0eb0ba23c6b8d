// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/fixed_string.hpp>

#include <string_view>
#include <type_traits>

using namespace hibana;

namespace {

template <fixed_string Name>
struct named {
    static constexpr std::string_view name = Name.view();
};

}  // namespace

TEST_CASE("fixed_string: the text of a template argument is the literal without its zero", "[core]") {
    STATIC_REQUIRE(named<"GET">::name == "GET");
    STATIC_REQUIRE(named<"">::name.empty());
    STATIC_REQUIRE(fixed_string{"GET"}.size() == 3);
}

TEST_CASE("fixed_string: a zero inside the text is kept", "[core]") {
    STATIC_REQUIRE(named<"a\0b">::name == std::string_view("a\0b", 3));
}

TEST_CASE("fixed_string: texts are equal when their characters are, whatever their lengths", "[core]") {
    STATIC_REQUIRE(fixed_string{"GET"} == fixed_string{"GET"});
    STATIC_REQUIRE_FALSE(fixed_string{"GET"} == fixed_string{"GETEX"});
    STATIC_REQUIRE(std::is_same_v<named<"GET">, named<"GET">>);
    STATIC_REQUIRE_FALSE(std::is_same_v<named<"GET">, named<"SET">>);
}

TEST_CASE("fixed_string: a literal object is empty and its text lives as long as the program", "[core]") {
    STATIC_REQUIRE(std::is_empty_v<literal<"key">>);
    STATIC_REQUIRE(literal_text<"key"> == "key");
    constexpr const char* where = literal_text<"key">.data();
    CHECK(literal_text<"key">.data() == where);
}
