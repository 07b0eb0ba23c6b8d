// SPDX-License-Identifier: BSL-1.0
/// \file  A connection that is acquired for a while, and goes back by itself.
#pragma once
#include <utility>

namespace hibana::detail {

/// Owns the use of a connection; gives it back to its store at the end.
template <class Source, class Connection> class lease {
public:
    lease(Source& source, Connection* connection) noexcept : source_(&source), connection_(connection) {}
    lease(lease&& other) noexcept : source_(other.source_), connection_(std::exchange(other.connection_, nullptr)) {}
    lease& operator=(lease&& other) noexcept {
        std::swap(source_, other.source_);
        std::swap(connection_, other.connection_);
        return *this;
    }
    ~lease() {
        if (connection_) source_->release(*connection_);
    }

    explicit operator bool() const noexcept { return connection_ != nullptr; }
    Connection& operator*() const noexcept { return *connection_; }
    Connection* operator->() const noexcept { return connection_; }

private:
    Source* source_;
    Connection* connection_;
};

}  // namespace hibana::detail
