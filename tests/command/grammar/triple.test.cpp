// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/encoded.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/grammar/triple.hpp>

#include <string>
#include <tuple>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::encoded_text;

namespace {

inline constexpr descriptor<"PUT", ok(some<triple<key, integer, bulk>>), writes> put;
inline constexpr descriptor<"PUTAT", ok(triple<bulk, integer, real>, integer), writes> put_at;

}  // namespace

TEST_CASE("triple: tuples and ranges of tuples form one list", "[command]") {
    const std::vector<std::tuple<std::string, int, std::string>> range{{"a", 1, "x"}, {"b", 2, "y"}};

    CHECK(encoded_text(put(std::tuple("a", 1, "x"))) == "PUT a 1 x");
    CHECK(encoded_text(put(range, std::tuple(std::string("c"), 3, "z"))) == "PUT a 1 x b 2 y c 3 z");
    CHECK(encoded_text(put_at(std::tuple("a", 1, 0.5), 7)) == "PUTAT a 1 0.5 7");
}

TEST_CASE("triple: keys and words of triples are counted", "[command]") {
    STATIC_REQUIRE(put.arity == -4);
    STATIC_REQUIRE(put.key_specs[0] == key_spec{key_spec::kind::range, 1, -1, 3});
    STATIC_REQUIRE(put_at.arity == 5);
    STATIC_REQUIRE(put_at.info.keyless);
    std::string keys;
    put(std::tuple("a", 1, "x"), std::tuple("b", 2, "y")).keys([&keys](std::string_view key) { keys += key; });
    CHECK(keys == "ab");
}

TEST_CASE("triple: rvalues are stored", "[command]") {
    auto request = put(std::tuple(std::string("a key that is longer than what a string holds in place"), 1, std::string("x")));
    const auto moved = std::move(request);
    CHECK(encoded_text(moved) == "PUT a key that is longer than what a string holds in place 1 x");
}
