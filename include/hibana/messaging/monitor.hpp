// SPDX-License-Identifier: BSL-1.0
/// \file  MONITOR: every command that a server executes, as a sequence to be awaited or a range.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/server_error.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/messaging/blocking_range.hpp>
#include <hibana/messaging/message_source.hpp>
#include <hibana/messaging/monitor_record.hpp>
#include <hibana/messaging/reconnect.hpp>

#include <string_view>
#include <utility>

namespace hibana {

/// Reads the commands that a server executes, over a source of its own.
///
/// After a loss the next call is that error, and the one after it begins anew: what was executed meanwhile is not told. One flow at a
/// time.
template <message_source Source> class monitor_flow {
public:
    using execution_type = typename Source::execution_type;
    using environment_type = typename Source::environment_type;

    /// A line of MONITOR may be as long as the arguments of a command, whatever the limit of a line is.
    explicit monitor_flow(environment_type& environment)
        : source_(environment, [&] {
              auto limits = environment.settings.limits;
              limits.line = limits.bulk;
              return limits;
          }()) {}

    /// Connects and begins; done when the server has agreed.
    auto start(deadline until = deadline::never()) -> task_of<execution_type, result<void>> {
        is_agreed_ = false;
        auto opened = co_await reconnect_.open(source_, until);
        if (!opened) co_return opened;
        reconnect_.forget_failures();
        auto asked = co_await source_.write("*1\r\n$7\r\nMONITOR\r\n", until);
        if (!asked) co_return asked;
        auto answer = co_await line(until);
        if (answer) co_return result<void>();
        source_.close();
        co_return std::move(answer).error().with_command("MONITOR");
    }

    /// The next command. `timeout` where none was executed until the deadline.
    auto next(deadline until = deadline::never()) -> task_of<execution_type, result<monitor_record>> {
        if (!source_.is_open()) {
            auto started = co_await start(until);
            if (!started) co_return std::move(started).error();
        }
        auto told = co_await line(until);
        if (!told) co_return std::move(told).error();
        co_return read_monitor_line(told->substr(1, told->size() - 3));
    }

    void close() { source_.close(); }

private:
    /// The next line that is one; the one that says OK is the first.
    auto line(deadline until) -> task_of<execution_type, result<std::string_view>> {
        for (;;) {
            auto whole = source_.take();
            if (!whole) co_return whole;
            if (whole->empty()) {
                auto more = co_await source_.fill(until);
                if (!more) co_return std::move(more).error();
                continue;
            }
            const bool is_first = !std::exchange(is_agreed_, true);
            if (whole->front() == '+' && is_first == (*whole == "+OK\r\n")) co_return whole;
            if (whole->front() == '-')
                co_return source_.lose(parse_server_error(whole->substr(1, whole->size() - 3)).with_endpoint(source_.peer()));
            co_return source_.lose(error(errc::protocol_error, fate::unknown, "a message of the server is no line of MONITOR"));
        }
    }

    Source source_;
    detail::reconnect<Source> reconnect_;
    bool is_agreed_ = false;
};

/// The commands that a server executes, over a connection of its own, for as long as the object lives: a range.
///
/// With `throw_errors` its elements are records; with `return_errors` they are results. It slows the server down: for looking into a
/// matter, not for good.
template <class Client> class monitoring : public blocking_range<monitoring<Client>, Client, monitor_record> {
    using base = blocking_range<monitoring, Client, monitor_record>;
    friend base;

public:
    /// Connects and begins. Throws, or is empty, where that fails.
    explicit monitoring(Client& client) : base(client), flow_(client.environment()) {
        result<void> outcome = flow_.start(client.deadline_for()).get();
        if (!outcome) base::fail(std::move(outcome).error());
    }

private:
    result<monitor_record> wait(deadline until) { return flow_.next(until).get(); }
    static bool is_over() { return false; }

    monitor_flow<typename Client::dedicated_type> flow_;
};

/// The same with a client that does not block, which outlives it: `co_await commands.next()`.
template <class Client> class monitor_sequence {
public:
    explicit monitor_sequence(Client& client) : client_(&client), flow_(client.environment()) {}
    monitor_sequence(const monitor_sequence&) = delete;
    monitor_sequence& operator=(const monitor_sequence&) = delete;

    /// Connects and begins, which the first `next` does otherwise.
    auto start() { return client_->follow(flow_.start(client_->deadline_for())); }
    /// The next command, however long that takes.
    auto next() { return client_->follow(flow_.next()); }

private:
    Client* client_;
    monitor_flow<typename Client::dedicated_type> flow_;
};

/// Every command that the server executes: `for (auto& record : monitor(db))`.
template <class Client> auto monitor(Client& client) {
    if constexpr (Client::execution_type::concurrent) return monitor_sequence<Client>(client);
    else return monitoring<Client>(client);
}

}  // namespace hibana
