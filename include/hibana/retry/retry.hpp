// SPDX-License-Identifier: BSL-1.0
/// \file  Concept of the retry role: number and condition of retries.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana {

namespace policy {

template <class P>
concept has_max_retries = requires(const P rule) {
    { rule.max_retries } -> std::convertible_to<unsigned>;
};

template <class P>
concept has_should_retry = requires(const P rule, const error& error, bool idempotent) {
    { rule.should_retry(error, idempotent) } -> std::same_as<bool>;
};

/// The retry role: `max_retries`, and `should_retry(error, idempotent)`, which decides whether an error is retried.
///
/// Laws: hibana/testing/laws/retry.hpp.
template <class P>
concept retry = claims<P, role::retry> && has_max_retries<P> && has_should_retry<P>;

}  // namespace policy

/// Whether the connection failed, so that another one may succeed.
[[nodiscard]] constexpr bool is_connection_error(errc condition) noexcept {
    switch (condition) {
    case errc::resolve_failed:
    case errc::connect_failed:
    case errc::connection_lost:
    case errc::timeout: return true;
    default: return false;
    }
}

/// Whether the server refused the command before executing it, for a transient reason.
[[nodiscard]] constexpr bool is_transient_server_error(errc condition) noexcept {
    switch (condition) {
    case errc::loading:
    case errc::try_again:
    case errc::cluster_down:
    case errc::master_down:
    case errc::too_many_clients: return true;
    default: return false;
    }
}

}  // namespace hibana
