// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/options.hpp>

using namespace hibana;
using namespace hibana::notation;
using grammar::shape;
using grammar::step_of;

TEST_CASE("steps: a step knows how it reads arguments", "[command]") {
    STATIC_REQUIRE(step_of<bulk>.is == shape::one);
    STATIC_REQUIRE(step_of<notation::optional<integer>>.is == shape::optional);
    STATIC_REQUIRE(step_of<some<bulk>>.is == shape::some);
    STATIC_REQUIRE_FALSE(step_of<some<bulk>>.pairs);
    STATIC_REQUIRE(step_of<some<notation::pair<field, bulk>>>.pairs);
    STATIC_REQUIRE(step_of<counted<notation::key>>.counted == grammar::counts::elements);
    STATIC_REQUIRE(step_of<counted_words<notation::pair<bulk, bulk>>>.counted == grammar::counts::words);
    STATIC_REQUIRE(step_of<zipped<notation::key, bulk>>.zipped);
    STATIC_REQUIRE(step_of<word<"STREAMS">>.is == shape::said);
    STATIC_REQUIRE(step_of<maybe<opt::nx, opt::xx>>.is == shape::maybe);
    STATIC_REQUIRE(grammar::takes_options(shape::each));
    STATIC_REQUIRE_FALSE(grammar::takes_options(shape::said));
}

TEST_CASE("steps: a group knows which of its options one is", "[command]") {
    using group = grammar::step_traits<one_of<opt::nx, opt::ex>>;
    STATIC_REQUIRE(group::alternative<grammar::type_of<opt::nx>> == 0);
    STATIC_REQUIRE(group::alternative<grammar::type_of<opt::ex>> == 1);
    STATIC_REQUIRE(group::alternative<grammar::type_of<opt::xx>> == -1);
}
