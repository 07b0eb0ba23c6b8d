// SPDX-License-Identifier: BSL-1.0
/// \file  Authentication with a fixed user and password.
#pragma once

#include <hibana/auth/credentials.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/secret.hpp>

#include <optional>
#include <string>

namespace hibana {

/// Uses the same user and password for every connection. Plays `role::auth`.
///
/// Without a password, the user "default" sends no credentials; any other user sends an empty password.
struct password_auth {
    using plays = role::auth;

    static constexpr bool needs_encryption = false;

    std::string user = "default";
    secret password = {};

    [[nodiscard]] std::optional<hibana::credentials> credentials() const {
        if (password.empty() && (user.empty() || user == "default")) {
            return std::nullopt;
        }
        return hibana::credentials{user, password};
    }
};

}  // namespace hibana
