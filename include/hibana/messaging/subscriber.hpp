// SPDX-License-Identifier: BSL-1.0
/// \file  A subscriber: asks for topics, gives messages one by one, and asks again where the connection was lost.
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

/// True for as long as it lives.
class marked {
public:
    explicit marked(bool& flag) : flag_(flag) { flag_ = true; }
    marked(const marked&) = delete;
    marked& operator=(const marked&) = delete;
    ~marked() { flag_ = false; }

private:
    bool& flag_;
};

/// A source that may share its connection with others, and then asks for topics itself: see `shared_source`.
template <class Source> concept asks_for_topics = requires(Source& source) { source.ask_ping(); };

template <class Source, class Where> Source source_in(Where& where, [[maybe_unused]] const subscription_settings& settings) {
    if constexpr (asks_for_topics<Source>) return Source(where, settings);
    else return Source(where);
}

}  // namespace detail

/// Subscribes over a source of its own, and keeps it so: a source that is lost is opened again by the backoff and retry policies, what
/// was subscribed to is subscribed to again, and before the first message that comes over the new one there is a gap.
///
/// On a shared connection, a subscriber that reads too slowly is dropped without affecting the others; the next gap reports how many
/// messages it lost.
template <message_source Source, class Reader = message_reader<>> class subscriber {
public:
    using execution_type = typename Source::execution_type;
    using context_type = typename Source::context_type;
    using message_type = typename Reader::type;

    /// `where` is what the source is made of: a context, or the line of a client.
    template <class Where>
    explicit subscriber(Where& where, subscription_settings settings = {}, Reader reader = Reader())
        : source_(detail::source_in<Source>(where, settings)), settings_(settings), reader_(std::move(reader)) {}

    /// What is asked for, confirmed or not.
    const topic_set& topics() const noexcept { return topics_; }
    bool is_open() const noexcept { return source_.is_open(); }

    /// Has the next call of `next` subscribe to these too, when it connects; to be called before anything is subscribed to.
    void want(const hibana::topics& wanted) { topics_.add(wanted); }

    /// Connects if need be, and subscribes to what is not subscribed to yet. Done when the server has confirmed all of it.
    ///
    /// What the server refuses is not asked for again, and is the error. After `timeout` the topics stay asked for.
    auto subscribe(hibana::topics wanted, deadline until = deadline::never()) -> task_of<execution_type, result<void>> {
        return change(std::move(wanted), order::action::subscribe, until);
    }

    /// Unsubscribes from what is subscribed to. Messages that were on their way may still come, until it is done.
    auto unsubscribe(hibana::topics unwanted, deadline until = deadline::never()) -> task_of<execution_type, result<void>> {
        return change(std::move(unwanted), order::action::unsubscribe, until);
    }

    /// What can be had without waiting, if anything can.
    std::optional<result<message_type>> ready() {
        while (!has_event() && process_buffered()) {}
        if (!has_event()) return std::nullopt;
        std::optional<result<message_type>> first(std::move(events_.front()));
        events_.pop_front();
        return first;
    }

    /// The next message, or gap.
    ///
    /// Errors: `timeout` where none came until the deadline; `type_mismatch` where the payload is not what was asked for;
    /// `invalid_argument` where nothing is subscribed to; whatever prevents that the connection is made again, or its topics
    /// subscribed to. After every one of them the next call goes on.
    auto next(deadline until = deadline::never()) -> task_of<execution_type, result<message_type>> {
        if (has_waiter_) co_return error(errc::wrong_thread, fate::not_sent, "another flow waits for the next message");
        const detail::marked in_use(has_waiter_);
        for (;;) {
            if (auto event = ready()) co_return *std::move(event);
            if (topics_.empty() && orders_.empty())
                co_return error(errc::invalid_argument, fate::not_sent, "nothing is subscribed to");
            auto resumed = co_await wait_or_reconnect(until);
            if (!resumed) co_return std::move(resumed).error();
        }
    }

    /// Closes the connection. The next call opens it again; a flow that waits in `next` does so at once.
    void close() { source_.close(); }

private:
    static constexpr bool counts_lost = requires(message_type& made) { made.lost = std::uint64_t(); };

    // What was sent and is to be answered, in this order.
    struct order {
        enum class action : unsigned char { subscribe, unsubscribe, ping };
        action kind;
        topic_kind topic = topic_kind::channel;
        std::vector<std::string> names{};
        std::size_t answered = 0;
        bool restores = false;  // it is asked for again, over a new connection
    };

    auto change(hibana::topics wanted, typename order::action what, deadline until) -> task_of<execution_type, result<void>> {
        const bool adds = what == order::action::subscribe;
        if (has_waiter_) {
            const hibana::topics changed = adds ? topics_.add(wanted) : topics_.remove(wanted);
            if (!topics_sent_) co_return result<void>();  // all that is asked for is sent when the source is open
            place(what, changed, false);
            co_return co_await flush(until);
        }
        const detail::marked in_use(has_waiter_);
        if (adds && !source_.is_open()) {
            auto opened = co_await reopen(until);
            if (!opened) co_return opened;
        }
        const hibana::topics changed = adds ? topics_.add(wanted) : topics_.remove(wanted);
        if (changed.empty() || !source_.is_open()) co_return result<void>();
        refusal_ = error();
        is_reply_awaited_ = true;
        place(what, changed, false);
        auto sent = co_await flush(until);
        while (!refusal_ && (!orders_.empty() || !source_.is_open())) {
            if (process_buffered()) continue;
            auto resumed = co_await wait_or_reconnect(until);
            if (!resumed) refusal_ = std::move(resumed).error();
        }
        is_reply_awaited_ = false;
        if (refusal_) co_return std::exchange(refusal_, error());
        co_return result<void>();
    }

    /// Waits for more, or connects anew.
    auto wait_or_reconnect(deadline until) -> task_of<execution_type, result<void>> {
        if (source_.is_open()) return listen(until);
        return reopen(until);
    }

    /// Takes what has arrived; false where there is nothing more.
    bool process_buffered() {
        if (!source_.is_open()) return false;
        auto whole = source_.next_message();
        if (!whole) return fail(std::move(whole).error()), false;
        if (whole->empty()) return false;
        handle(*whole);
        return true;
    }

    /// The gap is delivered only after all subscriptions are restored, so a reader that re-synchronises on it cannot miss anything.
    bool has_event() const {
        return !events_.empty() && (restoring_ == 0 || !events_.front() || !events_.front()->is_gap());
    }

    /// A gap that is the last to be given is given later, behind the loss of the next connection.
    void defer_trailing_gap() {
        if (events_.empty() || !events_.back() || !events_.back()->is_gap()) return;
        if constexpr (counts_lost) lost_ += events_.back()->lost;
        events_.pop_back();
        is_gap_due_ = true;
    }

    /// A gap, with the number of messages that are known to be missing, where there is a place for it.
    message_type gap() {
        message_type made = reader_.gap();
        if constexpr (detail::asks_for_topics<Source>) lost_ += source_.take_dropped_count();
        if constexpr (counts_lost) made.lost = std::exchange(lost_, 0);
        return made;
    }

    // ---- what is sent

    void place(typename order::action what, const hibana::topics& names, bool restores) {
        if (orders_.empty()) last_receive_time_ = source_.context().execution.now();
        for (const std::string& name : names.of(topic_kind::shard_channel))  // each may be in a slot of its own
            expect(order{what, topic_kind::shard_channel, {name}, 0, restores});
        for (const topic_kind kind : {topic_kind::channel, topic_kind::pattern})
            if (const auto& of = names.of(kind); !of.empty()) expect(order{what, kind, of, 0, restores});
    }
    void expect(order placed) {
        if (is_asking()) {
            if constexpr (detail::asks_for_topics<Source>) ask(placed);
        } else if (placed.kind == order::action::ping) {
            encode(cmd::ping(), outbox_);
        } else {
            detail::encode_subscribe(outbox_, placed.kind == order::action::subscribe, placed.topic, placed.names);
        }
        restoring_ += placed.restores;
        orders_.push_back(std::move(placed));
    }
    void ask(const order& placed) {
        using action = typename Source::verb;
        if (placed.kind == order::action::ping) source_.ask_ping();
        else source_.ask(placed.kind == order::action::subscribe ? action::subscribe : action::unsubscribe, placed.topic, placed.names);
    }
    bool is_asking() const {
        if constexpr (detail::asks_for_topics<Source>) return source_.is_shared();
        else return false;
    }

    /// Writes the pending output. If a write is in progress, its flow also sends the new data.
    auto flush(deadline until) -> task_of<execution_type, result<void>> {
        if (is_writing_) co_return result<void>();
        const detail::marked writing(is_writing_);
        while (!outbox_.empty() && source_.is_open()) {
            std::swap(outbox_, on_its_way_);
            outbox_.clear();
            auto written = co_await source_.write(on_its_way_.view(), until);
            if (!written && !source_.is_open()) co_return written;
        }
        co_return result<void>();
    }

    auto reopen(deadline until) -> task_of<execution_type, result<void>> {
        topics_sent_ = false;
        defer_trailing_gap();
        if (std::exchange(was_subscribed_, false) && !topics_.empty()) is_gap_due_ = true;
        orders_.clear();
        outbox_.clear();
        restoring_ = 0;
        auto opened = co_await reconnect_.open(source_, until);
        if (!opened) co_return opened;
        last_receive_time_ = source_.context().execution.now();
        if constexpr (detail::asks_for_topics<Source>) source_.keep_only(topics_);
        if (std::exchange(is_gap_due_, false)) events_.push_back(gap());
        place(order::action::subscribe, topics_.all(), true);
        topics_sent_ = true;
        auto sent = co_await flush(until);
        if (sent && restoring_ == 0) reconnect_.reset();
        co_return result<void>();  // where it could not be sent, the source is closed, which is seen by the caller
    }

    // ---- what is received

    auto listen(deadline until) -> task_of<execution_type, result<void>> {
        auto& context = source_.context();
        const std::chrono::milliseconds timeout = orders_.empty() ? settings_.ping_interval : context.settings.command_timeout;
        const deadline quiet = timeout == std::chrono::milliseconds::max()
                                   ? deadline::never()
                                   : deadline::after(timeout, last_receive_time_).without_cached_now();
        const bool is_ours = quiet.time() < until.time();
        const deadline limit = until.earlier(quiet).without_cached_now();
        auto came = co_await source_.read_more(limit);
        if (came) {
            last_receive_time_ = context.execution.now();
            co_return came;
        }
        if (!source_.is_open()) co_return result<void>();  // the caller opens it anew
        if (came.error() == errc::cancelled) co_return came;
        if (!is_ours) co_return came.error().with_fate(fate::not_sent);
        if (!orders_.empty()) {
            static_cast<void>(source_.close_with(error(errc::timeout, fate::unknown, "the server did not answer a subscriber in time")));
            co_return result<void>();
        }
        last_receive_time_ = context.execution.now();
        expect(order{order::action::ping});
        auto sent = co_await flush(deadline::after(context.settings.command_timeout, last_receive_time_).without_cached_now());
        co_return result<void>();
    }

    void handle(std::string_view whole) {
        const pubsub_event received = read_pubsub_event(whole);
        switch (received.is) {
            case pubsub_event::what::message:
                was_subscribed_ = true;  // to what others hear already: its own confirmation may still be behind other answers
                events_.push_back(reader_.read(received, [this] { return source_.pin(); }));
                return;
            case pubsub_event::what::subscribed:
            case pubsub_event::what::unsubscribed: return confirm(received);
            case pubsub_event::what::refusal: return refuse(parse_server_error(received.name));
            case pubsub_event::what::other: return;
            case pubsub_event::what::answer:
                if (orders_.empty() || orders_.front().kind != order::action::ping) return protocol_error(whole);
                orders_.pop_front();
                return;
            case pubsub_event::what::malformed: return protocol_error(whole);
        }
    }

    void confirm(const pubsub_event& received) {
        const auto what = received.is == pubsub_event::what::subscribed ? order::action::subscribe : order::action::unsubscribe;
        if (what == order::action::subscribe) was_subscribed_ = true;
        if (!orders_.empty()) {
            order& first = orders_.front();
            if (first.kind == what && first.topic == received.topic && first.names[first.answered] == received.name) {
                if (++first.answered == first.names.size()) on_front_confirmed();
                return;
            }
        }
        // the server may end a subscription by itself, to a shard channel whose slot has moved away
        if (what == order::action::unsubscribe && topics_.contains(received.topic, received.name))
            static_cast<void>(source_.close_with(error(errc::connection_closed, fate::unknown, "the server has ended a subscription")));
    }
    void on_front_confirmed() {
        if (orders_.front().restores) --restoring_;
        orders_.pop_front();
        if (restoring_ == 0) reconnect_.reset();
    }

    void refuse(error err) {
        if (orders_.empty()) return fail(source_.close_with(std::move(err)));
        const order first = std::move(orders_.front());
        orders_.pop_front();
        constexpr std::string_view commands[] = {"SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"};
        err.with_command(first.kind == order::action::ping ? "PING" : commands[static_cast<unsigned>(first.topic)]);
        err.with_endpoint(source_.endpoint_text());
        if (first.restores) {
            // without it the subscription is not what it was: it is begun anew, at once or after a pause
            defer_trailing_gap();
            restoring_ = 0;
            if (error final = reconnect_.on_error(source_.context(), source_.close_with(std::move(err)))) fail(std::move(final));
        } else if (first.kind == order::action::subscribe) {
            for (const std::string& name : first.names) topics_.remove(first.topic, name);
            fail(std::move(err));
        } else {
            fail(source_.close_with(std::move(err)));
        }
    }

    void protocol_error(std::string_view whole) {
        fail(source_.close_with(error(errc::protocol_error, fate::unknown,
                                {"a subscriber cannot make sense of ", protocol::describe(whole)})));
    }

    /// Reports an error to the flow that waits for a confirmation, or else to the next call of `next`.
    void fail(error err) {
        if (is_reply_awaited_) refusal_ = std::move(err);
        else events_.push_back(std::move(err));
    }

    Source source_;
    subscription_settings settings_;
    [[no_unique_address]] Reader reader_;
    topic_set topics_;
    std::deque<result<message_type>> events_;  // in the order in which they are to be given
    std::deque<order> orders_;
    protocol::send_buffer outbox_;
    protocol::send_buffer on_its_way_;
    detail::reconnect<Source> reconnect_;
    error refusal_;
    time_point last_receive_time_{};
    std::uint64_t lost_ = 0;       // messages that are missing behind no gap yet
    std::size_t restoring_ = 0;    // orders that restore, not answered yet
    bool was_subscribed_ = false;  // a confirmation or a message was received over this connection
    bool is_gap_due_ = false;
    bool topics_sent_ = false;       // the source is open, and all that is asked for was sent
    bool has_waiter_ = false;
    bool is_reply_awaited_ = false;  // a flow waits for the confirmation of its command
    bool is_writing_ = false;
};

}  // namespace hibana
