// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/socket_address.hpp>

#include "catch.hpp"

#include <string>
#include <type_traits>

using namespace hibana;

static_assert(std::is_trivially_copyable_v<socket_address>);

TEST_CASE("socket_address: a numeric host has an address, a name has none", "[transport]") {
    const auto v4 = socket_address::numeric("192.0.2.1", 6379);
    REQUIRE(v4);
    CHECK(v4->family() == AF_INET);
    CHECK(v4->port() == 6379);
    CHECK(v4->endpoint().text() == "192.0.2.1:6379");

    const auto v6 = socket_address::numeric("2001:db8::1", 6380);
    REQUIRE(v6);
    CHECK(v6->family() == AF_INET6);
    CHECK(v6->endpoint().text() == "[2001:db8::1]:6380");

    for (const std::string host : {"localhost", "", "127.1", "256.0.0.1", "1.2.3.4.", "::1%lo", "[::1]", "192.0.2.1 "})
        CHECK_FALSE(socket_address::numeric(host, 1));
    CHECK_FALSE(socket_address::numeric(std::string_view("127.0.0.1\0", 10), 1));
    CHECK_FALSE(socket_address::numeric(std::string(10'000, '1'), 1));
}

TEST_CASE("socket_address: a path has an address unless it is too long", "[transport]") {
    const auto short_path = socket_address::local("/run/redis.sock");
    REQUIRE(short_path);
    CHECK(short_path->family() == AF_UNIX);
    CHECK(short_path->endpoint() == endpoint::local("/run/redis.sock"));

    const std::string longest = "/" + std::string(socket_address::max_path_length - 1, 'x');
    REQUIRE(socket_address::local(longest));
    CHECK(socket_address::local(longest)->endpoint().path() == longest);
    CHECK_FALSE(socket_address::local(longest + "x"));
    CHECK_FALSE(socket_address::local(""));
    CHECK_FALSE(socket_address::local(std::string_view("/a\0b", 4)));
}

TEST_CASE("socket_address: the same addresses are equal", "[transport]") {
    CHECK(*socket_address::numeric("127.0.0.1", 1) == *socket_address::numeric("127.0.0.1", 1));
    CHECK_FALSE(*socket_address::numeric("127.0.0.1", 1) == *socket_address::numeric("127.0.0.1", 2));
    auto moved = *socket_address::numeric("::1", 1);
    moved.set_port(2);
    CHECK(moved == *socket_address::numeric("::1", 2));
    CHECK(socket_address(moved.data(), moved.size()) == moved);
}
