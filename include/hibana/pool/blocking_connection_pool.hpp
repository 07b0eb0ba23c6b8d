// SPDX-License-Identifier: BSL-1.0
/// \file  A bounded pool of connections for any number of threads, that waits for a free one.
#pragma once
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
#include <string>

namespace hibana {

/// Plays `role::connections`: up to `size` connections; where all are in use the caller waits for one, as long as `wait`
/// and the deadline of its call allow.
///
/// Thread-safe. Whoever waits longest is woken first. A connection is looked at before it is used again; one that the
/// server has closed is opened anew. After a fork the child opens its own.
struct blocking_connection_pool {
    using plays = role::connections;
    static constexpr bool needs_concurrency = false;
    static constexpr bool is_thread_safe = true;

    std::size_t size = 50;
    std::chrono::milliseconds wait{20'000};

    template <class Connection> class store {
        using execution = typename Connection::execution_type;

    public:
        store(const blocking_connection_pool& recipe, typename Connection::context_type& context)
            : gate_(context.execution), connections_(recipe.size), wait_(recipe.wait), context_(&context) {}

        Connection* try_take() {
            Connection* taken;
            {
                const auto lock = this->lock();
                taken = waiting_ == 0 ? connections_.take(*context_) : nullptr;
            }
            if (taken) taken->probe();
            return taken;
        }

        auto take(deadline until) -> task_of<execution, result<Connection*>> {
            until = until.earlier(deadline::after(wait_, context_->execution.now())).settled();
            Connection* taken;
            {
                auto lock = this->lock();
                ++waiting_;
                while (!(taken = connections_.take(*context_))) {
                    auto woken = co_await gate_.wait(lock, until);
                    if (woken) continue;
                    taken = connections_.take(*context_);
                    if (taken) break;
                    --waiting_;
                    if (woken.error().condition() != errc::timeout) co_return woken.error();
                    co_return error(errc::pool_exhausted, fate::not_sent,
                                    "all " + std::to_string(connections_.size()) +
                                        " connections of the pool stayed in use");
                }
                --waiting_;
            }
            taken->probe();
            co_return taken;
        }

        void give_back(Connection& connection) {
            const auto lock = this->lock();
            connections_.give_back(connection);
            if (waiting_ != 0) gate_.notify_one();
        }

        /// Closes the connections that are free.
        void close() {
            const auto lock = this->lock();
            connections_.close_free();
        }
        pool_stats stats() {
            const auto lock = this->lock();
            return connections_.stats();
        }

    private:
        std::unique_lock<typename execution::mutex> lock() {
            std::unique_lock lock(mutex_.get());
            if (connections_.reset_after_fork()) {
                waiting_ = 0;
                std::construct_at(&gate_, context_->execution);  // the old one still counts those who waited in the parent
            }
            return lock;
        }

        detail::fork_safe_mutex<typename execution::mutex> mutex_;
        typename execution::condition_variable gate_;
        detail::connection_set<Connection> connections_;
        std::chrono::milliseconds wait_;
        std::size_t waiting_ = 0;
        typename Connection::context_type* context_;
    };
};

}  // namespace hibana
