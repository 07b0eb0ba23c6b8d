// SPDX-License-Identifier: BSL-1.0
/// \file  What an authentication policy is: where the credentials of each new connection come from.
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

/// Knows the credentials, or that none are needed, without waiting.
template <class P>
concept gives_credentials = requires(const P auth) {
    { auth.credentials() } -> std::convertible_to<std::optional<hibana::credentials>>;
};

/// May have to wait for the credentials, under the execution `X`: `credentials(execution, deadline)`.
template <class P, class X>
concept fetches_credentials = requires(P auth, X& execution, deadline until) {
    { auth.credentials(execution, until) } -> std::same_as<task_of<X, result<std::optional<hibana::credentials>>>>;
};

/// Announces that it fetches its credentials: `static constexpr bool waits = true;`.
template <class P>
concept waits_for_credentials = requires { requires P::waits; };

/// Says by `static constexpr bool needs_encryption` whether its secret must not cross a network in clear text.
template <class P>
concept says_whether_it_needs_encryption = requires {
    { P::needs_encryption } -> std::convertible_to<bool>;
};

/// What an authentication policy must offer. It is asked at every connection, so that a new password is found.
///
/// One that waits is held against `fetches_credentials` when it is known what executes it.
template <class P>
concept auth =
    claims<P, role::auth> && says_whether_it_needs_encryption<P> && (gives_credentials<P> || waits_for_credentials<P>);

}  // namespace policy
}  // namespace hibana
