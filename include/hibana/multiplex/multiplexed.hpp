// SPDX-License-Identifier: BSL-1.0
/// \file  One connection for all callers of an asynchronous client.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/role.hpp>

#include <cstddef>

namespace hibana {

/// Plays `role::connections`: one connection for any number of callers on one executor; what has to be alone gets one of its own.
///
/// All that is called in one turn of the event loop is sent by one write. A command that waits in the server, and a pinned connection,
/// have a connection to themselves, out of at most `own_connections`, which are kept for the next.
struct multiplexed {
    using plays = role::connections;
    static constexpr bool needs_concurrency = true;
    static constexpr bool is_thread_safe = false;

    std::size_t max_queued_operations = 65'536;       ///< calls on their way; one more waits until there is room
    std::size_t own_connections = 100;       ///< one more is `errc::pool_exhausted`
    duration flush_delay{0};                  ///< how long a write waits for more; zero: until the next turn of the loop
    std::size_t flush_threshold = 256 * 1024;       ///< so many bytes are written at once
};

}  // namespace hibana
