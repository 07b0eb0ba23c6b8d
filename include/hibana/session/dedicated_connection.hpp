// SPDX-License-Identifier: BSL-1.0
/// \file  A connection that one flow has to itself, for what is no request and reply: subscriptions, MONITOR.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/protocol/limits.hpp>
#include <hibana/protocol/receive_buffer.hpp>
#include <hibana/session/connection.hpp>
#include <hibana/session/establish.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace hibana {

/// A connection beside those that the client lends: opened by the same policies, greeted in the same way, and then written to
/// and listened to in any order.
///
/// For one flow at a time; on an execution that is concurrent one flow may write while another fills.
template <class Environment> class dedicated_connection {
public:
    using environment_type = Environment;
    using execution_type = typename Environment::execution_type;

    explicit dedicated_connection(Environment& environment) : connection_(environment) {}
    dedicated_connection(Environment& environment, const protocol::limits& limits) : connection_(environment, limits) {}

    Environment& environment() const noexcept { return connection_.environment(); }
    bool is_open() const noexcept { return connection_.is_open(); }
    /// How often it was opened.
    unsigned epoch() const noexcept { return connection_.epoch(); }
    std::string peer() const { return connection_.peer(); }
    /// Closes it. Where a flow fills it, that one finds it lost.
    void close() {
        if (is_filled_) connection_.shut();
        else connection_.close();
    }

    /// Opens it and shakes hands; `attempt` is for the events.
    auto open(unsigned attempt, deadline until) { return detail::establish(connection_, attempt, until); }

    /// Sends bytes, which must stay until it is done. After an error it is closed: a half of them may have left.
    auto write(std::string_view bytes, deadline until) -> task_of<execution_type, result<void>> {
        const unsigned epoch = connection_.epoch();
        auto written = co_await connection_.put(bytes, 0, until);
        if (written) co_return result<void>();
        if (epoch == connection_.epoch()) co_return lose(std::move(written).error());
        co_return std::move(written).error();
    }

    /// The next message that has wholly arrived, pushes and replies alike, as a `result<std::string_view>`; empty where none has. Its
    /// bytes stay until `fill`.
    auto take() { return connection_.next_message(); }

    /// Waits for bytes; `timeout` and `cancelled` leave it open, every other error closes it.
    auto fill(deadline until) -> task_of<execution_type, result<void>> {
        const filling guard(is_filled_);
        co_return co_await connection_.listen(until);
    }

    /// Keeps the bytes of the message that was taken last.
    protocol::pin pin() const { return connection_.received().pin(); }

    /// Closes it because of an error, and gives the error.
    error lose(error wrong) {
        if (!is_filled_) return connection_.lose(std::move(wrong));
        connection_.shut();
        return wrong;
    }

private:
    /// True for as long as a flow waits for bytes: the stream has to stay where it is.
    class filling {
    public:
        explicit filling(bool& flag) : flag_(flag) { flag_ = true; }
        filling(const filling&) = delete;
        filling& operator=(const filling&) = delete;
        ~filling() { flag_ = false; }

    private:
        bool& flag_;
    };

    connection<Environment> connection_;
    bool is_filled_ = false;
};

}  // namespace hibana
