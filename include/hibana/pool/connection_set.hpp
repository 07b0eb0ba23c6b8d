// SPDX-License-Identifier: BSL-1.0
/// \file  The connections of a pool: which are free, how many there may be.
#pragma once
#include <hibana/execution/fork_generation.hpp>
#include <hibana/pool/pool_stats.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace hibana::detail {

/// A bounded set of connections; the one that was used last is given first. No lock of its own: its owner has one.
///
/// What is taken is counted from the start, also while it connects, so that taken and free are never more than `size`.
template <class Connection> class connection_set {
public:
    explicit connection_set(std::size_t size) : max_(size) {
        all_.reserve(size);
        idle_.reserve(size);
    }

    /// In the child of a fork, the first time: what was taken is counted no more, since the threads that had it do not exist
    /// there. To be called under the owner's lock before anything else; says whether that was so.
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

    /// A free connection, or a new one that is not open yet, or null where the pool is exhausted.
    template <class Context> Connection* acquire(Context& context) {
        if (!idle_.empty()) {
            Connection* last = idle_.back();
            idle_.pop_back();
            return last;
        }
        if (all_.size() == max_) return nullptr;
        all_.push_back(std::make_unique<Connection>(context));
        return all_.back().get();
    }
    void release(Connection& connection) noexcept {
        if (!leaked_by_fork_.empty() && contains(leaked_by_fork_, &connection)) return connection.close();  // by the thread that has forked
        idle_.push_back(&connection);  // never grows: reserved
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
    unsigned generation_ = fork_generation();
};

}  // namespace hibana::detail
