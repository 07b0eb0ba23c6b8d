// SPDX-License-Identifier: BSL-1.0
/// \file  MONITOR: every command that a server executes, as a sequence to be awaited or a range.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/server_error.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/messaging/message_source.hpp>
#include <hibana/messaging/monitor_record.hpp>
#include <hibana/messaging/reconnect.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>
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
template <class Client> class monitoring {
    static constexpr bool throws = Client::composition::errors::throws;

public:
    using element_type = std::conditional_t<throws, monitor_record, result<monitor_record>>;

    /// Connects and begins. Throws, or is empty, where that fails.
    explicit monitoring(Client& client) : client_(&client), flow_(client.environment()) {
        result<void> outcome = flow_.start(client.deadline_for()).get();
        if (outcome) return;
        if constexpr (throws) throw_error(outcome.error());
        else wrong_ = std::move(outcome).error();
    }
    monitoring(const monitoring&) = delete;
    monitoring& operator=(const monitoring&) = delete;

    /// Whether the server agreed; if not, the first record is the reason.
    explicit operator bool() const noexcept { return !wrong_; }

    /// Waits for the next command.
    element_type next() {
        result<monitor_record> came = wait(deadline::never());
        if constexpr (throws) {
            if (!came) throw_error(came.error());
            return *std::move(came);
        } else {
            return came;
        }
    }

    /// The next command, or nothing where none comes in time.
    auto next(std::chrono::milliseconds patience) {
        result<std::optional<monitor_record>> outcome;
        result<monitor_record> came = wait(client_->deadline_within(patience));
        if (came) *outcome = *std::move(came);
        else if (came.error() != errc::timeout) outcome = std::move(came).error();
        if constexpr (throws) {
            if (!outcome) throw_error(outcome.error());
            return *std::move(outcome);
        } else {
            return outcome;
        }
    }

    class iterator {
    public:
        using value_type = element_type;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        explicit iterator(monitoring& from) : from_(&from) { ++*this; }
        value_type& operator*() const noexcept { return *from_->current_; }
        value_type* operator->() const noexcept { return &*from_->current_; }
        iterator& operator++() {
            from_->current_.emplace(from_->next());
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator&, std::default_sentinel_t) noexcept { return false; }

    private:
        monitoring* from_ = nullptr;
    };

    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    result<monitor_record> wait(deadline until) {
        if (wrong_) return std::exchange(wrong_, error());
        return flow_.next(until).get();
    }

    Client* client_;
    monitor_flow<typename Client::dedicated_type> flow_;
    error wrong_;
    std::optional<element_type> current_;
};

/// Every command that the server executes: `for (auto& record : monitor(db))`.
template <class Client> monitoring<Client> monitor(Client& client) { return monitoring<Client>(client); }

}  // namespace hibana
