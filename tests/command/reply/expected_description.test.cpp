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
using detail::wanted;
using detail::wanted_by;

TEST_CASE("reply_wanted: a word for each sort of type", "[command]") {
    CHECK(wanted<int> == ", not an integer");
    CHECK(wanted<std::optional<std::uint64_t>> == ", not an integer");
    CHECK(wanted<float> == ", not a double");
    CHECK(wanted<bool> == ", not a boolean");
    CHECK(wanted<done> == ", not OK");
    CHECK(wanted<std::string> == ", not a string");
    CHECK(wanted<borrowed<std::string_view>> == ", not a string");
    CHECK(wanted<std::vector<std::byte>> == ", not a string");
    CHECK(wanted<std::vector<std::string>> == ", not an array that fits what was asked for");
    CHECK(wanted<std::set<int>> == ", not an array that fits what was asked for");
    CHECK(wanted<std::pair<int, int>> == ", not an array that fits what was asked for");
    CHECK(wanted<std::array<int, 3>> == ", not an array that fits what was asked for");
    CHECK(wanted<std::map<std::string, int>> == ", not a map that fits what was asked for");
    CHECK(wanted<std::chrono::seconds> == "");
}

TEST_CASE("reply_wanted: what the caller asks for counts, not what the command says", "[command]") {
    CHECK(wanted_by<notation::bulk, std::string> == ", not a string");
    CHECK(wanted_by<notation::shaped<int, notation::bulk>, int> == ", not an integer");
    CHECK(wanted_by<notation::stored<int, notation::bulk>, done> == ", not an integer");
}
