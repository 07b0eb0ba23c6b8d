// SPDX-License-Identifier: BSL-1.0
/// \file  Ownership of the use of a connection, and its acquisition.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>

#include <utility>

namespace hibana::detail {

/// Owns the use of a connection; releases it to its source at the end. The lease of a pinned connection has no source.
template <class Source, class Connection> class lease {
public:
    lease(Source& source, Connection* connection) noexcept : source_(&source), connection_(connection) {}
    lease(Source* source, Connection* connection) noexcept : source_(source), connection_(connection) {}
    lease(lease&& other) noexcept : source_(other.source_), connection_(std::exchange(other.connection_, nullptr)) {}
    lease& operator=(lease&& other) noexcept {
        std::swap(source_, other.source_);
        std::swap(connection_, other.connection_);
        return *this;
    }
    ~lease() { release(); }

    /// Releases the connection now.
    void release() {
        if (Connection* const held = detach()) {
            if (source_) source_->release(*held);
        }
    }
    /// Takes the ownership of a connection, or of none.
    void attach(Connection* connection) {
        release();
        connection_ = connection;
    }
    /// Gives up the ownership.
    Connection* detach() noexcept { return std::exchange(connection_, nullptr); }

    bool is_pinned() const noexcept { return source_ == nullptr; }
    /// Null if the connection is pinned.
    Source* source() const noexcept { return source_; }

    explicit operator bool() const noexcept { return connection_ != nullptr; }
    Connection& operator*() const noexcept { return *connection_; }
    Connection* operator->() const noexcept { return connection_; }

private:
    Source* source_;
    Connection* connection_;
};

/// Acquires a connection, waiting for it if its source waits. Without one, `err` is set to the reason.
template <class Source>
[[gnu::cold, gnu::noinline]] auto acquire(Source& source, deadline until, error& err) {
    auto* acquired = source.try_acquire();
    if constexpr (requires { source.acquire(until); }) {
        if (!acquired) {
            auto waited = source.acquire(until.without_cached_now()).get();
            if (waited) acquired = *waited;
            else err = std::move(waited).error();
        }
    } else {
        if (!acquired) err = source.exhausted_error();
    }
    return lease(source, acquired);
}

}  // namespace hibana::detail
