// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/match_call.hpp>

using namespace hibana::grammar;

namespace {

constexpr step one{};
constexpr step some{shape::some};
constexpr step any{shape::any};
constexpr step maybe{shape::maybe};
constexpr step any_of{shape::any_of};
constexpr step pairs{shape::some, true};
constexpr step counted{shape::some, false, counts::elements};
constexpr step zipped{shape::some, true, counts::nothing, true};

constexpr seen plain{};
constexpr seen several{false, true, false, 0, 0};
constexpr seen option(unsigned identity, std::uint64_t steps) {
    return {true, false, false, static_cast<std::uint16_t>(identity), steps};
}
template <std::size_t Steps, std::size_t Arguments>
consteval auto call(const step (&steps)[Steps], const seen (&arguments)[Arguments]) {
    return arrange(std::to_array(steps), std::to_array(arguments));
}
constexpr bool is(const use& given, part what, unsigned argument) {
    return given.what == what && given.argument == argument;
}

}  // namespace

TEST_CASE("arrange: positional arguments are taken in order and options by their group", "[command]") {
    constexpr auto plan = call({one, maybe, one}, {option(1, 0b010), plain, plain});
    STATIC_REQUIRE(plan.wrong == fault::none);
    STATIC_REQUIRE(plan.size == 3);
    STATIC_REQUIRE(is(plan.uses[0], part::first, 1));
    STATIC_REQUIRE(is(plan.uses[1], part::option, 0));
    STATIC_REQUIRE(is(plan.uses[2], part::first, 2));
}

TEST_CASE("arrange: a list leaves what comes after it", "[command]") {
    constexpr auto plan = call({some, one}, {plain, plain, plain});
    STATIC_REQUIRE(plan.wrong == fault::none);
    STATIC_REQUIRE(plan.uses[2].step == 1);
    STATIC_REQUIRE(call({some, one}, {plain}).wrong == fault::too_few);
    STATIC_REQUIRE(call({one}, {plain, plain}).wrong == fault::too_many);
    STATIC_REQUIRE(call({one}, {plain, plain}).culprit == 1);
}

TEST_CASE("arrange: of two lists in a row the first must show its end", "[command]") {
    STATIC_REQUIRE(call({any, any}, {plain, plain}).wrong == fault::apart);
    constexpr auto plan = call({any, any}, {several, plain, plain});
    STATIC_REQUIRE(plan.wrong == fault::none);
    STATIC_REQUIRE(plan.uses[0].step == 0);
    STATIC_REQUIRE(plan.uses[1].step == 1);
    STATIC_REQUIRE(plan.uses[2].step == 1);
}

TEST_CASE("arrange: a number in front of a list counts what follows", "[command]") {
    constexpr auto plan = call({counted}, {plain, several});
    STATIC_REQUIRE(plan.uses[0].what == part::count);
    STATIC_REQUIRE(plan.uses[0].following == 2);
}

TEST_CASE("arrange: pairs are two arguments or one that is several", "[command]") {
    constexpr auto plan = call({pairs}, {plain, plain, several});
    STATIC_REQUIRE(is(plan.uses[1], part::second, 1));
    STATIC_REQUIRE(is(plan.uses[2], part::pairs, 2));
    STATIC_REQUIRE(call({pairs}, {plain, plain, plain}).wrong == fault::odd);
    constexpr auto zip = call({zipped}, {plain, plain, plain, plain});
    STATIC_REQUIRE(is(zip.uses[1], part::first, 2));
    STATIC_REQUIRE(is(zip.uses[2], part::second, 1));
}

TEST_CASE("arrange: an option of two groups goes to the first that is free", "[command]") {
    constexpr auto plan = call({maybe, maybe}, {option(1, 0b11), option(1, 0b11)});
    STATIC_REQUIRE(plan.wrong == fault::none);
    STATIC_REQUIRE(plan.uses[0].step == 0);
    STATIC_REQUIRE(plan.uses[1].step == 1);
    STATIC_REQUIRE(call({maybe}, {option(1, 1), option(1, 1)}).wrong == fault::twice);
    STATIC_REQUIRE(call({maybe}, {option(1, 1), option(2, 1)}).wrong == fault::exclusive);
    STATIC_REQUIRE(call({maybe}, {option(1, 0)}).wrong == fault::foreign);
    STATIC_REQUIRE(call({step{shape::one_of}}, {plain}).wrong == fault::choose);
    STATIC_REQUIRE(call({step{shape::some_of}}, {plain}).wrong == fault::choose);
}

TEST_CASE("arrange: options side by side are written as declared, a list of options as given", "[command]") {
    constexpr auto declared = call({any_of}, {option(2, 1), option(1, 1)});
    STATIC_REQUIRE(is(declared.uses[0], part::option, 1));
    STATIC_REQUIRE(call({any_of}, {option(1, 1), option(1, 1)}).wrong == fault::twice);
    constexpr auto given = call({step{shape::each}}, {option(2, 1), option(1, 1), option(2, 1)});
    STATIC_REQUIRE(is(given.uses[0], part::option, 0));
    STATIC_REQUIRE(given.size == 3);
}

TEST_CASE("arrange: the signature that was meant is the nearest", "[command]") {
    STATIC_REQUIRE(distance(fault::none) < distance(fault::whole));
    STATIC_REQUIRE(distance(fault::whole) < distance(fault::too_many));
    STATIC_REQUIRE(distance(fault::too_few) < distance(fault::choose));
    STATIC_REQUIRE(distance(fault::choose) < distance(fault::foreign));
}
