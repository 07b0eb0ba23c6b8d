// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/route.hpp>

#include "catch.hpp"

using hibana::route;

TEST_CASE("route: by default any node may execute a request", "[call]") {
    STATIC_REQUIRE(route().target == route::target_type::any_node);
    STATIC_REQUIRE(route() != route{.target = route::target_type::slot, .slot = 0});
    STATIC_REQUIRE(route{.target = route::target_type::slot, .slot = 1} != route{.target = route::target_type::slot, .slot = 2});
}
