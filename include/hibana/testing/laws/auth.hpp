// SPDX-License-Identifier: BSL-1.0
/// \file  Semantic requirements of authentication policies.
#pragma once

#include <hibana/auth/auth.hpp>

namespace hibana::testing {

/// Calls `check(holds, sentence)` for every law of an authentication policy that does not wait.
///
/// The laws: a query does not change the policy, and a copy of the policy returns the same.
template <policy::has_credentials Auth, class Check>
void auth_laws(const Auth& auth, Check&& check) {
    const std::optional<credentials> first = auth.credentials();
    const Auth copy = auth;
    check(auth.credentials() == first, "asking again gives the same");
    check(copy.credentials() == first, "a copy gives the same");
}

}  // namespace hibana::testing
