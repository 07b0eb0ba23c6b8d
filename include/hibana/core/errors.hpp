// SPDX-License-Identifier: BSL-1.0
/// \file  Whether a client throws its errors or returns them.
#pragma once

#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana {

/// A call gives the bare value and throws the exception of its error. Plays `role::errors`.
struct throw_errors {
    using plays = role::errors;
    static constexpr bool throws = true;
};

/// A call gives a `result`. Plays `role::errors`.
struct return_errors {
    using plays = role::errors;
    static constexpr bool throws = false;
};

namespace policy {

template <class P>
concept says_whether_it_throws = requires {
    { P::throws } -> std::convertible_to<bool>;
};

/// What the choice between throwing and returning must offer.
template <class P>
concept errors = claims<P, role::errors> && says_whether_it_throws<P>;

}  // namespace policy
}  // namespace hibana
