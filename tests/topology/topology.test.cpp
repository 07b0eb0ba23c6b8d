// SPDX-License-Identifier: BSL-1.0
#include <hibana/topology/standalone.hpp>
#include <hibana/topology/topology.hpp>

#include "catch.hpp"

using namespace hibana;

namespace {

struct of_many {
    using plays = role::topology;
    static constexpr bool is_standalone = false;
};
struct that_does_not_say {
    using plays = role::topology;
};

}  // namespace

TEST_CASE("topology: requires is_standalone", "[topology]") {
    STATIC_REQUIRE(policy::topology<standalone>);
    STATIC_REQUIRE(policy::topology<of_many>);
    STATIC_REQUIRE_FALSE(policy::topology<that_does_not_say>);
    STATIC_REQUIRE_FALSE(policy::topology<int>);
}
