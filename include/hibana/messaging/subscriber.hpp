// SPDX-License-Identifier: BSL-1.0
/// \file  Subscriber: subscribes to topics, receives messages, and resubscribes after a reconnect.
#pragma once
#include <hibana/command/connection.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/server_error.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/messaging/encode_subscribe.hpp>
#include <hibana/messaging/message.hpp>
#include <hibana/messaging/message_source.hpp>
#include <hibana/messaging/pubsub_event.hpp>
#include <hibana/messaging/reconnect.hpp>
#include <hibana/messaging/subscription_settings.hpp>
#include <hibana/messaging/topic_set.hpp>
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana {

namespace detail {

/// Sets a flag for the lifetime of the object.
class scoped_flag {
public:
    explicit scoped_flag(bool& flag) : flag_(flag) { flag_ = true; }
    scoped_flag(const scoped_flag&) = delete;
    scoped_flag& operator=(const scoped_flag&) = delete;
    ~scoped_flag() { flag_ = false; }

private:
    bool& flag_;
};

/// A source that may use a shared connection, and then sends the commands itself: see `shared_source`.
template <class Source> concept shared_message_source = requires(Source& source) { source.request_ping(); };

template <class Source, class Argument> Source make_source(Argument& argument, [[maybe_unused]] const subscription_settings& settings) {
    if constexpr (shared_message_source<Source>) return Source(argument, settings);
    else return Source(argument);
}

}  // namespace detail

/// Subscribes to topics and stays subscribed: after a connection loss it reconnects by the backoff and retry policies, resubscribes, and
/// delivers a gap before the first message of the new connection.
///
/// On a shared connection, a subscriber that reads too slowly is dropped without affecting the others; the next gap reports how many
/// messages it lost.
template <message_source Source, class Reader = message_reader<>> class subscriber {
public:
    using execution_type = typename Source::execution_type;
    using context_type = typename Source::context_type;
    using message_type = typename Reader::type;

    /// `argument` is the constructor argument of the source: a node, or the shared connection of a client.
    template <class Argument>
    explicit subscriber(Argument& argument, subscription_settings settings = {}, Reader reader = Reader())
        : source_(detail::make_source<Source>(argument, settings)), settings_(settings), reader_(std::move(reader)) {}

    /// The requested topics, confirmed or not.
    const topic_set& topics() const noexcept { return topics_; }
    bool is_open() const noexcept { return source_.is_open(); }

    /// Sets the topics that the first call of `next` subscribes to when it connects.
    void set_initial_topics(const hibana::topics& initial) { topics_.add(initial); }

    /// Connects if necessary and subscribes to the new topics. Completes when the server has confirmed all of them.
    ///
    /// Topics that the server refuses are removed, and its error is the result. After `timeout` the topics stay requested.
    auto subscribe(hibana::topics topics, deadline until = deadline::never()) -> task_of<execution_type, result<void>> {
        return change(std::move(topics), command_type::subscribe, until);
    }

    /// Unsubscribes from topics. Messages in flight may still arrive until it completes.
    auto unsubscribe(hibana::topics topics, deadline until = deadline::never()) -> task_of<execution_type, result<void>> {
        return change(std::move(topics), command_type::unsubscribe, until);
    }

    /// The next message, gap or error that is available without waiting, if any.
    std::optional<result<message_type>> ready() {
        while (!has_event() && process_buffered()) {}
        if (!has_event()) return std::nullopt;
        std::optional<result<message_type>> first(std::move(events_.front()));
        events_.pop_front();
        return first;
    }

    /// The next message, or gap.
    ///
    /// Errors: `timeout` if none arrives before the deadline; `type_mismatch` if the payload does not have the requested type;
    /// `invalid_argument` if there are no topics; the final error of a reconnect or of resubscribing. After any of them `next` may be
    /// called again.
    auto next(deadline until = deadline::never()) -> task_of<execution_type, result<message_type>> {
        if (has_waiter_) co_return error(errc::wrong_thread, fate::not_sent, "another flow waits for the next message");
        const detail::scoped_flag in_use(has_waiter_);
        for (;;) {
            if (auto event = ready()) co_return *std::move(event);
            if (topics_.empty() && pending_.empty())
                co_return error(errc::invalid_argument, fate::not_sent, "nothing is subscribed to");
            auto resumed = co_await wait_or_reconnect(until);
            if (!resumed) co_return std::move(resumed).error();
        }
    }

    /// Closes the connection. The next call reconnects; a flow that waits in `next` does so immediately.
    void close() { source_.close(); }

private:
    static constexpr bool counts_lost = requires(message_type& result) { result.lost = std::uint64_t(); };

    using command_type = detail::subscriber_command;

    // A command without a reply yet.
    struct pending_command {
        command_type command;
        topic_kind topic = topic_kind::channel;
        std::vector<std::string> names{};
        std::size_t confirmed_count = 0;
        bool is_restore = false;  // resubscribes after a reconnect
    };

    auto change(hibana::topics topics, command_type command, deadline until) -> task_of<execution_type, result<void>> {
        const bool is_subscribe = command == command_type::subscribe;
        if (has_waiter_) {
            const hibana::topics changes = is_subscribe ? topics_.add(topics) : topics_.remove(topics);
            if (!topics_sent_) co_return result<void>();  // reopening sends all requested topics
            enqueue(command, changes, false);
            co_return co_await flush(until);
        }
        const detail::scoped_flag in_use(has_waiter_);
        if (is_subscribe && !source_.is_open()) {
            auto opened = co_await reopen(until);
            if (!opened) co_return opened;
        }
        const hibana::topics changes = is_subscribe ? topics_.add(topics) : topics_.remove(topics);
        if (changes.empty() || !source_.is_open()) co_return result<void>();
        reply_error_ = error();
        is_reply_awaited_ = true;
        enqueue(command, changes, false);
        auto sent = co_await flush(until);
        while (!reply_error_ && (!pending_.empty() || !source_.is_open())) {
            if (process_buffered()) continue;
            auto resumed = co_await wait_or_reconnect(until);
            if (!resumed) reply_error_ = std::move(resumed).error();
        }
        is_reply_awaited_ = false;
        if (reply_error_) co_return std::exchange(reply_error_, error());
        co_return result<void>();
    }

    /// Waits for data, or reconnects.
    auto wait_or_reconnect(deadline until) -> task_of<execution_type, result<void>> {
        if (source_.is_open()) return receive(until);
        return reopen(until);
    }

    /// Processes one buffered message. Returns false if there is none.
    bool process_buffered() {
        if (!source_.is_open()) return false;
        auto whole = source_.next_message();
        if (!whole) return fail(std::move(whole).error()), false;
        if (whole->empty()) return false;
        dispatch(*whole);
        return true;
    }

    /// The gap is delivered only after all subscriptions are restored, so a reader that re-synchronises on it cannot miss anything.
    bool has_event() const {
        return !events_.empty() && (pending_restores_ == 0 || !events_.front() || !events_.front()->is_gap());
    }

    /// Merges a trailing gap into the gap of the next reconnect.
    void defer_trailing_gap() {
        if (events_.empty() || !events_.back() || !events_.back()->is_gap()) return;
        if constexpr (counts_lost) lost_ += events_.back()->lost;
        events_.pop_back();
        is_gap_due_ = true;
    }

    /// Makes a gap, with the number of dropped messages if its type has one.
    message_type make_gap() {
        message_type result = reader_.gap();
        if constexpr (detail::shared_message_source<Source>) lost_ += source_.take_dropped_count();
        if constexpr (counts_lost) result.lost = std::exchange(lost_, 0);
        return result;
    }

    // ---- sending

    void enqueue(command_type command, const hibana::topics& names, bool is_restore) {
        if (pending_.empty()) last_receive_time_ = source_.context().execution.now();
        for (const std::string& name : names.of(topic_kind::shard_channel))  // slots may differ
            send(pending_command{command, topic_kind::shard_channel, {name}, 0, is_restore});
        for (const topic_kind kind : {topic_kind::channel, topic_kind::pattern})
            if (const auto& same_kind = names.of(kind); !same_kind.empty()) send(pending_command{command, kind, same_kind, 0, is_restore});
    }
    void send(pending_command pending) {
        if (is_shared()) {
            if constexpr (detail::shared_message_source<Source>) request(pending);
        } else if (pending.command == command_type::ping) {
            encode(cmd::ping(), out_);
        } else {
            detail::encode_subscribe(out_, pending.command == command_type::subscribe, pending.topic, pending.names);
        }
        pending_restores_ += pending.is_restore;
        pending_.push_back(std::move(pending));
    }
    void request(const pending_command& pending) {
        if (pending.command == command_type::ping) source_.request_ping();
        else source_.request(pending.command, pending.topic, pending.names);
    }
    bool is_shared() const {
        if constexpr (detail::shared_message_source<Source>) return source_.is_shared();
        else return false;
    }

    /// Writes the pending output. If a write is in progress, its flow also sends the new data.
    auto flush(deadline until) -> task_of<execution_type, result<void>> {
        if (is_writing_) co_return result<void>();
        const detail::scoped_flag writing(is_writing_);
        while (!out_.empty() && source_.is_open()) {
            std::swap(out_, writing_);
            out_.clear();
            auto written = co_await source_.write(writing_.view(), until);
            if (!written && !source_.is_open()) co_return written;
        }
        co_return result<void>();
    }

    auto reopen(deadline until) -> task_of<execution_type, result<void>> {
        topics_sent_ = false;
        defer_trailing_gap();
        if (std::exchange(was_subscribed_, false) && !topics_.empty()) is_gap_due_ = true;
        pending_.clear();
        out_.clear();
        pending_restores_ = 0;
        auto opened = co_await reconnect_.open(source_, until);
        if (!opened) co_return opened;
        last_receive_time_ = source_.context().execution.now();
        if constexpr (detail::shared_message_source<Source>) source_.unsubscribe_except(topics_);
        if (std::exchange(is_gap_due_, false)) events_.push_back(make_gap());
        enqueue(command_type::subscribe, topics_.all(), true);
        topics_sent_ = true;
        auto sent = co_await flush(until);
        if (sent && pending_restores_ == 0) reconnect_.reset();
        co_return result<void>();  // if the write failed, the source is closed, which the caller checks
    }

    // ---- receiving

    auto receive(deadline until) -> task_of<execution_type, result<void>> {
        auto& context = source_.context();
        const std::chrono::milliseconds timeout = pending_.empty() ? settings_.ping_interval : context.settings.command_timeout;
        const deadline silence = timeout == std::chrono::milliseconds::max()
                                   ? deadline::never()
                                   : deadline::after(timeout, last_receive_time_).without_cached_now();
        const bool is_silence_first = silence.time() < until.time();
        const deadline limit = until.earlier(silence).without_cached_now();
        auto outcome = co_await source_.read_more(limit);
        if (outcome) {
            last_receive_time_ = context.execution.now();
            co_return outcome;
        }
        if (!source_.is_open()) co_return result<void>();  // the caller reconnects
        if (outcome.error() == errc::cancelled) co_return outcome;
        if (!is_silence_first) co_return outcome.error().with_fate(fate::not_sent);
        if (!pending_.empty()) {
            static_cast<void>(source_.close_with(error(errc::timeout, fate::unknown, "the server did not answer a subscriber in time")));
            co_return result<void>();
        }
        last_receive_time_ = context.execution.now();
        send(pending_command{command_type::ping});
        auto sent = co_await flush(deadline::after(context.settings.command_timeout, last_receive_time_).without_cached_now());
        co_return result<void>();
    }

    void dispatch(std::string_view whole) {
        const pubsub_event received = read_pubsub_event(whole);
        switch (received.kind) {
            case pubsub_event_kind::message:
                was_subscribed_ = true;  // on a shared connection the confirmation may arrive after a message
                events_.push_back(reader_.read(received, [this] { return source_.pin(); }));
                return;
            case pubsub_event_kind::subscribed:
            case pubsub_event_kind::unsubscribed: return on_confirmation(received);
            case pubsub_event_kind::error: return on_error(parse_server_error(received.name));
            case pubsub_event_kind::other: return;
            case pubsub_event_kind::reply:
                if (pending_.empty() || pending_.front().command != command_type::ping) return protocol_error(whole);
                pending_.pop_front();
                return;
            case pubsub_event_kind::malformed: return protocol_error(whole);
        }
    }

    void on_confirmation(const pubsub_event& received) {
        const auto command = received.kind == pubsub_event_kind::subscribed ? command_type::subscribe : command_type::unsubscribe;
        if (command == command_type::subscribe) was_subscribed_ = true;
        if (!pending_.empty()) {
            pending_command& first = pending_.front();
            if (first.command == command && first.topic == received.topic && first.names[first.confirmed_count] == received.name) {
                if (++first.confirmed_count == first.names.size()) on_front_confirmed();
                return;
            }
        }
        // the server ends the subscription of a shard channel when its slot moves
        if (command == command_type::unsubscribe && topics_.contains(received.topic, received.name))
            static_cast<void>(source_.close_with(error(errc::connection_closed, fate::unknown, "the server has ended a subscription")));
    }
    void on_front_confirmed() {
        if (pending_.front().is_restore) --pending_restores_;
        pending_.pop_front();
        if (pending_restores_ == 0) reconnect_.reset();
    }

    void on_error(error err) {
        if (pending_.empty()) return fail(source_.close_with(std::move(err)));
        const pending_command first = std::move(pending_.front());
        pending_.pop_front();
        constexpr std::string_view commands[] = {"SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"};
        err.with_command(first.command == command_type::ping ? "PING" : commands[static_cast<unsigned>(first.topic)]);
        err.with_endpoint(source_.endpoint_text());
        if (first.is_restore) {
            // the subscriptions cannot be restored completely: reconnect, possibly after a delay
            defer_trailing_gap();
            pending_restores_ = 0;
            error closed = source_.close_with(std::move(err));
            if (error final_err = reconnect_.on_error(source_.context(), std::move(closed))) fail(std::move(final_err));
        } else if (first.command == command_type::subscribe) {
            for (const std::string& name : first.names) topics_.remove(first.topic, name);
            fail(std::move(err));
        } else {
            fail(source_.close_with(std::move(err)));
        }
    }

    void protocol_error(std::string_view whole) {
        fail(source_.close_with(error(errc::protocol_error, fate::unknown,
                                {"a subscriber received an unexpected message: ", protocol::describe(whole)})));
    }

    /// Reports an error to the flow that waits for a confirmation, or else to the next call of `next`.
    void fail(error err) {
        if (is_reply_awaited_) reply_error_ = std::move(err);
        else events_.push_back(std::move(err));
    }

    Source source_;
    subscription_settings settings_;
    [[no_unique_address]] Reader reader_;
    topic_set topics_;
    std::deque<result<message_type>> events_;  // in the order of delivery
    std::deque<pending_command> pending_;
    protocol::send_buffer out_;
    protocol::send_buffer writing_;
    detail::reconnect<Source> reconnect_;
    error reply_error_;
    time_point last_receive_time_{};
    std::uint64_t lost_ = 0;  // dropped messages not reported by a gap yet
    std::size_t pending_restores_ = 0;  // pending commands that resubscribe
    bool was_subscribed_ = false;  // a confirmation or a message was received over this connection
    bool is_gap_due_ = false;
    bool topics_sent_ = false;  // the source is open, and all requested topics were sent
    bool has_waiter_ = false;
    bool is_reply_awaited_ = false;  // a flow waits for the confirmation of its command
    bool is_writing_ = false;
};

}  // namespace hibana
