// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/auth/auth.hpp>

#include <optional>

using namespace hibana;

namespace {

// A minimal execution: a task type.
struct some_execution {
    template <class T>
    struct task {
        T value;
    };
};

struct token_auth {
    using plays = role::auth;
    static constexpr bool needs_encryption = true;
    static constexpr bool waits = true;

    template <class X>
    task_of<X, result<std::optional<hibana::credentials>>> credentials(X&, deadline) {
        return {hibana::credentials{"user", "token"}};
    }
};

struct silent {
    using plays = role::auth;
    std::optional<hibana::credentials> credentials() const;
};
struct without_credentials {
    using plays = role::auth;
    static constexpr bool needs_encryption = false;
};
struct bare_password {
    using plays = role::auth;
    static constexpr bool needs_encryption = false;
    secret credentials() const;
};

}  // namespace

TEST_CASE("policy::auth: a policy that waits satisfies the role, and fetches_credentials for an execution",
          "[auth]") {
    STATIC_REQUIRE(policy::auth<token_auth>);
    STATIC_REQUIRE_FALSE(policy::has_credentials<token_auth>);
    STATIC_REQUIRE(policy::fetches_credentials<token_auth, some_execution>);

    some_execution execution;
    const auto task = token_auth{}.credentials(execution, deadline::never());
    CHECK((*task.value)->user() == "user");
}

TEST_CASE("policy::auth: requires credentials and needs_encryption",
          "[auth]") {
    STATIC_REQUIRE_FALSE(policy::auth<silent>);
    STATIC_REQUIRE_FALSE(policy::auth<without_credentials>);
    STATIC_REQUIRE_FALSE(policy::auth<bare_password>);
    STATIC_REQUIRE_FALSE(policy::auth<int>);
}
