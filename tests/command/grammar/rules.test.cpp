// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/rules.hpp>
#include <hibana/command/options.hpp>

using namespace hibana;
using namespace hibana::notation;
using grammar::call_error;
using grammar::declaration_parts;
using grammar::type_of;

namespace {

template <class Parts, class Reply, class... Present>
using reply = typename grammar::reply_with_options<Parts, Reply, Present...>::type;
using nx = type_of<opt::nx>;
using xx = type_of<opt::xx>;
using gt = type_of<opt::gt>;

}  // namespace

TEST_CASE("rules: needs and excludes detect invalid combinations of options", "[command]") {
    using parts = declaration_parts<ok(), needs<opt::nx, opt::xx, opt::gt>, excludes<opt::gt, opt::xx>>;
    STATIC_REQUIRE(parts::broken_by<>().err == call_error::none);
    STATIC_REQUIRE(parts::broken_by<nx>().err == call_error::missing_dependency);
    STATIC_REQUIRE(parts::broken_by<nx>().part == 1);
    STATIC_REQUIRE(parts::broken_by<nx, xx>().err == call_error::none);
    STATIC_REQUIRE(parts::broken_by<nx, gt>().err == call_error::none);
    STATIC_REQUIRE(parts::broken_by<xx, gt>().err == call_error::conflict);
    STATIC_REQUIRE(parts::broken_by<xx, gt>().part == 2);
}

TEST_CASE("rules: the first reply whose option is present applies", "[command]") {
    using parts = declaration_parts<ok(), when<opt::nx, bulk>, when<opt::gt, writes>, when<opt::xx, integer>>;
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok>, ok>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok, nx>, bulk>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok, xx>, integer>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok, xx, nx>, bulk>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, ok, gt>, ok>);
}

TEST_CASE("rules: a row has the columns of the present options, and a single column is not a row", "[command]") {
    using parts = declaration_parts<ok()>;
    using columns = array<row<bulk, with<opt::nx, real>, with<opt::xx, integer>>>;
    STATIC_REQUIRE(std::is_same_v<reply<parts, columns>, array<bulk>>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, columns, xx>, array<row<bulk, integer>>>);
    STATIC_REQUIRE(std::is_same_v<reply<parts, columns, xx, nx>, array<row<bulk, real, integer>>>);
}
