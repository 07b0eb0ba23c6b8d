// SPDX-License-Identifier: BSL-1.0
/// \file  Error policies: throw or return.
#pragma once

#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana {

/// Calls return the bare value and throw errors. Plays `role::errors`.
struct throw_errors {
    using plays = role::errors;
    static constexpr bool throws = true;
};

/// Calls return a `result`. Plays `role::errors`.
struct return_errors {
    using plays = role::errors;
    static constexpr bool throws = false;
};

namespace policy {

template <class P>
concept says_whether_it_throws = requires {
    { P::throws } -> std::convertible_to<bool>;
};

/// Requirements of an error policy.
template <class P>
concept errors = claims<P, role::errors> && says_whether_it_throws<P>;

}  // namespace policy
}  // namespace hibana
