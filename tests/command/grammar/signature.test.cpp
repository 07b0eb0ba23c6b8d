// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/signature.hpp>
#include <hibana/command/options.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using grammar::call_error;

namespace {

template <class... Step>
using of = grammar::signature<ok, Step...>;
template <class Signature, class... T>
constexpr call_error err = grammar::matched_call<Signature, T...>::checked_result().err;
using text_argument = const char (&)[2];

}  // namespace

TEST_CASE("signature: a call with one argument for each step matches directly", "[command]") {
    STATIC_REQUIRE(of<notation::key, integer>::matches_directly<text_argument, int>());
    STATIC_REQUIRE_FALSE(of<notation::key, integer>::matches_directly<text_argument, text_argument>());
    STATIC_REQUIRE_FALSE(of<notation::key, integer>::matches_directly<text_argument>());
    STATIC_REQUIRE_FALSE(of<some<notation::key>>::matches_directly<text_argument>());
    STATIC_REQUIRE(of<>::matches_directly<>());
}

TEST_CASE("signature: the first argument of a wrong type is reported with the error of its kind", "[command]") {
    using signature = of<notation::key, integer, real>;
    STATIC_REQUIRE(err<signature, text_argument, int, double> == call_error::none);
    STATIC_REQUIRE(err<signature, int, int, double> == call_error::key);
    STATIC_REQUIRE(err<signature, text_argument, double, double> == call_error::integer);
    STATIC_REQUIRE(err<signature, text_argument, int, text_argument> == call_error::number);
    STATIC_REQUIRE(grammar::matched_call<signature, text_argument, int, text_argument>::checked_result().offending == 2);
}

TEST_CASE("signature: the elements of a list argument must have the right types", "[command]") {
    using list = of<some<notation::key>>;
    using pairs = of<some<notation::pair<field, bulk>>>;
    STATIC_REQUIRE(err<list, std::vector<std::string>&> == call_error::none);
    STATIC_REQUIRE(err<list, std::vector<int>&> == call_error::key);
    STATIC_REQUIRE(err<list, std::map<std::string, std::string>&> == call_error::key);
    STATIC_REQUIRE(err<pairs, std::map<std::string, int>> == call_error::none);
    STATIC_REQUIRE(err<pairs, std::vector<std::string>&> == call_error::pair);
    STATIC_REQUIRE(err<pairs, std::map<std::string, bool>&> == call_error::pair);
    STATIC_REQUIRE(err<pairs, text_argument> == call_error::unpaired);
    STATIC_REQUIRE(err<of<notation::key>, std::vector<std::string>&> == call_error::key);
}
