// SPDX-License-Identifier: BSL-1.0
/// \file  Connections policy of the asynchronous client: one connection for all callers.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/role.hpp>

#include <cstddef>

namespace hibana {

/// Plays `role::connections`: one connection is shared by all callers on one executor.
///
/// All requests of one turn of the event loop are sent by one write. A command that blocks in the server, and `pin()`, use an exclusive
/// connection out of at most `max_exclusive_connections`, which are opened when they are needed and reused.
struct multiplexed {
    using plays = role::connections;
    static constexpr bool needs_concurrency = true;
    static constexpr bool is_thread_safe = false;

    std::size_t max_queued_operations = 65'536;      ///< further operations wait until there is room
    std::size_t max_exclusive_connections = 100;     ///< above it, `errc::pool_exhausted`
    duration flush_delay{0};                         ///< how long a write waits for more requests; zero: until the next turn of the loop
    std::size_t flush_threshold = 256 * 1024;        ///< bytes that are written at once
};

}  // namespace hibana
