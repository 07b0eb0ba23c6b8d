// SPDX-License-Identifier: BSL-1.0
/// \file  A connection that one flow has to itself, for what is no request and reply: subscriptions, MONITOR.
#pragma once
#include <hibana/connection/connection.hpp>
#include <hibana/connection/establish.hpp>
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
    /// Closes it. Where flows wait for it, they find it lost.
    void close() {
        if (users_ != 0) connection_.shut();
        else connection_.close();
    }

    /// Opens it and shakes hands; `attempt` is for the events.
    auto open(unsigned attempt, deadline until) -> task_of<execution_type, result<void>> {
        auto& execution = environment().execution;
        // who still waits for the stream that was shut is about to find it so; until then it has to stay
        while (users_ != 0) {
            auto slept = co_await execution.sleep_until(execution.now() + std::chrono::milliseconds(1));
            if (!slept) co_return std::move(slept).error();
        }
        co_return co_await detail::establish(connection_, attempt, until);
    }

    /// Sends bytes, which must stay until it is done. After an error it is closed: a half of them may have left.
    auto write(std::string_view bytes, deadline until) -> task_of<execution_type, result<void>> {
        result<void> written;
        {
            const using_it guard(users_);
            written = co_await connection_.put(bytes, 0, until);
        }
        if (!written) co_return lose(std::move(written).error());
        co_return written;
    }

    /// The next message that has wholly arrived, pushes and replies alike, as a `result<std::string_view>`; empty where none has. Its
    /// bytes stay until `fill`.
    auto take() { return connection_.next_message(); }

    /// Waits for bytes; `timeout` and `cancelled` leave it open, every other error closes it.
    auto fill(deadline until) -> task_of<execution_type, result<void>> {
        result<void> filled;
        {
            const using_it guard(users_);
            filled = co_await connection_.listen(until);
        }
        const bool was_given_up = !filled && (filled.error() == errc::timeout || filled.error() == errc::cancelled);
        if (filled || (was_given_up && is_open())) co_return filled;
        co_return lose(std::move(filled).error());
    }

    /// Keeps the bytes of the message that was taken last.
    protocol::pin pin() const { return connection_.received().pin(); }

    /// Closes it because of an error, and gives the error.
    error lose(error wrong) {
        if (users_ == 0) return connection_.lose(std::move(wrong));
        connection_.shut();
        return wrong;
    }

private:
    /// A flow waits for the stream, which has to stay where it is.
    class using_it {
    public:
        explicit using_it(unsigned& users) : users_(users) { ++users_; }
        using_it(const using_it&) = delete;
        using_it& operator=(const using_it&) = delete;
        ~using_it() { --users_; }

    private:
        unsigned& users_;
    };

    connection<Environment> connection_;
    unsigned users_ = 0;
};

}  // namespace hibana
