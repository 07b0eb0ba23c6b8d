// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/rules.hpp>
#include <hibana/command/options.hpp>

using namespace hibana;
using namespace hibana::notation;
using grammar::declaration_parts;
using grammar::fault;
using grammar::type_of;

namespace {

template <class Parts, class Reply, class... Given>
using reply = typename grammar::reply_beside<Parts, Reply, Given...>::type;
using nx = type_of<opt::nx>;
using xx = type_of<opt::xx>;
using gt = type_of<opt::gt>;

}  // namespace

TEST_CASE("rules: an option that needs another is refused alone", "[command]") {
    using parts = declaration_parts<ok(), needs<opt::nx, opt::xx, opt::gt>, excludes<opt::gt, opt::xx>>;
    STATIC_REQUIRE(parts::broken<>().wrong == fault::none);
    STATIC_REQUIRE(parts::broken<nx>().wrong == fault::lacks);
    STATIC_REQUIRE(parts::broken<nx>().part == 1);
    STATIC_REQUIRE(parts::broken<nx, xx>().wrong == fault::none);
    STATIC_REQUIRE(parts::broken<nx, gt>().wrong == fault::none);
    STATIC_REQUIRE(parts::broken<xx, gt>().wrong == fault::clash);
    STATIC_REQUIRE(parts::broken<xx, gt>().part == 2);
}

TEST_CASE("rules: of several replies the first whose option is given stands", "[command]") {
    using parts = declaration_parts<ok(), when<opt::nx, bulk>, when<opt::gt, writes>, when<opt::xx, integer>>;
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok>, ok>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok, nx>, bulk>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok, xx>, integer>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok, xx, nx>, bulk>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok, gt>, ok>);
}

TEST_CASE("rules: a row has the columns whose options are given, and one column is no row", "[command]") {
    using parts = declaration_parts<ok()>;
    using columns = array<row<bulk, with<opt::nx, real>, with<opt::xx, integer>>>;
    STATIC_REQUIRE(std::is_same_v<reply<parts, columns>, array<bulk>>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, columns, xx>, array<row<bulk, integer>>>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, columns, xx, nx>, array<row<bulk, real, integer>>>);
}
