// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/auth/in_clear_text.hpp>
#include <hibana/auth/password_auth.hpp>

#include <optional>
#include <type_traits>

using namespace hibana;

namespace {

struct some_execution {
    template <class T>
    struct task {
        T value;
    };
};

struct fetched_auth {
    using plays = role::auth;
    static constexpr bool needs_encryption = true;
    static constexpr bool waits = true;

    template <class X>
    task_of<X, result<std::optional<hibana::credentials>>> credentials(X&, deadline) {
        return {hibana::credentials{"user", "token"}};
    }
};

struct known_auth {
    using plays = role::auth;
    static constexpr bool needs_encryption = true;
    std::optional<hibana::credentials> credentials() const { return hibana::credentials{"user", "token"}; }
};

}  // namespace

TEST_CASE("in_clear_text: removes only the requirement of encryption", "[auth]") {
    STATIC_REQUIRE(policy::auth<in_clear_text<known_auth>>);
    STATIC_REQUIRE(known_auth::needs_encryption);
    STATIC_REQUIRE_FALSE(in_clear_text<known_auth>::needs_encryption);
    CHECK(in_clear_text{known_auth{}}.credentials() == credentials{"user", "token"});
    CHECK(in_clear_text{password_auth{.password = "canary"}}.credentials() == credentials{"default", "canary"});
}

TEST_CASE("in_clear_text: adapts policies that wait", "[auth]") {
    STATIC_REQUIRE(policy::auth<in_clear_text<fetched_auth>>);
    STATIC_REQUIRE_FALSE(policy::has_credentials<in_clear_text<fetched_auth>>);
    STATIC_REQUIRE(policy::fetches_credentials<in_clear_text<fetched_auth>, some_execution>);

    some_execution execution;
    in_clear_text<fetched_auth> auth{};
    CHECK((*auth.credentials(execution, deadline::never()).value)->password().view() == "token");
}
