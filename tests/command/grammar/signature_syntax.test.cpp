// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/options.hpp>

using namespace hibana;
using namespace hibana::notation;
using grammar::element_kind;
using grammar::step_of;

TEST_CASE("signature_syntax: steps have an element kind, a counter and pairs", "[command]") {
    STATIC_REQUIRE(step_of<bulk>.kind == element_kind::one);
    STATIC_REQUIRE(step_of<notation::optional<integer>>.kind == element_kind::optional);
    STATIC_REQUIRE(step_of<some<bulk>>.kind == element_kind::some);
    STATIC_REQUIRE_FALSE(step_of<some<bulk>>.pairs);
    STATIC_REQUIRE(step_of<some<notation::pair<field, bulk>>>.pairs);
    STATIC_REQUIRE(step_of<counted<notation::key>>.counted == grammar::counts::elements);
    STATIC_REQUIRE(step_of<counted_words<notation::pair<bulk, bulk>>>.counted == grammar::counts::words);
    STATIC_REQUIRE(step_of<zipped<notation::key, bulk>>.zipped);
    STATIC_REQUIRE(step_of<word<"STREAMS">>.kind == element_kind::word);
    STATIC_REQUIRE(step_of<maybe<opt::nx, opt::xx>>.kind == element_kind::maybe);
    STATIC_REQUIRE(grammar::accepts_options(element_kind::each));
    STATIC_REQUIRE_FALSE(grammar::accepts_options(element_kind::word));
}

TEST_CASE("signature_syntax: a group knows the index of each option", "[command]") {
    using group = grammar::step_traits<one_of<opt::nx, opt::ex>>;
    STATIC_REQUIRE(group::alternative<grammar::type_of<opt::nx>> == 0);
    STATIC_REQUIRE(group::alternative<grammar::type_of<opt::ex>> == 1);
    STATIC_REQUIRE(group::alternative<grammar::type_of<opt::xx>> == -1);
}
