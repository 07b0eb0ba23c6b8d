// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/reply/holds_views.hpp>

#include "catch.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using namespace hibana;
using hibana::detail::holds_views;

namespace {

struct owner {
    std::string name;
    int age;
};
struct viewer {
    int age;
    std::optional<std::string_view> name;
};
struct outer {
    std::vector<viewer> all;
};

}  // namespace

template <>
struct hibana::members<owner> {
    static constexpr std::size_t size = 2;
    static constexpr void each(auto& object, auto f) {
        f("name", object.name);
        f("age", object.age);
    }
};
template <>
struct hibana::members<viewer> {
    static constexpr std::size_t size = 2;
    static constexpr void each(auto& object, auto f) {
        f("age", object.age);
        f("name", object.name);
    }
};
template <>
struct hibana::members<outer> {
    static constexpr std::size_t size = 1;
    static constexpr void each(auto& object, auto f) { f("all", object.all); }
};

TEST_CASE("holds_views: views are detected at any depth", "[command]") {
    using view = std::string_view;
    STATIC_REQUIRE(holds_views<view>);
    STATIC_REQUIRE(holds_views<std::optional<view>>);
    STATIC_REQUIRE(holds_views<std::vector<view>>);
    STATIC_REQUIRE(holds_views<std::set<view>>);
    STATIC_REQUIRE(holds_views<std::array<view, 2>>);
    STATIC_REQUIRE(holds_views<std::map<int, view>>);
    STATIC_REQUIRE(holds_views<std::map<view, int>>);
    STATIC_REQUIRE(holds_views<std::pair<int, view>>);
    STATIC_REQUIRE(holds_views<std::tuple<int, std::string, view>>);
    STATIC_REQUIRE(holds_views<scan_page<view>>);
    STATIC_REQUIRE(holds_views<std::vector<std::pair<view, std::vector<std::pair<view, view>>>>>);
    STATIC_REQUIRE(holds_views<viewer>);
    STATIC_REQUIRE(holds_views<outer>);
    STATIC_REQUIRE(holds_views<std::vector<outer>>);
}

TEST_CASE("holds_views: types that own their data contain no views", "[command]") {
    STATIC_REQUIRE_FALSE(holds_views<std::string>);
    STATIC_REQUIRE_FALSE(holds_views<int>);
    STATIC_REQUIRE_FALSE(holds_views<std::vector<std::string>>);
    STATIC_REQUIRE_FALSE(holds_views<std::map<std::string, std::vector<char>>>);
    STATIC_REQUIRE_FALSE(holds_views<std::tuple<int, std::string>>);
    STATIC_REQUIRE_FALSE(holds_views<scan_page<std::string>>);
    STATIC_REQUIRE_FALSE(holds_views<owner>);
}
