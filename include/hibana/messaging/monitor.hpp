// SPDX-License-Identifier: BSL-1.0
/// \file  MONITOR: every command that a server executes, as a sequence to be awaited or a range.
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

/// Reads the commands that a server executes, over a source of its own, and keeps on: a source that is lost is opened again by the
/// backoff and retry policies, and reports a gap before the first command of the new connection.
///
/// One flow at a time. Every flow may be given up by its deadline and begun again.
template <message_source Source> class monitor_flow {
public:
    using execution_type = typename Source::execution_type;
    using context_type = typename Source::context_type;

    /// A line of MONITOR may be as long as the arguments of a command, whatever the limit of a line is.
    template <class Node>
    explicit monitor_flow(Node& to)
        : source_(to, [&] {
              auto limits = to.context().settings.limits;
              limits.line = limits.bulk;
              return limits;
          }()) {}

    /// Connects and begins; done when the server has agreed.
    auto start(deadline until = deadline::never()) -> task_of<execution_type, result<void>> {
        auto& context = source_.context();
        if (std::exchange(is_monitoring_, false)) is_gap_due_ = true;
        for (;;) {
            auto opened = co_await reconnect_.open(source_, until);
            if (!opened) co_return opened;
            const std::chrono::milliseconds timeout = context.settings.command_timeout;
            const deadline in_time = timeout == std::chrono::milliseconds::max()
                                         ? deadline::never()
                                         : deadline::after(timeout, context.execution.now());
            auto agreed = co_await ask(until.earlier(in_time).without_cached_now());
            if (agreed) {
                reconnect_.reset();
                is_monitoring_ = true;
                co_return agreed;
            }
            source_.close();
            error err = std::move(agreed).error().with_command("MONITOR");
            if (err == errc::cancelled || until.has_passed(context.execution)) co_return err;
            if (error final = reconnect_.on_error(context, std::move(err))) co_return final;
        }
    }

    /// The next command, or gap.
    ///
    /// Errors: `timeout` where none was executed until the deadline; `protocol_error` where a line makes no sense; whatever prevents that
    /// the connection is made again, or the server's consent had. After every one of them the next call goes on.
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

    /// Closes the connection. The next call opens it again.
    void close() { source_.close(); }

private:
    /// Asks the server to begin, and waits for its answer, which is the first line.
    auto ask(deadline until) -> task_of<execution_type, result<void>> {
        auto asked = co_await source_.write("*1\r\n$7\r\nMONITOR\r\n", until);
        if (!asked) co_return asked;
        for (;;) {
            auto whole = source_.next_message();
            if (!whole) co_return std::move(whole).error();
            if (*whole == "+OK\r\n") co_return result<void>();
            if (!whole->empty()) {
                if (error err = check_line(*whole)) co_return err;
                co_return source_.close_with(no_line());
            }
            auto more = co_await source_.read_more(until);
            if (!more) co_return more;
        }
    }

    /// Why what the server says is no line of MONITOR; the source is closed then.
    error check_line(std::string_view whole) {
        if (whole.front() == '+') return error();
        if (whole.front() == '-')
            return source_.close_with(parse_server_error(whole.substr(1, whole.size() - 3)).with_endpoint(source_.endpoint_text()));
        return source_.close_with(no_line());
    }
    static error no_line() { return error(errc::protocol_error, fate::unknown, "a message of the server is no line of MONITOR"); }

    Source source_;
    detail::reconnect<Source> reconnect_;
    bool is_monitoring_ = false;   // of the connection that is open, or was last
    bool is_gap_due_ = false;
};

/// The commands that a server executes, over a connection of its own, for as long as the object lives: a range.
///
/// Connects again after a loss; a record that `is_gap()` then says that commands in between are missing. A connection that is
/// silent is not asked whether it is still there: that is left to TCP.
///
/// With `throw_errors` its elements are records; with `return_errors` they are results. It slows the server down: for looking into a
/// matter, not for good.
template <class Client> class monitoring : public blocking_range<monitoring<Client>, Client, monitor_record> {
    using base = blocking_range<monitoring, Client, monitor_record>;
    friend base;

public:
    /// Connects and begins. Throws, or is empty, where that fails.
    explicit monitoring(Client& client) : base(client), flow_(client.node()) {
        result<void> outcome = flow_.start(client.deadline_for()).get();
        if (!outcome) base::fail(std::move(outcome).error());
    }

private:
    result<monitor_record> wait(deadline until) { return flow_.next(until).get(); }
    static bool is_finished() { return false; }

    monitor_flow<typename Client::dedicated_type> flow_;
};

/// The same with a client that does not block, which outlives it: `co_await commands.next()`.
template <class Client> class async_monitor {
public:
    explicit async_monitor(Client& client) : client_(&client), flow_(client.node()) {}
    async_monitor(const async_monitor&) = delete;
    async_monitor& operator=(const async_monitor&) = delete;

    /// Connects and begins, which the first `next` does otherwise.
    auto start() { return client_->run_flow(flow_.start(client_->deadline_for())); }
    /// The next command, however long that takes.
    auto next() { return client_->run_flow(flow_.next()); }
    /// The next command, or nothing where none is executed in time.
    auto next(std::chrono::milliseconds timeout) { return client_->run_flow(next_until(flow_, client_->deadline_within(timeout))); }

    /// Closes the connection. The next command is waited for over another, and is a gap.
    void close() { flow_.close(); }

private:
    using flow_type = monitor_flow<typename Client::dedicated_type>;

    static auto next_until(flow_type& from, deadline until)
        -> task_of<typename Client::execution_type, result<std::optional<monitor_record>>> {
        auto came = co_await from.next(until);
        result<std::optional<monitor_record>> outcome;
        if (came) *outcome = *std::move(came);
        else if (came.error() != errc::timeout) outcome = std::move(came).error();
        co_return outcome;
    }

    Client* client_;
    flow_type flow_;
};

/// Every command that the server executes: `for (auto& record : monitor(db))`.
template <class Client> auto monitor(Client& client) {
    if constexpr (Client::execution_type::concurrent) return async_monitor<Client>(client);
    else return monitoring<Client>(client);
}

}  // namespace hibana
