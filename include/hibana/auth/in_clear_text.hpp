// SPDX-License-Identifier: BSL-1.0
/// \file  Adapter that permits credentials over an unencrypted transport.
#pragma once

#include <hibana/auth/auth.hpp>
#include <hibana/auth/credentials.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/role.hpp>

#include <optional>

namespace hibana {

/// `Auth` without the requirement of an encrypted transport. Plays `role::auth`.
///
/// The network can read the secret: use it in a private network, or with a local proxy that encrypts.
template <policy::auth Auth>
struct in_clear_text {
    using plays = role::auth;

    static constexpr bool needs_encryption = false;
    static constexpr bool waits = policy::waits_for_credentials<Auth>;

    Auth auth;

    [[nodiscard]] std::optional<hibana::credentials> credentials() const
        requires policy::has_credentials<Auth>
    {
        return auth.credentials();
    }

    template <class X>
        requires policy::fetches_credentials<Auth, X>
    [[nodiscard]] auto credentials(X& execution, deadline until) {
        return auth.credentials(execution, until);
    }
};

template <class Auth>
in_clear_text(Auth) -> in_clear_text<Auth>;

}  // namespace hibana
