// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/socket_options.hpp>

#include "catch.hpp"

#include <chrono>
#include <type_traits>

using hibana::socket_options;
using namespace std::chrono_literals;

TEST_CASE("socket_options: an aggregate that sends without delay and detects a vanished peer by default", "[transport]") {
    STATIC_REQUIRE(std::is_aggregate_v<socket_options>);
    constexpr socket_options options;

    CHECK(options.no_delay);
    CHECK(options.keepalive);
    CHECK(options.user_timeout == 15s);
    CHECK(options.keepalive_idle + options.keepalive_count * options.keepalive_interval == 45s);
}

TEST_CASE("socket_options: each option can be set by name", "[transport]") {
    constexpr socket_options options{.no_delay = false, .keepalive_idle = 1min, .user_timeout = 0ms};

    CHECK_FALSE(options.no_delay);
    CHECK(options.keepalive);
    CHECK(options.keepalive_idle == 60s);
    CHECK(options.user_timeout == 0ms);
}
