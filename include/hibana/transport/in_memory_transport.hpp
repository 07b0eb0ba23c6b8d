// SPDX-License-Identifier: BSL-1.0
/// \file  A server in the same program: bytes are handed over, no socket and no thread is involved.
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

/// The server's side of one connection in memory. Its destructor is the client closing the connection.
///
/// An error `errc::timeout` stands for a peer that takes no part any more: the client gets it when its deadline comes.
class in_memory_connection {
public:
    virtual ~in_memory_connection() = default;

    /// The client sends these bytes.
    virtual result<void> receive(std::string_view bytes, time_point now) = 0;
    /// Gives the client what it can read: how many bytes were put into `into`, zero where there are none yet.
    virtual result<std::size_t> send(std::span<char> into, time_point now) = 0;
    /// From when on `send` gives something, an error included; the greatest point in time is never.
    virtual time_point sends_at() = 0;
    /// Whether it may give something once the client has sent more. Then a client that can do several things at a time waits for that.
    virtual bool waits_for_client() { return false; }
};

/// A server in the same program.
class in_memory_server {
public:
    virtual ~in_memory_server() = default;
    /// A client connects. Gives a connection, or the error that the client gets.
    virtual result<std::unique_ptr<in_memory_connection>> accept(const hibana::endpoint& where, time_point now) = 0;
};

/// The client's side. Waiting is sleeping on the execution, so that under a clock advanced by hand no real time passes.
template <class Execution> class in_memory_stream {
public:
    in_memory_stream() = default;
    in_memory_stream(Execution execution, std::unique_ptr<in_memory_connection> connection)
        : state_(new state{std::move(execution), std::move(connection)}) {}

    auto write(std::string_view bytes, deadline& until) -> task_of<Execution, result<void>> {
        if (!is_open()) co_return error(errc::connection_closed);
        auto taken = state_->connection->receive(bytes, state_->execution.now());
        if (!taken && taken.error() == errc::timeout && !until.is_never()) {
            auto slept = co_await state_->execution.sleep_until(until.time());
            if (!slept) co_return std::move(slept).error().with_fate(taken.error().fate());
        }
        co_return taken;
    }

    auto read_some(std::span<char> into, deadline& until) -> task_of<Execution, result<std::size_t>> {
        if (!is_open()) co_return error(errc::connection_closed, fate::unknown);
        for (;;) {
            const time_point now = state_->execution.now();
            auto sent = state_->connection->send(into, now);
            if (sent && *sent != 0) co_return sent;
            const bool takes_no_part = !sent && sent.error() == errc::timeout;
            if (!sent && !takes_no_part) co_return sent;
            const time_point next = takes_no_part ? time_point::max() : state_->connection->sends_at();
            time_point wake = std::min(next, until.time());
            if constexpr (Execution::concurrent)
                if (state_->connection->waits_for_client()) wake = std::min(wake, now + std::chrono::milliseconds(1));
            if (wake == time_point::max())
                co_return error(errc::connection_lost, fate::unknown, "the server in memory has no more to say");
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
    /// What can be read without waiting; nothing at the end of the stream, and where it is broken.
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

/// Plays `role::transport`: a server in the same program.
struct in_memory_transport {
    using plays = role::transport;
    template <class Execution> using stream = in_memory_stream<Execution>;
    static constexpr bool is_encrypted = false;
    static constexpr bool protects_secrets = true;

    std::shared_ptr<in_memory_server> server{};
    std::string host = "in-memory";  ///< what messages call it
    std::uint16_t port = 6379;

    [[nodiscard]] hibana::endpoint endpoint() const { return hibana::endpoint(host, port); }

    template <class Execution>
    auto open(Execution& execution, const hibana::endpoint& where, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        return connect(execution, server, where, until);
    }

private:
    template <class Execution>
    static auto connect(Execution& execution, std::shared_ptr<in_memory_server> server, hibana::endpoint where, deadline until)
        -> task_of<Execution, result<stream<Execution>>> {
        if (server == nullptr)
            co_return error(errc::connect_failed, fate::not_sent, "the transport has no server").with_endpoint(where.text());
        auto connection = server->accept(where, execution.now());
        if (connection) co_return stream<Execution>(execution, std::move(*connection));
        if (connection.error() == errc::timeout && !until.is_never()) {
            auto slept = co_await execution.sleep_until(until.time());
            if (!slept) co_return std::move(slept).error().with_endpoint(where.text());
        }
        co_return std::move(connection).error().with_endpoint(where.text());
    }
};

}  // namespace hibana
