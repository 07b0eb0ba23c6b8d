// SPDX-License-Identifier: BSL-1.0
/// \file  Credentials sent to the server.
#pragma once

#include <hibana/core/secret.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace hibana {

/// A user and its password or token. Without a user, the server uses "default".
class credentials {
public:
    explicit credentials(secret password) noexcept : password_{std::move(password)} {}
    credentials(std::string user, secret password) noexcept : user_{std::move(user)}, password_{std::move(password)} {}

    /// The user; empty for servers before version 6, which have no users.
    [[nodiscard]] std::string_view user() const noexcept { return user_; }
    [[nodiscard]] const secret& password() const noexcept { return password_; }

    [[nodiscard]] friend bool operator==(const credentials&, const credentials&) noexcept = default;

private:
    std::string user_;
    secret password_;
};

}  // namespace hibana
