// SPDX-License-Identifier: BSL-1.0
/// \file  How a secret is allowed to cross a network in clear text: by asking for it by name.
#pragma once

#include <hibana/auth/auth.hpp>
#include <hibana/auth/credentials.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/role.hpp>

#include <optional>

namespace hibana {

/// `Auth`, without its demand that the transport be encrypted. Plays `role::auth`.
///
/// Everybody on the way then sees the secret: for a private network, or a proxy on this machine that encrypts.
template <policy::auth Auth>
struct in_clear_text {
    using plays = role::auth;

    static constexpr bool needs_encryption = false;
    static constexpr bool waits = policy::waits_for_credentials<Auth>;

    Auth auth;

    [[nodiscard]] std::optional<hibana::credentials> credentials() const
        requires policy::gives_credentials<Auth>
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
