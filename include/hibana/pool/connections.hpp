// SPDX-License-Identifier: BSL-1.0
/// \file  How many connections a client has, and who may use them: the connections role.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana::policy {

template <class Connections> concept says_if_it_needs_concurrency = requires {
    { Connections::needs_concurrency } -> std::convertible_to<bool>;
};
template <class Connections> concept says_if_it_is_thread_safe = requires {
    { Connections::is_thread_safe } -> std::convertible_to<bool>;
};

/// A recipe for the place where the connections of a client live.
///
/// `Connections::store<Connection>` is that place. It is made from the recipe and the context of the connections and
/// gives `try_acquire()`, a plain function for what is at hand, `take(deadline)`, a flow that waits for one, or `exhausted_error()`,
/// the error of a store where nothing is waited for, and `release(connection)`.
template <class Connections>
concept connections = says_if_it_needs_concurrency<Connections> && says_if_it_is_thread_safe<Connections>;

}  // namespace hibana::policy
