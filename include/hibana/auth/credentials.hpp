// SPDX-License-Identifier: BSL-1.0
/// \file  Who we say that we are.
#pragma once

#include <hibana/core/secret.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace hibana {

/// A user and its password, or token. Without a user it is the user "default".
class credentials {
public:
    explicit credentials(secret password) noexcept : password_{std::move(password)} {}
    credentials(std::string user, secret password) noexcept : user_{std::move(user)}, password_{std::move(password)} {}

    /// The user; empty if none was given, which servers older than 6 need: they know no users.
    [[nodiscard]] std::string_view user() const noexcept { return user_; }
    [[nodiscard]] const secret& password() const noexcept { return password_; }

    [[nodiscard]] friend bool operator==(const credentials&, const credentials&) noexcept = default;

private:
    std::string user_;
    secret password_;
};

}  // namespace hibana
