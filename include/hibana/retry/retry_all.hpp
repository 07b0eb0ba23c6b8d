// SPDX-License-Identifier: BSL-1.0
/// \file  Another attempt even where the command may then be executed twice.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/retry.hpp>

namespace hibana {

/// Attempts again whatever may succeed next time: an INCR may count twice. Plays `role::retry`.
///
/// Beyond `retry_safe`: commands of unknown fate, and the refusals BUSY, NOREPLICAS and READONLY, which may pass.
struct retry_all {
    using plays = role::retry;

    unsigned max_retries = 10;  ///< attempts that may follow the first

    [[nodiscard]] constexpr bool should_retry(const error& error, bool) const noexcept {
        switch (error.condition()) {
        case errc::busy:
        case errc::no_replicas:
        case errc::read_only: return true;
        default: return is_connection_error(error.condition()) || is_transient_server_error(error.condition());
        }
    }
};

}  // namespace hibana
