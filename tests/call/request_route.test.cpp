// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/request_route.hpp>

#include "catch.hpp"

using hibana::request_route;

TEST_CASE("request_route: by default any node may execute a request", "[call]") {
    STATIC_REQUIRE(request_route().target == request_route::target_type::any_node);
    STATIC_REQUIRE(request_route() != request_route{.target = request_route::target_type::slot, .slot = 0});
    STATIC_REQUIRE(request_route{.target = request_route::target_type::slot, .slot = 1} != request_route{.target = request_route::target_type::slot, .slot = 2});
}
