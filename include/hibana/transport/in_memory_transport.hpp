// SPDX-License-Identifier: BSL-1.0
/// \file  Transport to a server in the same process, without sockets and threads.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/endpoint.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace hibana {

/// Server side of one in-memory connection. It is destroyed when the client closes the connection.
///
/// The error `errc::timeout` simulates an unresponsive peer: the client receives it at its deadline.
class in_memory_connection {
public:
    virtual ~in_memory_connection() = default;

    /// Called with bytes that the client sends.
    virtual result<void> receive(std::string_view bytes, time_point now) = 0;
    /// Writes bytes for the client into `into`, and returns their number; zero if there are none yet.
    virtual result<std::size_t> send(std::span<char> into, time_point now) = 0;
    /// Time from which `send` returns bytes or an error; `time_point::max()` for never.
    virtual time_point sends_at() = 0;
    /// Whether it may send more after it receives more. A client on a concurrent execution then keeps waiting.
    virtual bool waits_for_client() { return false; }
};

/// A server in the same process.
class in_memory_server {
public:
    virtual ~in_memory_server() = default;
    /// Called when a client connects. Returns the connection, or the error for the client.
    virtual result<std::unique_ptr<in_memory_connection>> accept(const endpoint& to, time_point now) = 0;
};

/// Client side. It waits by sleeping on the execution, so that with a manual clock no real time passes.
template <class Execution> class in_memory_stream {
public:
    in_memory_stream() = default;
    in_memory_stream(Execution execution, std::unique_ptr<in_memory_connection> connection)
        : state_(new state{std::move(execution), std::move(connection)}) {}

    auto write(std::string_view bytes, deadline& until) -> task_of<Execution, result<void>> {
        if (!is_open()) co_return error(errc::connection_closed);
        auto received = state_->connection->receive(bytes, state_->execution.now());
        if (!received && received.error() == errc::timeout && !until.is_never()) {
            auto slept = co_await state_->execution.sleep_until(until.time());
            if (!slept) co_return std::move(slept).error().with_fate(received.error().fate());
        }
        co_return received;
    }

    auto read_some(std::span<char> into, deadline& until) -> task_of<Execution, result<std::size_t>> {
        if (!is_open()) co_return error(errc::connection_closed, fate::unknown);
        for (;;) {
            const time_point now = state_->execution.now();
            auto sent = state_->connection->send(into, now);
            if (sent && *sent != 0) co_return sent;
            const bool is_unresponsive = !sent && sent.error() == errc::timeout;
            if (!sent && !is_unresponsive) co_return sent;
            const time_point next = is_unresponsive ? time_point::max() : state_->connection->sends_at();
            time_point wake = std::min(next, until.time());
            if constexpr (Execution::concurrent)
                if (state_->connection->waits_for_client()) wake = std::min(wake, now + std::chrono::milliseconds(1));
            if (wake == time_point::max())
                co_return error(errc::connection_lost, fate::unknown, "the in-memory server will not send any more bytes");
            if (now < wake) {
                auto slept = co_await state_->execution.sleep_until(wake);
                if (!slept) co_return std::move(slept).error().with_fate(fate::unknown);
            }
            if (next >= until.time() && wake >= until.time()) co_return error(errc::timeout, fate::unknown);
        }
    }

    [[nodiscard]] bool is_readable() {
        return !is_open() || state_->connection->sends_at() <= state_->execution.now();
    }
    /// Reads available bytes without waiting; zero if there are none, at the end of the stream, and after an error.
    [[nodiscard]] std::size_t try_read(std::span<char> into) {
        if (!is_open()) return 0;
        auto sent = state_->connection->send(into, state_->execution.now());
        return sent ? *sent : 0;
    }
    [[nodiscard]] bool is_open() const noexcept { return state_ != nullptr; }
    void close() noexcept { state_.reset(); }
    void close_after_fork() noexcept { state_.reset(); }

private:
    struct state {
        Execution execution;
        std::unique_ptr<in_memory_connection> connection;
    };
    std::unique_ptr<state> state_;
};

/// Plays `role::transport`: a server in the same process.
struct in_memory_transport {
    using plays = role::transport;
    template <class Execution> using stream = in_memory_stream<Execution>;
    static constexpr bool is_encrypted = false;
    static constexpr bool protects_secrets = true;

    std::shared_ptr<in_memory_server> server{};
    std::string host = "in-memory";  ///< for messages and events
    std::uint16_t port = 6379;

    [[nodiscard]] hibana::endpoint endpoint() const { return hibana::endpoint(host, port); }

    template <class Execution>
    auto open(Execution& execution, const hibana::endpoint& to, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        return connect(execution, server, to, until);
    }

private:
    template <class Execution>
    static auto connect(Execution& execution, std::shared_ptr<in_memory_server> server, hibana::endpoint to, deadline until)
        -> task_of<Execution, result<stream<Execution>>> {
        if (server == nullptr)
            co_return error(errc::connect_failed, fate::not_sent, "the transport has no server").with_endpoint(to.text());
        auto connection = server->accept(to, execution.now());
        if (connection) co_return stream<Execution>(execution, std::move(*connection));
        if (connection.error() == errc::timeout && !until.is_never()) {
            auto slept = co_await execution.sleep_until(until.time());
            if (!slept) co_return std::move(slept).error().with_endpoint(to.text());
        }
        co_return std::move(connection).error().with_endpoint(to.text());
    }
};

}  // namespace hibana
