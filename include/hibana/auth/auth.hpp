// SPDX-License-Identifier: BSL-1.0
/// \file  Authentication role: the source of the credentials for each new connection.
#pragma once

#include <hibana/auth/credentials.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/task_of.hpp>

#include <concepts>
#include <optional>

namespace hibana {
namespace policy {

/// Returns the credentials, or that none are needed, without waiting.
template <class P>
concept has_credentials = requires(const P auth) {
    { auth.credentials() } -> std::convertible_to<std::optional<hibana::credentials>>;
};

/// May wait for the credentials on the execution `X`: `credentials(execution, deadline)`.
template <class P, class X>
concept fetches_credentials = requires(P auth, X& execution, deadline until) {
    { auth.credentials(execution, until) } -> std::same_as<task_of<X, result<std::optional<hibana::credentials>>>>;
};

/// Declares that it fetches its credentials: `static constexpr bool waits = true;`.
template <class P>
concept waits_for_credentials = requires { requires P::waits; };

/// Declares with `static constexpr bool needs_encryption` whether its secret requires an encrypted transport.
template <class P>
concept has_needs_encryption = requires {
    { P::needs_encryption } -> std::convertible_to<bool>;
};

/// An authentication policy. It is queried for every connection, so that a changed password is used.
///
/// A policy that waits is checked with `fetches_credentials` once the execution is known.
template <class P>
concept auth =
    claims<P, role::auth> && has_needs_encryption<P> && (has_credentials<P> || waits_for_credentials<P>);

}  // namespace policy
}  // namespace hibana
