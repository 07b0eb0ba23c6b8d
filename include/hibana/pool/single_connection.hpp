// SPDX-License-Identifier: BSL-1.0
/// \file  One connection for one thread.
#pragma once
#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>

#include <utility>

namespace hibana {

/// Plays `role::connections` with one connection, for one thread at a time.
///
/// Its use by two at once (two threads, or calls of a client whose connection is pinned) is an error. If the second is another thread, it
/// is reliably detected in debug builds only.
struct single_connection {
    using plays = role::connections;
    static constexpr bool needs_concurrency = false;
    static constexpr bool is_thread_safe = false;

    template <class Connection> class source {
    public:
        template <class Node> source(const single_connection&, Node& to) : connection_(to) {}

        /// The connection, or null while it is in use.
        Connection* try_acquire() noexcept { return try_lock() ? &connection_ : nullptr; }

        /// The error if `try_acquire` returns null.
        error exhausted_error() const {
            return error(errc::wrong_thread, fate::not_sent,
                         "the connection of this client is in use: by another thread, or pinned");
        }
        void release(Connection&) noexcept { unlock(); }

        /// Closes the connection; the next command opens it again.
        void close() { connection_.close(); }

    private:
#ifndef NDEBUG
        bool try_lock() noexcept { return !__atomic_exchange_n(&taken_, true, __ATOMIC_ACQUIRE); }
        void unlock() noexcept { __atomic_store_n(&taken_, false, __ATOMIC_RELEASE); }
#else
        bool try_lock() noexcept { return !std::exchange(taken_, true); }
        void unlock() noexcept { taken_ = false; }
#endif
        bool taken_ = false;
        Connection connection_;
    };
};

}  // namespace hibana
