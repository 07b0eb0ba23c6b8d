// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/auth/auth.hpp>
#include <hibana/auth/password_auth.hpp>
#include <hibana/testing/laws/auth.hpp>

#include <type_traits>

using namespace hibana;

TEST_CASE("password_auth: satisfies the auth role and its laws, and is an aggregate", "[auth]") {
    STATIC_REQUIRE(policy::auth<password_auth>);
    STATIC_REQUIRE(std::is_aggregate_v<password_auth>);
    STATIC_REQUIRE_FALSE(password_auth::needs_encryption);
    testing::auth_laws(password_auth{}, test::law);
    testing::auth_laws(password_auth{.user = "worker", .password = "canary"}, test::law);
}

TEST_CASE("password_auth: returns the user and the password; the user is \"default\" by default", "[auth]") {
    CHECK(password_auth{.user = "worker", .password = "canary"}.credentials() == credentials{"worker", "canary"});
    CHECK(password_auth{.password = "canary"}.credentials() == credentials{"default", "canary"});
}

TEST_CASE("password_auth: without a password, only a user other than the default sends credentials", "[auth]") {
    CHECK_FALSE(password_auth{}.credentials());
    CHECK_FALSE(password_auth{.user = ""}.credentials());
    CHECK(password_auth{.user = "worker"}.credentials() == credentials{"worker", secret{}});
}
