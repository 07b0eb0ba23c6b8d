// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/float_vector.hpp>

#include <array>
#include <list>
#include <vector>

using namespace hibana;
using rule = grammar::argument_traits<notation::floats>;

TEST_CASE("float_vector: contiguous floats and bytes are accepted", "[command]") {
    STATIC_REQUIRE(rule::accepts<std::vector<float>>);
    STATIC_REQUIRE(rule::accepts<std::array<float, 3>>);
    STATIC_REQUIRE(rule::accepts<std::string>);
    STATIC_REQUIRE_FALSE(rule::accepts<std::vector<double>>);
    STATIC_REQUIRE_FALSE(rule::accepts<std::list<float>>);
    STATIC_REQUIRE_FALSE(rule::accepts<int>);
}

TEST_CASE("float_vector: lvalues are viewed and rvalues are copied", "[command]") {
    const std::vector<float> vector{1, 0.5f};
    const std::string bytes("\0\0\x80\x3f\0\0\0\x3f", 8);

    const std::string_view viewed = rule::store(vector);
    CHECK(viewed == bytes);
    CHECK(static_cast<const void*>(viewed.data()) == vector.data());
    CHECK(std::is_same_v<decltype(rule::store(std::vector<float>(vector))), std::string>);
    CHECK(rule::store(std::vector<float>(vector)) == bytes);
    CHECK(float_bytes(vector) == bytes);
}
