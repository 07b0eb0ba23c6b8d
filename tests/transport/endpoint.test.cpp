// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/endpoint.hpp>

#include "catch.hpp"

using namespace hibana;

TEST_CASE("endpoint: text has the usual notation", "[transport]") {
    CHECK(endpoint("localhost", 6379).text() == "localhost:6379");
    CHECK(endpoint("127.0.0.1", 6379).text() == "127.0.0.1:6379");
    CHECK(endpoint("::1", 6379).text() == "[::1]:6379");
    CHECK(endpoint::local("/run/redis.sock").text() == "unix:/run/redis.sock");
}

TEST_CASE("endpoint: has a host and a port, or a path", "[transport]") {
    const endpoint remote("redis.example", 7000);
    CHECK_FALSE(remote.is_local());
    CHECK(remote.host() == "redis.example");
    CHECK(remote.port() == 7000);
    CHECK(remote.path().empty());

    const endpoint local = endpoint::local("/run/redis.sock");
    CHECK(local.is_local());
    CHECK(local.host().empty());
    CHECK(local.port() == 0);
    CHECK(local.path() == "/run/redis.sock");
}

TEST_CASE("endpoint: endpoints with the same parts are equal", "[transport]") {
    CHECK(endpoint("a", 1) == endpoint("a", 1));
    CHECK(endpoint("a", 1) != endpoint("a", 2));
    CHECK(endpoint("a", 0) != endpoint::local("a"));
    CHECK(endpoint("a", 2) < endpoint("b", 1));
}
