// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/match_call.hpp>

using namespace hibana::grammar;

namespace {

constexpr step one{};
constexpr step some{element_kind::some};
constexpr step any{element_kind::any};
constexpr step maybe{element_kind::maybe};
constexpr step any_of{element_kind::any_of};
constexpr step pairs{element_kind::some, true};
constexpr step counted{element_kind::some, false, counts::elements};
constexpr step zipped{element_kind::some, true, counts::nothing, true};

constexpr argument_info plain{};
constexpr argument_info list_argument{false, true, false, 0, 0};
constexpr argument_info option(unsigned identity, std::uint64_t steps) {
    return {true, false, false, static_cast<std::uint16_t>(identity), steps};
}
template <std::size_t Steps, std::size_t Arguments>
consteval auto call(const step (&steps)[Steps], const argument_info (&arguments)[Arguments]) {
    return match_call(std::to_array(steps), std::to_array(arguments));
}
constexpr bool is(const item_source& source, part kind, unsigned argument) { return source.kind == kind && source.argument == argument; }

}  // namespace

TEST_CASE("match_call: positional arguments match in order, and options by their group", "[command]") {
    constexpr auto match = call({one, maybe, one}, {option(1, 0b010), plain, plain});
    STATIC_REQUIRE(match.err == call_error::none);
    STATIC_REQUIRE(match.size == 3);
    STATIC_REQUIRE(is(match.sources[0], part::first, 1));
    STATIC_REQUIRE(is(match.sources[1], part::option, 0));
    STATIC_REQUIRE(is(match.sources[2], part::first, 2));
}

TEST_CASE("match_call: a list leaves arguments for the steps after it", "[command]") {
    constexpr auto match = call({some, one}, {plain, plain, plain});
    STATIC_REQUIRE(match.err == call_error::none);
    STATIC_REQUIRE(match.sources[2].step == 1);
    STATIC_REQUIRE(call({some, one}, {plain}).err == call_error::too_few);
    STATIC_REQUIRE(call({one}, {plain, plain}).err == call_error::too_many);
    STATIC_REQUIRE(call({one}, {plain, plain}).offending == 1);
}

TEST_CASE("match_call: the first of two consecutive lists requires an explicit end", "[command]") {
    STATIC_REQUIRE(call({any, any}, {plain, plain}).err == call_error::ambiguous_list_end);
    constexpr auto match = call({any, any}, {list_argument, plain, plain});
    STATIC_REQUIRE(match.err == call_error::none);
    STATIC_REQUIRE(match.sources[0].step == 0);
    STATIC_REQUIRE(match.sources[1].step == 1);
    STATIC_REQUIRE(match.sources[2].step == 1);
}

TEST_CASE("match_call: the number in front of a list counts its elements", "[command]") {
    constexpr auto match = call({counted}, {plain, list_argument});
    STATIC_REQUIRE(match.sources[0].kind == part::count);
    STATIC_REQUIRE(match.sources[0].following == 2);
}

TEST_CASE("match_call: a pair is two arguments or one list argument", "[command]") {
    constexpr auto match = call({pairs}, {plain, plain, list_argument});
    STATIC_REQUIRE(is(match.sources[1], part::second, 1));
    STATIC_REQUIRE(is(match.sources[2], part::pairs, 2));
    STATIC_REQUIRE(call({pairs}, {plain, plain, plain}).err == call_error::unpaired);
    constexpr auto zip = call({zipped}, {plain, plain, plain, plain});
    STATIC_REQUIRE(is(zip.sources[1], part::first, 2));
    STATIC_REQUIRE(is(zip.sources[2], part::second, 1));
}

TEST_CASE("match_call: an option of two groups is assigned to the first free one", "[command]") {
    constexpr auto match = call({maybe, maybe}, {option(1, 0b11), option(1, 0b11)});
    STATIC_REQUIRE(match.err == call_error::none);
    STATIC_REQUIRE(match.sources[0].step == 0);
    STATIC_REQUIRE(match.sources[1].step == 1);
    STATIC_REQUIRE(call({maybe}, {option(1, 1), option(1, 1)}).err == call_error::duplicate);
    STATIC_REQUIRE(call({maybe}, {option(1, 1), option(2, 1)}).err == call_error::exclusive);
    STATIC_REQUIRE(call({maybe}, {option(1, 0)}).err == call_error::unknown_option);
    STATIC_REQUIRE(call({step{element_kind::one_of}}, {plain}).err == call_error::missing_option);
    STATIC_REQUIRE(call({step{element_kind::some_of}}, {plain}).err == call_error::missing_option);
}

TEST_CASE("match_call: any_of keeps the declared order of options, each keeps the order of the call", "[command]") {
    constexpr auto declared = call({any_of}, {option(2, 1), option(1, 1)});
    STATIC_REQUIRE(is(declared.sources[0], part::option, 1));
    STATIC_REQUIRE(call({any_of}, {option(1, 1), option(1, 1)}).err == call_error::duplicate);
    constexpr auto each = call({step{element_kind::each}}, {option(2, 1), option(1, 1), option(2, 1)});
    STATIC_REQUIRE(is(each.sources[0], part::option, 0));
    STATIC_REQUIRE(each.size == 3);
}

TEST_CASE("match_call: distance orders errors by how close the signature is", "[command]") {
    STATIC_REQUIRE(distance(call_error::none) < distance(call_error::integer));
    STATIC_REQUIRE(distance(call_error::integer) < distance(call_error::too_many));
    STATIC_REQUIRE(distance(call_error::too_few) < distance(call_error::missing_option));
    STATIC_REQUIRE(distance(call_error::missing_option) < distance(call_error::unknown_option));
}
