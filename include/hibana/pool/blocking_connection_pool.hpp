// SPDX-License-Identifier: BSL-1.0
/// \file  Bounded, thread-safe connection pool that waits for an idle connection.
#pragma once
#include <hibana/connection/server_node.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/execution/condition_variable.hpp>
#include <hibana/execution/fork_safe_mutex.hpp>
#include <hibana/pool/connection_set.hpp>

#include <cstddef>
#include <memory>
#include <mutex>

namespace hibana {

/// Plays `role::connections`: up to `max_connections` connections. If all are in use, an operation waits for one until
/// `acquire_timeout` or its deadline has passed.
///
/// Thread-safe. The thread that has waited longest is notified first. A connection is probed before reuse, and replaced if the
/// server closed it. After a fork the child opens connections of its own.
struct blocking_connection_pool {
    using plays = role::connections;
    static constexpr bool needs_concurrency = false;
    static constexpr bool is_thread_safe = true;

    std::size_t max_connections = 50;
    std::chrono::milliseconds acquire_timeout{20'000};

    template <class Connection> class source {
        using execution = typename Connection::execution_type;
        using node_type = server_node<typename Connection::context_type>;

    public:
        source(const blocking_connection_pool& pool, node_type& to)
            : available_(to.context().execution), connections_(pool.max_connections), acquire_timeout_(pool.acquire_timeout),
              node_(&to) {}

        Connection* try_acquire() {
            Connection* taken;
            {
                const auto lock = this->lock();
                taken = waiter_count_ == 0 ? connections_.acquire(*node_) : nullptr;
            }
            if (taken) taken->probe();
            return taken;
        }

        auto acquire(deadline until) -> task_of<execution, result<Connection*>> {
            until = until.earlier(deadline::after(acquire_timeout_, node_->context().execution.now())).without_cached_now();
            Connection* taken;
            {
                auto lock = this->lock();
                ++waiter_count_;
                while (!(taken = connections_.acquire(*node_))) {
                    auto woken = co_await available_.wait(lock, until);
                    if (woken) continue;
                    taken = connections_.acquire(*node_);
                    if (taken) break;
                    --waiter_count_;
                    if (woken.error().condition() != errc::timeout) co_return woken.error();
                    co_return connections_.exhausted_error("stayed in use");
                }
                --waiter_count_;
            }
            taken->probe();
            co_return taken;
        }

        void release(Connection& connection) {
            const auto lock = this->lock();
            connections_.release(connection);
            if (waiter_count_ != 0) available_.notify_one();
        }

        /// Records why connecting failed, which is then the error of threads that acquire no connection.
        void on_connect_failed(const error& err) {
            const auto lock = this->lock();
            connections_.on_connect_failed(err);
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
        std::unique_lock<typename execution::mutex> lock() {
            std::unique_lock lock(mutex_.get());
            if (connections_.reset_after_fork()) {
                waiter_count_ = 0;
                std::construct_at(&available_, node_->context().execution);  // the old one still counts the waiting threads of the parent
            }
            return lock;
        }

        detail::fork_safe_mutex<typename execution::mutex> mutex_;
        typename execution::condition_variable available_;
        detail::connection_set<Connection> connections_;
        std::chrono::milliseconds acquire_timeout_;
        std::size_t waiter_count_ = 0;
        node_type* node_;
    };
};

}  // namespace hibana
