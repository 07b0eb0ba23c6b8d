// SPDX-License-Identifier: BSL-1.0
/// \file  A connection that is lent for a while, and goes back by itself.
#pragma once
#include <utility>

namespace hibana::detail {

/// Owns the use of a connection; gives it back to its store at the end.
template <class Store, class Connection> class lease {
public:
    lease(Store& store, Connection* connection) noexcept : store_(&store), connection_(connection) {}
    lease(lease&& other) noexcept : store_(other.store_), connection_(std::exchange(other.connection_, nullptr)) {}
    lease& operator=(lease&& other) noexcept {
        std::swap(store_, other.store_);
        std::swap(connection_, other.connection_);
        return *this;
    }
    ~lease() {
        if (connection_) store_->give_back(*connection_);
    }

    explicit operator bool() const noexcept { return connection_ != nullptr; }
    Connection& operator*() const noexcept { return *connection_; }
    Connection* operator->() const noexcept { return connection_; }

private:
    Store* store_;
    Connection* connection_;
};

}  // namespace hibana::detail
