// SPDX-License-Identifier: BSL-1.0
/// \file  MONITOR: the commands that a server executes, as a range or as an awaitable sequence.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/server_error.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/messaging/blocking_range.hpp>
#include <hibana/messaging/message_source.hpp>
#include <hibana/messaging/monitor_record.hpp>
#include <hibana/messaging/reconnect.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace hibana {

/// Reads the commands that a server executes, over a dedicated connection. After a connection loss it reconnects by the backoff and retry
/// policies, and reports a gap before the first command of the new connection.
///
/// One flow at a time. After a timeout a flow may be started again.
template <message_source Source> class monitor_flow {
public:
    using execution_type = typename Source::execution_type;
    using context_type = typename Source::context_type;

    /// The limit of bulk strings replaces the limit of lines, since a line of MONITOR contains all arguments of a command.
    template <class Node>
    explicit monitor_flow(Node& node)
        : source_(node, [&] {
              auto limits = node.context().settings.limits;
              limits.line = limits.bulk;
              return limits;
          }()) {}

    /// Connects and sends MONITOR. Completes when the server has confirmed it.
    auto start(deadline until = deadline::never()) -> task_of<execution_type, result<void>> {
        auto& context = source_.context();
        if (std::exchange(is_monitoring_, false)) is_gap_due_ = true;
        for (;;) {
            auto opened = co_await reconnect_.open(source_, until);
            if (!opened) co_return opened;
            const std::chrono::milliseconds timeout = context.settings.command_timeout;
            const deadline reply_limit = timeout == std::chrono::milliseconds::max()
                                         ? deadline::never()
                                         : deadline::after(timeout, context.execution.now());
            auto reply = co_await request(until.earlier(reply_limit).without_cached_now());
            if (reply) {
                reconnect_.reset();
                is_monitoring_ = true;
                co_return reply;
            }
            source_.close();
            error err = std::move(reply).error().with_command("MONITOR");
            if (err == errc::cancelled || until.has_passed(context.execution)) co_return err;
            if (error final_err = reconnect_.on_error(context, std::move(err))) co_return final_err;
        }
    }

    /// The next command, or gap.
    ///
    /// Errors: `timeout` if none is executed before the deadline; `protocol_error` if a line is malformed; the final error of a
    /// reconnect or of MONITOR. After any of them `next` may be called again.
    auto next(deadline until = deadline::never()) -> task_of<execution_type, result<monitor_record>> {
        for (;;) {
            if (!source_.is_open()) {
                auto started = co_await start(until);
                if (!started) co_return std::move(started).error();
            }
            if (std::exchange(is_gap_due_, false)) co_return monitor_record();
            auto whole = source_.next_message();
            if (!whole) co_return std::move(whole).error();
            if (!whole->empty()) {
                if (error err = check_line(*whole)) co_return err;
                co_return read_monitor_line(whole->substr(1, whole->size() - 3));
            }
            auto more = co_await source_.read_more(until);
            if (!more && source_.is_open()) co_return std::move(more).error();
        }
    }

    /// Closes the connection. The next call reconnects.
    void close() { source_.close(); }

private:
    /// Sends MONITOR and waits for `+OK`, which is the first line.
    auto request(deadline until) -> task_of<execution_type, result<void>> {
        auto written = co_await source_.write("*1\r\n$7\r\nMONITOR\r\n", until);
        if (!written) co_return written;
        for (;;) {
            auto whole = source_.next_message();
            if (!whole) co_return std::move(whole).error();
            if (*whole == "+OK\r\n") co_return result<void>();
            if (!whole->empty()) {
                if (error err = check_line(*whole)) co_return err;
                co_return source_.close_with(malformed_line());
            }
            auto more = co_await source_.read_more(until);
            if (!more) co_return more;
        }
    }

    /// Returns an error, and closes the source, if this is not a line of MONITOR.
    error check_line(std::string_view whole) {
        if (whole.front() == '+') return error();
        if (whole.front() == '-')
            return source_.close_with(parse_server_error(whole.substr(1, whole.size() - 3)).with_endpoint(source_.endpoint_text()));
        return source_.close_with(malformed_line());
    }
    static error malformed_line() {
        return error(errc::protocol_error, fate::unknown, "the server sent a message that is not a line of MONITOR");
    }

    Source source_;
    detail::reconnect<Source> reconnect_;
    bool is_monitoring_ = false;  // the current or last connection was confirmed
    bool is_gap_due_ = false;
};

/// A range of the commands that a server executes, received over a dedicated connection.
///
/// Reconnects after a connection loss; a record with `is_gap()` then marks missing commands. It sends no PING on a silent connection: only
/// TCP detects its loss.
///
/// With `throw_errors` its elements are records; with `return_errors` they are results. MONITOR slows the server down: use it for
/// debugging, not permanently.
template <class Client> class monitor_range : public blocking_range<monitor_range<Client>, Client, monitor_record> {
    using base = blocking_range<monitor_range, Client, monitor_record>;
    friend base;

public:
    /// Connects and starts. On failure it throws, or keeps the error and converts to false.
    explicit monitor_range(Client& client) : base(client), flow_(client.node()) {
        result<void> outcome = flow_.start(client.deadline_for()).get();
        if (!outcome) base::fail(std::move(outcome).error());
    }

private:
    result<monitor_record> wait(deadline until) { return flow_.next(until).get(); }
    static bool is_finished() { return false; }

    monitor_flow<typename Client::dedicated_type> flow_;
};

/// The commands that a server executes, with an asynchronous client: `co_await commands.next()`. The client must outlive the object.
template <class Client> class async_monitor {
public:
    explicit async_monitor(Client& client) : client_(&client), flow_(client.node()) {}
    async_monitor(const async_monitor&) = delete;
    async_monitor& operator=(const async_monitor&) = delete;

    /// Connects and starts. Optional: the first call of `next` does it as well.
    auto start() { return client_->run_flow(flow_.start(client_->deadline_for())); }
    /// Waits for the next command or gap, without a timeout.
    auto next() { return client_->run_flow(flow_.next()); }
    /// Waits for the next command or gap; empty after `timeout`.
    auto next(std::chrono::milliseconds timeout) { return client_->run_flow(next_until(flow_, client_->deadline_within(timeout))); }

    /// Closes the connection. The next call of `next` reconnects and returns a gap.
    void close() { flow_.close(); }

private:
    using flow_type = monitor_flow<typename Client::dedicated_type>;

    static auto next_until(flow_type& from, deadline until)
        -> task_of<typename Client::execution_type, result<std::optional<monitor_record>>> {
        auto record = co_await from.next(until);
        result<std::optional<monitor_record>> outcome;
        if (record) *outcome = *std::move(record);
        else if (record.error() != errc::timeout) outcome = std::move(record).error();
        co_return outcome;
    }

    Client* client_;
    flow_type flow_;
};

/// Monitors the commands that the server executes: `for (auto& record : monitor(db))`.
template <class Client> auto monitor(Client& client) {
    if constexpr (Client::execution_type::concurrent) return async_monitor<Client>(client);
    else return monitor_range<Client>(client);
}

}  // namespace hibana
