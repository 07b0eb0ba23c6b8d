// SPDX-License-Identifier: BSL-1.0
/// \file  Execution policy of an asynchronous client used on one executor, without locks.
#pragma once
#include <hibana/asio/config.hpp>
#include <hibana/core/role.hpp>

namespace hibana {

/// Plays `role::execution`: everything, calls included, happens on one executor that runs one function at a time: that of an
/// `io_context` that one thread runs, or a strand.
///
/// A handler with an executor of its own is called there.
template <class Executor = asio::io_context::executor_type> struct one_executor {
    using plays = role::execution;
    using executor_type = Executor;
};

}  // namespace hibana
