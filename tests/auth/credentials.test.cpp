// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/auth/credentials.hpp>

#include <ostream>
#include <type_traits>

using namespace hibana;

namespace {

template <class T>
concept printable = requires(std::ostream& out, const T& value) { out << value; };

}  // namespace

TEST_CASE("credentials: have a secret and an optional user", "[auth]") {
    const credentials both{"worker", "canary"};
    const credentials bare{secret{"canary"}};

    CHECK(both.user() == "worker");
    CHECK(both.password().view() == "canary");
    CHECK(bare.user().empty());
    CHECK_FALSE(both == bare);
    CHECK(both == credentials{"worker", "canary"});
}

TEST_CASE("credentials: are not an aggregate and cannot be printed", "[auth]") {
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<credentials>);
    STATIC_REQUIRE_FALSE(printable<credentials>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<credentials>);
}
