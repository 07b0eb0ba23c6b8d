// SPDX-License-Identifier: BSL-1.0
/// \file  An asynchronous client that any thread may call.
#pragma once
#include <hibana/asio/config.hpp>
#include <hibana/asio/cross_thread_client.hpp>
#include <hibana/core/role.hpp>

namespace hibana {

/// Plays `role::execution`: calls may come from any thread at any time. They are handed over to one executor, on which everything else
/// happens and which runs one function at a time: that of an `io_context` that one thread runs, or a strand.
///
/// The handlers of calls may have other executors; they are called there. The event loop outlives the client.
template <class Executor = asio::io_context::executor_type> struct any_thread {
    using plays = role::execution;
    using executor_type = Executor;

    /// For the client: what it is made of.
    template <class Composition> using core_type = detail::cross_thread_core<Composition>;
};

}  // namespace hibana
