// SPDX-License-Identifier: BSL-1.0
/// \file  Connections of a pool: the idle ones, and the limit of their number.
#pragma once
#include <hibana/core/error.hpp>
#include <hibana/execution/fork_generation.hpp>
#include <hibana/pool/pool_stats.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hibana::detail {

/// A bounded set of connections; the one that was released last is acquired first. Not thread-safe.
///
/// A connection counts from its acquisition on, also while it connects, so that there are never more than `size`.
template <class Connection> class connection_set {
public:
    explicit connection_set(std::size_t size) : max_(size) {
        all_.reserve(size);
        idle_.reserve(size);
    }

    /// Called first, under the lock of the owner. In the child of a fork, the first call forgets the connections that were in use, since
    /// their threads do not exist there, and returns true.
    bool reset_after_fork() {
        if (generation_ == fork_generation()) return false;
        generation_ = fork_generation();
        std::vector<std::unique_ptr<Connection>> all;
        all.reserve(max_);
        for (auto& each : all_) {
            if (contains(idle_, each.get())) all.push_back(std::move(each));
            else leaked_by_fork_.push_back(each.release());  // a thread may have been changing it: never touched again, not even destroyed
        }
        all_ = std::move(all);
        return true;
    }

    /// An idle connection, or a new one that is not open yet, or null if the pool is exhausted.
    template <class Node> Connection* acquire(Node& node) {
        if (!idle_.empty()) {
            Connection* last = idle_.back();
            idle_.pop_back();
            return last;
        }
        if (all_.size() == max_) return nullptr;
        all_.push_back(std::make_unique<Connection>(node));
        return all_.back().get();
    }
    void release(Connection& connection) noexcept {
        if (!leaked_by_fork_.empty() && contains(leaked_by_fork_, &connection)) return connection.close();  // by the thread that has forked
        if (connect_error_ && connection.is_open()) [[unlikely]] connect_error_ = error();
        idle_.push_back(&connection);  // never grows: reserved
    }
    /// Records why connecting failed.
    void on_connect_failed(const error& err) { connect_error_ = err; }
    /// The error of an acquisition while all connections are in use: why connecting failed, if none was opened since.
    error exhausted_error(std::string_view reason) const {
        if (connect_error_) return error(connect_error_).with_fate(fate::not_sent);
        return error(errc::pool_exhausted, fate::not_sent, {"all ", std::to_string(max_), " connections of the pool ", reason});
    }

    void close_idle() {
        for (Connection* connection : idle_) connection->close();
    }
    std::size_t size() const noexcept { return max_; }
    pool_stats stats() const noexcept { return {max_, all_.size(), idle_.size()}; }

private:
    static bool contains(const std::vector<Connection*>& some, const Connection* one) noexcept {
        for (const Connection* each : some)
            if (each == one) return true;
        return false;
    }

    std::size_t max_;
    std::vector<std::unique_ptr<Connection>> all_;
    std::vector<Connection*> idle_;
    std::vector<Connection*> leaked_by_fork_;
    error connect_error_;  // of the last attempt, until a connection is open
    unsigned generation_ = fork_generation();
};

}  // namespace hibana::detail
