// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/access.hpp>
#include <hibana/command/string.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <type_traits>

using namespace hibana;

namespace {

struct that_does_not_say {
    using plays = role::access;
};

}  // namespace

TEST_CASE("access: both policies satisfy the role and are empty, and full_access is the default", "[command]") {
    STATIC_REQUIRE(policy::access<full_access>);
    STATIC_REQUIRE(policy::access<read_only_access>);
    STATIC_REQUIRE_FALSE(policy::access<that_does_not_say>);
    STATIC_REQUIRE(std::is_empty_v<full_access>);
    STATIC_REQUIRE(std::is_empty_v<read_only_access>);
    STATIC_REQUIRE(std::is_same_v<client<>::composition::access, full_access>);
}

TEST_CASE("access: read_only_access allows reads", "[command]") {
    auto server = scripted::greeted().expect(scripted::words("GET k")).answer(scripted::bulk("v")).serve();
    scripted::client<read_only_access> db{server.transport(), scripted::unnamed()};

    CHECK(db(cmd::get("k")).value() == "v");
    STATIC_REQUIRE_FALSE(decltype(db)::composition::access::allows_writes);
}
