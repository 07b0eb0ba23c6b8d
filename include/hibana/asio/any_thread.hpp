// SPDX-License-Identifier: BSL-1.0
/// \file  Execution policy of an asynchronous client that any thread may call.
#pragma once
#include <hibana/asio/config.hpp>
#include <hibana/asio/cross_thread_client.hpp>
#include <hibana/core/role.hpp>

namespace hibana {

/// Plays `role::execution`: calls may be made from any thread at any time. They are submitted to one executor, on which everything else
/// runs and which runs one function at a time: that of an `io_context` run by one thread, or a strand.
///
/// A handler with an executor of its own is called there. The event loop must outlive the client.
template <class Executor = asio::io_context::executor_type> struct any_thread {
    using plays = role::execution;
    using executor_type = Executor;

    /// The core of the client.
    template <class Composition> using core_type = detail::cross_thread_core<Composition>;
};

}  // namespace hibana
