// SPDX-License-Identifier: BSL-1.0
/// \file  Connection for the exclusive use of one flow, for subscriptions and MONITOR.
#pragma once
#include <hibana/connection/connection.hpp>
#include <hibana/connection/establish.hpp>
#include <hibana/connection/server_node.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/protocol/limits.hpp>
#include <hibana/protocol/receive_buffer.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace hibana {

/// A connection in addition to the pooled or shared connections of a client. It is opened with the same policies and the same handshake,
/// and then written and read in any order.
///
/// For one flow at a time; on a concurrent execution one flow may write while another one reads.
template <class Context> class dedicated_connection {
public:
    using context_type = Context;
    using execution_type = typename Context::execution_type;

    explicit dedicated_connection(hibana::server_node<Context>& to) : connection_(to, connection_purpose::side) {}
    dedicated_connection(hibana::server_node<Context>& to, const protocol::limits& limits)
        : connection_(to, connection_purpose::side, limits) {}

    Context& context() const noexcept { return connection_.context(); }
    hibana::server_node<Context>& node() const noexcept { return connection_.node(); }
    bool is_open() const noexcept { return connection_.is_open(); }
    /// Number of times it was opened.
    unsigned epoch() const noexcept { return connection_.epoch(); }
    std::string endpoint_text() const { return connection_.endpoint_text(); }
    /// Closes it. Pending operations complete with an error.
    void close() {
        if (pending_operations_ != 0) connection_.close_stream();
        else connection_.close();
    }

    /// Connects and performs the handshake; `attempt` is reported in events.
    auto open(unsigned attempt, deadline until) -> task_of<execution_type, result<void>> {
        auto& execution = context().execution;
        // the closed stream must not be replaced before its pending operations have completed
        while (pending_operations_ != 0) {
            auto slept = co_await execution.sleep_until(execution.now() + std::chrono::milliseconds(1));
            if (!slept) co_return std::move(slept).error();
        }
        co_return co_await detail::establish(connection_, attempt, until);
    }

    /// Sends bytes, which must stay valid until it completes. An error closes the connection, because a part may have been sent.
    auto write(std::string_view bytes, deadline until) -> task_of<execution_type, result<void>> {
        result<void> written;
        {
            const pending_operation guard(pending_operations_);
            written = co_await connection_.write(bytes, 0, until);
        }
        if (!written) co_return close_with(std::move(written).error());
        co_return written;
    }

    /// The next complete message, a push or a reply, as a `result<std::string_view>`; empty if there is none. Its bytes stay valid until
    /// `read_more`.
    auto next_message() { return connection_.next_message(); }

    /// Receives some bytes; `timeout` and `cancelled` leave the connection open, every other error closes it.
    auto read_more(deadline until) -> task_of<execution_type, result<void>> {
        result<void> outcome;
        {
            const pending_operation guard(pending_operations_);
            outcome = co_await connection_.read_more(until);
        }
        const bool was_given_up = !outcome && (outcome.error() == errc::timeout || outcome.error() == errc::cancelled);
        if (outcome || (was_given_up && is_open())) co_return outcome;
        co_return close_with(std::move(outcome).error());
    }

    /// Keeps the bytes of the last message valid while the pin exists.
    protocol::pin pin() const { return connection_.received().pin(); }

    /// Closes the connection because of an error, and returns the error.
    error close_with(error err) {
        if (pending_operations_ == 0) return connection_.close_with(std::move(err));
        connection_.close_stream();
        return err;
    }

private:
    /// Counts an operation that refers to the stream, which must not be destroyed meanwhile.
    class pending_operation {
    public:
        explicit pending_operation(unsigned& count) : count_(count) { ++count_; }
        pending_operation(const pending_operation&) = delete;
        pending_operation& operator=(const pending_operation&) = delete;
        ~pending_operation() { --count_; }

    private:
        unsigned& count_;
    };

    connection<Context> connection_;
    unsigned pending_operations_ = 0;
};

}  // namespace hibana
