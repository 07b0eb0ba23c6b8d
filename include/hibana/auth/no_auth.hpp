// SPDX-License-Identifier: BSL-1.0
/// \file  No credentials: the server asks for none.
#pragma once

#include <hibana/auth/credentials.hpp>
#include <hibana/core/role.hpp>

#include <optional>

namespace hibana {

/// Nothing is said about who we are. Plays `role::auth`.
struct no_auth {
    using plays = role::auth;

    static constexpr bool needs_encryption = false;

    [[nodiscard]] static constexpr std::nullopt_t credentials() noexcept { return std::nullopt; }
};

}  // namespace hibana
