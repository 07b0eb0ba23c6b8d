// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/float_vector.hpp>

#include <array>
#include <list>
#include <vector>

using namespace hibana;
using rule = grammar::rule<notation::floats>;

TEST_CASE("float_vector: takes floats in one block, and bytes", "[command]") {
    STATIC_REQUIRE(rule::takes<std::vector<float>>);
    STATIC_REQUIRE(rule::takes<std::array<float, 3>>);
    STATIC_REQUIRE(rule::takes<std::string>);
    STATIC_REQUIRE_FALSE(rule::takes<std::vector<double>>);
    STATIC_REQUIRE_FALSE(rule::takes<std::list<float>>);
    STATIC_REQUIRE_FALSE(rule::takes<int>);
}

TEST_CASE("float_vector: views what stays and keeps what goes", "[command]") {
    const std::vector<float> vector{1, 0.5f};
    const std::string bytes("\0\0\x80\x3f\0\0\0\x3f", 8);

    const std::string_view viewed = rule::hold(vector);
    CHECK(viewed == bytes);
    CHECK(static_cast<const void*>(viewed.data()) == vector.data());
    CHECK(std::is_same_v<decltype(rule::hold(std::vector<float>(vector))), std::string>);
    CHECK(rule::hold(std::vector<float>(vector)) == bytes);
    CHECK(float_bytes(vector) == bytes);
}
