// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/signature.hpp>
#include <hibana/command/options.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using grammar::fault;

namespace {

template <class... Step>
using of = grammar::signature<ok, Step...>;
template <class Signature, class... T>
constexpr fault wrong = grammar::reading<Signature, T...>::checked().wrong;
using text_argument = const char (&)[2];

}  // namespace

TEST_CASE("signature: a call of plain kinds is read without a plan", "[command]") {
    STATIC_REQUIRE(of<notation::key, integer>::reads_plainly<text_argument, int>());
    STATIC_REQUIRE_FALSE(of<notation::key, integer>::reads_plainly<text_argument, text_argument>());
    STATIC_REQUIRE_FALSE(of<notation::key, integer>::reads_plainly<text_argument>());
    STATIC_REQUIRE_FALSE(of<some<notation::key>>::reads_plainly<text_argument>());
    STATIC_REQUIRE(of<>::reads_plainly<>());
}

TEST_CASE("signature: the first argument of a wrong type is found, with its kind", "[command]") {
    using signature = of<notation::key, integer, real>;
    STATIC_REQUIRE(wrong<signature, text_argument, int, double> == fault::none);
    STATIC_REQUIRE(wrong<signature, int, int, double> == fault::key);
    STATIC_REQUIRE(wrong<signature, text_argument, double, double> == fault::whole);
    STATIC_REQUIRE(wrong<signature, text_argument, int, text_argument> == fault::number);
    STATIC_REQUIRE(grammar::reading<signature, text_argument, int, text_argument>::checked().culprit == 2);
}

TEST_CASE("signature: what stands for several must give what the list wants", "[command]") {
    using list = of<some<notation::key>>;
    using pairs = of<some<notation::pair<field, bulk>>>;
    STATIC_REQUIRE(wrong<list, std::vector<std::string>&> == fault::none);
    STATIC_REQUIRE(wrong<list, std::vector<int>&> == fault::key);
    STATIC_REQUIRE(wrong<list, std::map<std::string, std::string>&> == fault::key);
    STATIC_REQUIRE(wrong<pairs, std::map<std::string, int>> == fault::none);
    STATIC_REQUIRE(wrong<pairs, std::vector<std::string>&> == fault::pair);
    STATIC_REQUIRE(wrong<pairs, std::map<std::string, bool>&> == fault::pair);
    STATIC_REQUIRE(wrong<pairs, text_argument> == fault::odd);
    STATIC_REQUIRE(wrong<of<notation::key>, std::vector<std::string>&> == fault::key);
}
