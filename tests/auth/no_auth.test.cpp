// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/auth/auth.hpp>
#include <hibana/auth/no_auth.hpp>
#include <hibana/testing/laws/auth.hpp>

#include <type_traits>

using namespace hibana;

TEST_CASE("no_auth: satisfies the auth role, is empty and has no credentials", "[auth]") {
    STATIC_REQUIRE(policy::auth<no_auth>);
    STATIC_REQUIRE(std::is_empty_v<no_auth>);
    testing::auth_laws(no_auth{}, test::law);
    STATIC_REQUIRE(std::is_same_v<decltype(no_auth{}.credentials()), std::nullopt_t>);
}
