// SPDX-License-Identifier: BSL-1.0
#include <hibana/pool/blocking_connection_pool.hpp>
#include <hibana/pool/connection_pool.hpp>
#include <hibana/pool/connections.hpp>
#include <hibana/pool/single_connection.hpp>

#include "catch.hpp"

using namespace hibana;

namespace {

struct that_says_nothing {
    using plays = role::connections;
};
struct that_says_half {
    using plays = role::connections;
    static constexpr bool needs_concurrency = false;
};

}  // namespace

TEST_CASE("connections: the policies of the library satisfy the role and declare their concurrency", "[pool]") {
    STATIC_REQUIRE(policy::connections<single_connection>);
    STATIC_REQUIRE(policy::connections<connection_pool>);
    STATIC_REQUIRE(policy::connections<blocking_connection_pool>);
    STATIC_REQUIRE_FALSE(single_connection::is_thread_safe);
    STATIC_REQUIRE(connection_pool::is_thread_safe);
    STATIC_REQUIRE(blocking_connection_pool::is_thread_safe);
    STATIC_REQUIRE_FALSE(blocking_connection_pool::needs_concurrency);
}

TEST_CASE("connections: a type that does not declare its concurrency does not satisfy the role", "[pool]") {
    STATIC_REQUIRE_FALSE(policy::connections<that_says_nothing>);
    STATIC_REQUIRE_FALSE(policy::connections<that_says_half>);
}
