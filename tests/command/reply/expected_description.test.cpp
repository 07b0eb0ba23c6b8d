// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/reply/expected_description.hpp>
#include <hibana/command/reply/reply.hpp>

#include "catch.hpp"

#include <array>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using detail::expected_description;
using detail::expected_description_for;

TEST_CASE("expected_description: each class of types has a description", "[command]") {
    CHECK(expected_description<int> == ", not an integer");
    CHECK(expected_description<std::optional<std::uint64_t>> == ", not an integer");
    CHECK(expected_description<float> == ", not a double");
    CHECK(expected_description<bool> == ", not a boolean");
    CHECK(expected_description<ok_reply> == ", not OK");
    CHECK(expected_description<std::string> == ", not a string");
    CHECK(expected_description<borrowed<std::string_view>> == ", not a string");
    CHECK(expected_description<std::vector<std::byte>> == ", not a string");
    CHECK(expected_description<std::vector<std::string>> == ", not an array that matches the requested type");
    CHECK(expected_description<std::set<int>> == ", not an array that matches the requested type");
    CHECK(expected_description<std::pair<int, int>> == ", not an array that matches the requested type");
    CHECK(expected_description<std::array<int, 3>> == ", not an array that matches the requested type");
    CHECK(expected_description<std::map<std::string, int>> == ", not a map that matches the requested type");
    CHECK(expected_description<std::chrono::seconds> == "");
}

TEST_CASE("expected_description: the requested type has priority over the kind of the command", "[command]") {
    CHECK(expected_description_for<notation::bulk, std::string> == ", not a string");
    CHECK(expected_description_for<notation::as_type<int, notation::bulk>, int> == ", not an integer");
    CHECK(expected_description_for<notation::into_object<int, notation::bulk>, ok_reply> == ", not an integer");
}
