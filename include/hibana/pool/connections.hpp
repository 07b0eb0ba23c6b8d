// SPDX-License-Identifier: BSL-1.0
/// \file  Concept of the connections role: number and sharing of the connections of a client.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana::policy {

template <class Connections> concept has_needs_concurrency = requires {
    { Connections::needs_concurrency } -> std::convertible_to<bool>;
};
template <class Connections> concept has_is_thread_safe = requires {
    { Connections::is_thread_safe } -> std::convertible_to<bool>;
};

/// The connections role: a policy that determines the connection source of a client.
///
/// `Connections::source<Connection>` is constructed from the policy and the client context. It provides `try_acquire()`, which returns an
/// idle connection or null, `release(connection)`, and either `acquire(deadline)`, a task that waits for a connection, or
/// `exhausted_error()`, the error of a source that does not wait.
template <class Connections>
concept connections = has_needs_concurrency<Connections> && has_is_thread_safe<Connections>;

}  // namespace hibana::policy
