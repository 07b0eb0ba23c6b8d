// SPDX-License-Identifier: BSL-1.0
/// \file  The connections of a pool: which are free, how many there may be.
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

namespace hibana {

/// How a pool is used right now.
struct pool_usage {
    std::size_t size = 0;  ///< at most so many connections
    std::size_t made = 0;  ///< so many exist
    std::size_t free = 0;  ///< so many of them are not in use
};

}  // namespace hibana

namespace hibana::detail {

/// A bounded set of connections; the one that was used last is given first. No lock of its own: its owner has one.
///
/// What is taken is counted from the start, also while it connects, so that taken and free are never more than `size`.
template <class Connection> class pool_store {
public:
    explicit pool_store(std::size_t size) : size_(size) { free_.reserve(size); }

    /// A free connection, or a new one that is not open yet, or null where the pool is exhausted.
    template <class Environment> Connection* take(Environment& environment) {
        if (!free_.empty()) {
            Connection* last = free_.back();
            free_.pop_back();
            return last;
        }
        if (all_.size() == size_) return nullptr;
        all_.push_back(std::make_unique<Connection>(environment));
        return all_.back().get();
    }
    void give_back(Connection& connection) noexcept { free_.push_back(&connection); }  // never grows: reserved

    void close_free() {
        for (Connection* connection : free_) connection->close();
    }
    std::size_t size() const noexcept { return size_; }
    pool_usage usage() const noexcept { return {size_, all_.size(), free_.size()}; }

private:
    std::size_t size_;
    std::vector<std::unique_ptr<Connection>> all_;
    std::vector<Connection*> free_;
};

}  // namespace hibana::detail
