// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/server.hpp>
#include <hibana/testing/all_commands.hpp>
#include <hibana/testing/module_commands.hpp>

#include "catch.hpp"

#include <type_traits>

using namespace hibana;

namespace {

struct that_does_not_say {
    using plays = role::server;
};

}  // namespace

TEST_CASE("server: any_server satisfies the role, is empty and is the default", "[command]") {
    STATIC_REQUIRE(policy::server<any_server>);
    STATIC_REQUIRE(claims<any_server, role::server>);
    STATIC_REQUIRE_FALSE(policy::server<that_does_not_say>);
    STATIC_REQUIRE(std::is_empty_v<any_server>);
    STATIC_REQUIRE(any_server::is_any);
    STATIC_REQUIRE(std::is_same_v<client<>::composition::server, any_server>);
}

TEST_CASE("server: a server policy has the commands up to its version", "[command]") {
    STATIC_REQUIRE(policy::server<redis_server<7, 0>>);
    STATIC_REQUIRE(policy::server<valkey_server<8, 0>>);
    STATIC_REQUIRE(std::is_empty_v<redis_server<7, 0>>);
    STATIC_REQUIRE(std::is_same_v<client<valkey_server<8, 0>>::composition::server, valkey_server<8, 0>>);
    int of_redis_7 = 0, of_valkey_8 = 0;
    testing::for_each_command([&](const auto& command) {
        const command_info& known = command.info;
        CHECK(redis_server<7, 0>::has(known) == (known.redis < server_version{7, 1}));
        CHECK(valkey_server<8, 0>::has(known) == (known.valkey < server_version{8, 1}));
        of_redis_7 += redis_server<7, 0>::has(known) ? 1 : 0;
        of_valkey_8 += valkey_server<8, 0>::has(known) ? 1 : 0;
    });
    CHECK(of_redis_7 > 370);
    CHECK(of_valkey_8 > of_redis_7);
    CHECK(of_valkey_8 < 400);
    testing::for_each_module_command([](const auto& command) {
        const command_info& known = command.info;
        INFO(command.name);
        CHECK(redis_server<8, 10>::has(known));
        const bool young = command.name.starts_with('V') || known.module_version >= server_version{8};
        CHECK(redis_server<7, 0>::has(known) != young);
        CHECK(valkey_server<8, 0>::has(known) != young);
    });
}
