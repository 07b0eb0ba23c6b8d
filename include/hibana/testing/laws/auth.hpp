// SPDX-License-Identifier: BSL-1.0
/// \file  What every authentication policy keeps beyond its syntax.
#pragma once

#include <hibana/auth/auth.hpp>

namespace hibana::testing {

/// Calls `check(holds, sentence)` for every law of an authentication policy that does not wait.
///
/// The laws: asking changes nothing, and a copy of the policy gives what the policy gives.
template <policy::has_credentials Auth, class Check>
void auth_laws(const Auth& auth, Check&& check) {
    const std::optional<credentials> first = auth.credentials();
    const Auth copy = auth;
    check(auth.credentials() == first, "asking again gives the same");
    check(copy.credentials() == first, "a copy gives the same");
}

}  // namespace hibana::testing
