// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/reply/target.hpp>

#include "catch.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using namespace hibana;
using namespace hibana::detail;

namespace {

struct adapted {
    int member = 0;
};
struct customised {};

}  // namespace

template <>
struct hibana::members<adapted> {
    static constexpr std::size_t size = 1;
    static constexpr void each(auto& object, auto f) { f("member", object.member); }
};
template <>
struct hibana::from_reply<customised> {
    static std::optional<customised> from(std::string_view) { return customised(); }
};

TEST_CASE("target: each type belongs to one class", "[command]") {
    STATIC_REQUIRE(text_target<std::string>);
    STATIC_REQUIRE(text_target<std::string_view>);
    STATIC_REQUIRE(text_target<std::filesystem::path>);
    STATIC_REQUIRE_FALSE(text_target<std::optional<std::string>>);
    STATIC_REQUIRE_FALSE(text_target<std::vector<char>>);
    STATIC_REQUIRE_FALSE(text_target<int>);

    STATIC_REQUIRE(byte_target<std::vector<char>>);
    STATIC_REQUIRE(byte_target<std::vector<std::byte>>);
    STATIC_REQUIRE_FALSE(byte_target<std::string>);
    STATIC_REQUIRE_FALSE(byte_target<std::vector<unsigned char>>);
    STATIC_REQUIRE_FALSE(byte_target<std::vector<int>>);

    STATIC_REQUIRE(number_target<unsigned char>);
    STATIC_REQUIRE(number_target<double>);
    STATIC_REQUIRE_FALSE(number_target<bool>);
    STATIC_REQUIRE_FALSE(number_target<char>);

    STATIC_REQUIRE(container_target<std::vector<int>>);
    STATIC_REQUIRE(container_target<std::list<int>>);
    STATIC_REQUIRE(container_target<std::set<std::string>>);
    STATIC_REQUIRE(container_target<std::map<int, int>>);
    STATIC_REQUIRE_FALSE(container_target<std::string>);
    STATIC_REQUIRE_FALSE(container_target<std::vector<char>>);
    STATIC_REQUIRE_FALSE(container_target<std::array<int, 2>>);
    STATIC_REQUIRE_FALSE(container_target<std::span<int>>);
    STATIC_REQUIRE_FALSE(container_target<adapted>);

    STATIC_REQUIRE(map_target<std::map<int, int>>);
    STATIC_REQUIRE_FALSE(map_target<std::set<int>>);

    STATIC_REQUIRE(reusable_container<std::vector<std::string>>);
    STATIC_REQUIRE(reusable_container<std::deque<int>>);
    STATIC_REQUIRE_FALSE(reusable_container<std::vector<bool>>);
    STATIC_REQUIRE_FALSE(reusable_container<std::list<int>>);

    STATIC_REQUIRE(tuple_target<std::pair<int, int>>);
    STATIC_REQUIRE(tuple_target<std::tuple<>>);
    STATIC_REQUIRE(tuple_target<std::array<int, 2>>);
    STATIC_REQUIRE_FALSE(tuple_target<std::vector<int>>);
}

TEST_CASE("target: only structs may keep old values", "[command]") {
    STATIC_REQUIRE(is_overwritten<int>);
    STATIC_REQUIRE(is_overwritten<std::vector<std::optional<std::string>>>);
    STATIC_REQUIRE_FALSE(is_overwritten<adapted>);
    STATIC_REQUIRE_FALSE(is_overwritten<std::optional<adapted>>);
    STATIC_REQUIRE_FALSE(is_overwritten<std::vector<std::pair<int, adapted>>>);
    STATIC_REQUIRE_FALSE(is_overwritten<std::tuple<int, std::array<adapted, 2>>>);
}

TEST_CASE("target: each kind has a width in flat arrays", "[command]") {
    using namespace hibana::notation;
    STATIC_REQUIRE(width<bulk> == 1);
    STATIC_REQUIRE(width<array<bulk>> == 1);
    STATIC_REQUIRE(width<hibana::notation::pair<bulk, real>> == 2);
    STATIC_REQUIRE(width<hibana::notation::pair<bulk, hibana::notation::pair<bulk, real>>> == 3);
    STATIC_REQUIRE(width<row<bulk, row<bulk, real>, integer>> == 4);
    STATIC_REQUIRE(width<nullable<row<bulk, real>>> == 1);
}
