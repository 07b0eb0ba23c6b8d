// SPDX-License-Identifier: BSL-1.0
/// \file  Another attempt only where none can be executed twice: the default.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/retry.hpp>

namespace hibana {

/// Attempts again what cannot have had its effect, or has the same effect when repeated. Plays `role::retry`.
///
/// That is: the connection failed and the command was not sent, or is idempotent; or the server refused it for a reason
/// that soon passes (LOADING, TRYAGAIN, CLUSTERDOWN, MASTERDOWN, too many clients). What is about credentials is never
/// attempted again.
struct retry_safe {
    using plays = role::retry;

    unsigned max_retries = 10;  ///< attempts that may follow the first

    [[nodiscard]] bool should_retry(const error& error, bool idempotent) const noexcept {
        const bool may_pass = is_connection_error(error.condition()) || is_transient_server_error(error.condition());
        return may_pass && (idempotent || error.executed() == tristate::no);
    }
};

}  // namespace hibana
