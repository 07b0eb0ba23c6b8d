// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

using namespace hibana;

namespace {

using namespace hibana::notation;
using is = key_spec::kind;

constexpr descriptor<"A", ok(key)> one;
constexpr descriptor<"A B", ok(bulk, key)> subcommand;
constexpr descriptor<"A", ok(some<key>, real)> before_the_last;
constexpr descriptor<"A", ok(some<pair<key, bulk>>)> pairs;
constexpr descriptor<"A", ok(key, counted<key>, maybe<opt::nx>)> counted_keys;
constexpr descriptor<"A", ok(word<"STREAMS">, zipped<key, bulk>)> streams;
constexpr descriptor<"A", ok(key, maybe<opt::store>)> in_an_option;
constexpr descriptor<"A", ok(bulk), ok(bulk, one_of<opt::keys>)> in_an_option_of_another_signature;
constexpr descriptor<"A", ok(one_of<opt::left, opt::by>, optional<integer>, any<bulk>)> keyless;

}  // namespace

TEST_CASE("key_specs: positions of keys are derived from the declaration", "[command]") {
    STATIC_REQUIRE(one.key_specs[0] == key_spec{is::range, 1, 0, 1});
    STATIC_REQUIRE(one.key_specs[1] == key_spec{});
    STATIC_REQUIRE(subcommand.key_specs[0] == key_spec{is::range, 3, 0, 1});
    STATIC_REQUIRE(before_the_last.key_specs[0] == key_spec{is::range, 1, -2, 1});
    STATIC_REQUIRE(pairs.key_specs[0] == key_spec{is::range, 1, -1, 2});
    STATIC_REQUIRE(counted_keys.key_specs[1] == key_spec{is::keynum, 2, 0, 1});
    STATIC_REQUIRE(streams.key_specs[0].type == is::keyword);
    STATIC_REQUIRE(in_an_option.key_specs[1].type == is::option);
    STATIC_REQUIRE(in_an_option_of_another_signature.key_specs[0].type == is::option);
    STATIC_REQUIRE(keyless.key_specs[0] == key_spec{});
    STATIC_REQUIRE(keyless.info.keyless);
    STATIC_REQUIRE_FALSE(in_an_option_of_another_signature.info.keyless);
}

TEST_CASE("key_specs: arity is the minimum number of words, negative if there may be more", "[command]") {
    STATIC_REQUIRE(one.arity == 2);
    STATIC_REQUIRE(subcommand.arity == 4);
    STATIC_REQUIRE(before_the_last.arity == -3);
    STATIC_REQUIRE(pairs.arity == -3);
    STATIC_REQUIRE(counted_keys.arity == -4);
    STATIC_REQUIRE(streams.arity == -4);
    STATIC_REQUIRE(in_an_option_of_another_signature.arity == -2);
    STATIC_REQUIRE(keyless.arity == -2);
}
