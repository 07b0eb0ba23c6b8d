// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/role.hpp>

#include <string_view>

using namespace hibana;

namespace {

struct plays_backoff {
    using plays = role::backoff;
};
struct plays_nothing {};

}  // namespace

TEST_CASE("role: a type claims a role by naming it", "[core]") {
    STATIC_REQUIRE(claims_role<plays_backoff>);
    STATIC_REQUIRE(claims<plays_backoff, role::backoff>);
    STATIC_REQUIRE_FALSE(claims<plays_backoff, role::retry>);
}

TEST_CASE("role: a type that names no role claims none", "[core]") {
    STATIC_REQUIRE_FALSE(claims_role<plays_nothing>);
    STATIC_REQUIRE_FALSE(claims_role<int>);
    STATIC_REQUIRE_FALSE(claims<plays_nothing, role::backoff>);
}

TEST_CASE("role: each role has its own name", "[core]") {
    constexpr std::string_view names[] = {
        role::transport::name, role::parser::name,    role::backoff::name,     role::retry::name,
        role::cache::name,     role::auth::name,      role::connections::name, role::topology::name,
        role::errors::name,    role::events::name,    role::clock::name,       role::random::name,
        role::settings::name,  role::execution::name, role::access::name,      role::server::name};
    for (const std::string_view& name : names) {
        int same = 0;
        for (const std::string_view& other : names) {
            same += name == other ? 1 : 0;
        }
        CHECK(same == 1);
    }
}
