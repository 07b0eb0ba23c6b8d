// SPDX-License-Identifier: BSL-1.0
/// \file  Bounded, thread-safe connection pool that does not wait.
#pragma once
#include <hibana/connection/server_node.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>
#include <hibana/execution/fork_safe_mutex.hpp>
#include <hibana/pool/connection_set.hpp>

#include <cstddef>
#include <mutex>

namespace hibana {

/// Plays `role::connections`: up to `max_connections` connections, opened on demand. If all are in use, an operation fails at once.
///
/// Thread-safe. A connection is probed before reuse, and replaced if the server closed it. After a fork the child opens connections
/// of its own.
struct connection_pool {
    using plays = role::connections;
    static constexpr bool needs_concurrency = false;
    static constexpr bool is_thread_safe = true;

    std::size_t max_connections = 100;

    template <class Connection> class source {
        using node_type = server_node<typename Connection::context_type>;

    public:
        source(const connection_pool& pool, node_type& to)
            : connections_(pool.max_connections), node_(&to) {}

        Connection* try_acquire() {
            Connection* taken;
            {
                const auto lock = this->lock();
                taken = connections_.acquire(*node_);
            }
            if (taken) taken->probe();
            return taken;
        }

        /// The error if `try_acquire` returns null.
        error exhausted_error() {
            const auto lock = this->lock();
            return connections_.exhausted_error("are in use");
        }
        /// Records why connecting failed, which is then the error of threads that acquire no connection.
        void on_connect_failed(const error& err) {
            const auto lock = this->lock();
            connections_.on_connect_failed(err);
        }

        void release(Connection& connection) {
            const auto lock = this->lock();
            connections_.release(connection);
        }

        /// Closes the idle connections.
        void close() {
            const auto lock = this->lock();
            connections_.close_idle();
        }
        pool_stats stats() {
            const auto lock = this->lock();
            return connections_.stats();
        }

    private:
        std::unique_lock<std::mutex> lock() {
            std::unique_lock lock(mutex_.get());
            connections_.reset_after_fork();
            return lock;
        }

        detail::fork_safe_mutex<> mutex_;
        detail::connection_set<Connection> connections_;
        node_type* node_;
    };
};

}  // namespace hibana
