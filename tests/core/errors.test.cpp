// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/errors.hpp>

#include <type_traits>

using namespace hibana;

namespace {

struct says_nothing {
    using plays = role::errors;
};

}  // namespace

TEST_CASE("throw_errors and return_errors: prove the errors role and are empty", "[core]") {
    STATIC_REQUIRE(policy::errors<throw_errors>);
    STATIC_REQUIRE(policy::errors<return_errors>);
    STATIC_REQUIRE(std::is_empty_v<throw_errors>);
    STATIC_REQUIRE(std::is_empty_v<return_errors>);
    STATIC_REQUIRE(throw_errors::throws);
    STATIC_REQUIRE_FALSE(return_errors::throws);
}

TEST_CASE("policy::errors: a type that does not declare whether it throws is refused", "[core]") {
    STATIC_REQUIRE_FALSE(policy::errors<says_nothing>);
    STATIC_REQUIRE_FALSE(policy::errors<int>);
}
