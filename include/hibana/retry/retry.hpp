// SPDX-License-Identifier: BSL-1.0
/// \file  What a retry rule is: which errors are worth another attempt, and how many.
#pragma once

#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana {

namespace policy {

template <class P>
concept counts_retries = requires(const P rule) {
    { rule.max_retries } -> std::convertible_to<unsigned>;
};

template <class P>
concept judges_errors = requires(const P rule, const error& error, bool idempotent) {
    { rule.should_retry(error, idempotent) } -> std::same_as<bool>;
};

/// What a retry rule must offer: how many attempts may follow the first, and which error is worth one of them.
///
/// Laws: hibana/testing/laws/retry.hpp.
template <class P>
concept retry = claims<P, role::retry> && counts_retries<P> && judges_errors<P>;

}  // namespace policy

/// Whether the way to the server failed: another connection may do.
[[nodiscard]] constexpr bool is_connection_error(errc condition) noexcept {
    switch (condition) {
    case errc::resolve_failed:
    case errc::connect_failed:
    case errc::connection_lost:
    case errc::timeout: return true;
    default: return false;
    }
}

/// Whether the server refused before it did anything, and for a reason that soon passes.
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
