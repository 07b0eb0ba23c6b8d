// SPDX-License-Identifier: BSL-1.0
/// \file  No authentication.
#pragma once

#include <hibana/auth/credentials.hpp>
#include <hibana/core/role.hpp>

#include <optional>

namespace hibana {

/// Sends no credentials. Plays `role::auth`.
struct no_auth {
    using plays = role::auth;

    static constexpr bool needs_encryption = false;

    [[nodiscard]] static constexpr std::nullopt_t credentials() noexcept { return std::nullopt; }
};

}  // namespace hibana
