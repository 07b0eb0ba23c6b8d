// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/server.hpp>

#include "catch.hpp"

#include <type_traits>

using namespace hibana;

namespace {

struct that_does_not_say {
    using plays = role::server;
};

}  // namespace

TEST_CASE("server: any_server proves the role, is empty and the default", "[command]") {
    STATIC_REQUIRE(policy::server<any_server>);
    STATIC_REQUIRE(claims<any_server, role::server>);
    STATIC_REQUIRE_FALSE(policy::server<that_does_not_say>);
    STATIC_REQUIRE(std::is_empty_v<any_server>);
    STATIC_REQUIRE(any_server::is_any);
    STATIC_REQUIRE(std::is_same_v<client<>::composition::server, any_server>);
}
