// SPDX-License-Identifier: BSL-1.0
/// \file  One attempt, and no other.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>

namespace hibana {

/// Nothing is attempted again. Plays `role::retry`.
struct no_retry {
    using plays = role::retry;

    static constexpr unsigned max_retries = 0;

    [[nodiscard]] constexpr bool should_retry(const error&, bool) const noexcept { return false; }
};

}  // namespace hibana
