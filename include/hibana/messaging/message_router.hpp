// SPDX-License-Identifier: BSL-1.0
/// \file  Router of the messages of one connection to its subscribers.
#pragma once
#include <hibana/command/connection.hpp>
#include <hibana/command/grammar/encode.hpp>
#include <hibana/connection/push_listener.hpp>
#include <hibana/core/error.hpp>
#include <hibana/messaging/encode_subscribe.hpp>
#include <hibana/messaging/pubsub_event.hpp>
#include <hibana/messaging/subscriber_queue.hpp>
#include <hibana/messaging/topic_set.hpp>
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibana::detail {

/// A connection whose pushes a `message_router` receives. `send` transmits bytes; `start_reading` and `stop_reading_if_unused` follow the
/// number of subscribers that wait.
template <class Connection>
concept push_connection = requires(Connection& connection, error err, std::uint32_t ticks) {
    connection.listener();
    connection.send(std::string_view());
    { connection.ticks() } -> std::convertible_to<std::uint32_t>;
    connection.start_reading();
    connection.stop_reading_if_unused();
    connection.discard_in_flight();
    connection.disconnect_if_silent_since(ticks, std::move(err));
};

/// Delivers messages to the queues of the subscribers of their topics, and confirmations in the order of the commands.
///
/// The first subscriber of a topic subscribes at the server, the last one unsubscribes. The server confirms by pushes and refuses by an
/// error reply; the reply to a PING after each command completes both. For one executor; not thread-safe.
template <push_connection Connection>
class message_router final : public push_listener {
public:
    explicit message_router(Connection& connection) noexcept : connection_(&connection) {}

    /// Returns the router of this connection, and creates it on the first call.
    static message_router& of(Connection& connection) {
        if (!connection.listener()) connection.set_push_listener(std::make_unique<message_router>(connection));
        return static_cast<message_router&>(*connection.listener());
    }

    // ---- for subscribers

    bool is_up() const noexcept { return is_up_; }
    bool is_closed() const noexcept { return is_closed_; }
    /// The negotiated version of RESP.
    unsigned version() const noexcept { return version_; }
    /// The error of the last failed attempt to connect.
    const error& last_error() const noexcept { return last_error_; }
    /// The number of failed attempts to connect.
    unsigned failures() const noexcept { return failures_; }

    /// Adds a subscriber, which gets no replies to its earlier commands. Precondition: `is_up()`.
    void attach(subscriber_queue& queue) {
        for (pending_command& each : pending_)
            if (each.receiver == &queue) each.receiver = nullptr;
        if (!is_attached(queue)) attached_.push_back(&queue);
    }
    bool is_attached(const subscriber_queue& queue) const noexcept {
        return std::find(attached_.begin(), attached_.end(), &queue) != attached_.end();
    }
    /// Removes a subscriber; its queue is not accessed any more.
    void detach(subscriber_queue& queue) {
        std::erase(waiting_, &queue);
        for (pending_command& each : pending_)
            if (each.receiver == &queue) each.receiver = nullptr;
        if (std::erase(attached_, &queue) != 0) unsubscribe_except(queue, topic_set());
    }

    /// Subscribes or unsubscribes. The queue receives a confirmation for each name, or one error. For shard channels,
    /// `names` contains one name.
    void request(subscriber_queue& queue, subscriber_command command, topic_kind kind, const std::vector<std::string>& names) {
        if (!is_attached(queue)) return;
        pending_command pending{&queue, command, kind, names, {}};
        pending.serial = ++serial_;
        for (const std::string& name : names)
            if (command == subscriber_command::subscribe ? add(queue, kind, name) : remove(queue, kind, name))
                pending.sent.push_back(name);
        enqueue(std::move(pending));
    }
    /// Requests a pong. Sends PING only if no command is pending: any reply shows that the server responds.
    void request_ping(subscriber_queue& queue) {
        if (is_attached(queue)) enqueue(pending_command{&queue, subscriber_command::ping}, pending_.empty());
    }
    /// Unsubscribes this subscriber from all topics except these.
    void unsubscribe_except(subscriber_queue& queue, const topic_set& kept) {
        for (const topic_kind kind : topic_kinds) {
            pending_command pending{nullptr, subscriber_command::unsubscribe, kind};
            const topic_set::names received = queue.topics().of(kind);
            for (const std::string& name : received)
                if (!kept.contains(kind, name) && remove(queue, kind, name)) pending.sent.push_back(name);
            if (!pending.sent.empty()) enqueue_each(std::move(pending));
        }
    }
    /// Disconnects if the server has been silent since the oldest pending command was sent.
    void on_timeout(error err) {
        if (!pending_.empty()) connection_->disconnect_if_silent_since(pending_.front().requested_at, std::move(err));
    }

    void add_waiter(subscriber_queue& queue) {
        waiting_.push_back(&queue);
        connection_->start_reading();
    }
    void remove_waiter(subscriber_queue& queue) noexcept { std::erase(waiting_, &queue); }
    /// Lets the connection stop reading if no subscriber waits.
    void stop_reading_if_unused() {
        if (waiting_.empty()) connection_->stop_reading_if_unused();
    }
    void mark_read() noexcept { was_read_ = true; }

    // ---- for the connection

    bool is_awaited() const noexcept override { return !waiting_.empty(); }
    bool may_stop_reading() noexcept override { return !std::exchange(was_read_, false); }

    void on_connected(unsigned version) override {
        version_ = version;
        if (!std::exchange(is_up_, true)) wake_all();
    }
    void on_connect_failed(const error& err) override {
        last_error_ = err;
        ++failures_;
        for (subscriber_queue* const each : std::exchange(waiting_, {})) each->wake();
    }
    void on_disconnected() override {
        is_up_ = false;
        connection_->discard_in_flight();
        pending_.clear();
        for (auto& of_kind : topics_) of_kind.clear();
        for (subscriber_queue* const each : std::exchange(attached_, {})) {
            each->topics() = topic_set();
            each->close();
        }
    }
    void on_closed() override {
        is_closed_ = true;
        on_disconnected();
        wake_all();
    }

    void on_push(std::string_view push) override {
        const pubsub_event event = read_pubsub_event(push);
        if (event.kind == pubsub_event_kind::message) {
            auto& of_kind = topics_[index(event.topic)];
            if (const auto found = of_kind.find(event.name); found != of_kind.end())
                for (subscriber_queue* const each : found->second.listeners) each->push(push);
        } else if (event.kind == pubsub_event_kind::subscribed || event.kind == pubsub_event_kind::unsubscribed) {
            confirm(event);
        }
    }

    reply_status on_reply(error err) override {
        if (pending_.empty()) return reply_status::unexpected;
        pending_command& first = pending_.front();
        if (first.command == subscriber_command::ping) {
            if (err) first.err = std::move(err);
        } else if (first.confirmed != first.sent.size() && !first.is_refused) {
            if (!err || first.confirmed != 0) return reply_status::unexpected;
            first.is_refused = true;
            refuse(first, err);
            return reply_status::incomplete;
        }
        first.is_complete = true;
        deliver_results();
        return reply_status::complete;
    }

private:
    struct topic {
        std::vector<subscriber_queue*> listeners{};
        std::uint64_t requested_by = 0;
    };
    struct pending_command {
        subscriber_queue* receiver = nullptr;  // null: the result is discarded
        subscriber_command command = subscriber_command::ping;
        topic_kind kind = topic_kind::channel;
        std::vector<std::string> names{};
        std::vector<std::string> sent{};  // the names in the command that was sent
        std::size_t confirmed = 0;
        std::uint64_t serial = 0;
        std::uint32_t requested_at = 0;
        error err{};
        bool was_sent = false;
        bool is_refused = false;
        bool is_complete = false;
    };

    static constexpr std::size_t index(topic_kind kind) { return static_cast<std::size_t>(kind); }

    /// Returns whether this is the first subscriber of the topic.
    bool add(subscriber_queue& queue, topic_kind kind, const std::string& name) {
        queue.topics().add(kind, name);
        topic& found = topics_[index(kind)][name];
        const bool is_first = found.listeners.empty();
        if (is_first) found.requested_by = serial_;
        if (std::find(found.listeners.begin(), found.listeners.end(), &queue) == found.listeners.end())
            found.listeners.push_back(&queue);
        return is_first;
    }
    /// Returns whether this was the last subscriber of the topic.
    bool remove(subscriber_queue& queue, topic_kind kind, const std::string& name) {
        queue.topics().remove(kind, name);
        auto& of_kind = topics_[index(kind)];
        const auto found = of_kind.find(name);
        if (found == of_kind.end() || std::erase(found->second.listeners, &queue) == 0
            || !found->second.listeners.empty())
            return false;
        of_kind.erase(found);
        return true;
    }

    /// Enqueues one command per shard channel, since their slots may differ; other kinds share one command.
    void enqueue_each(pending_command pending) {
        if (pending.kind != topic_kind::shard_channel) return enqueue(std::move(pending));
        for (std::string& name : pending.sent) {
            pending_command single{nullptr, pending.command, pending.kind};
            single.sent.push_back(std::move(name));
            enqueue(std::move(single));
        }
    }
    void enqueue(pending_command pending) {
        const bool was_sent = !pending.sent.empty();
        enqueue(std::move(pending), was_sent);
    }
    void enqueue(pending_command pending, bool was_sent) {
        pending.was_sent = was_sent;
        pending.is_complete = !was_sent;
        pending.requested_at = connection_->ticks();
        pending_.push_back(std::move(pending));
        if (!was_sent) return deliver_results();
        protocol::send_buffer bytes;
        const pending_command& last = pending_.back();
        if (last.command != subscriber_command::ping)
            encode_subscribe(bytes, last.command == subscriber_command::subscribe, last.kind, last.sent);
        encode(cmd::ping(), bytes);
        connection_->send(bytes.view());
    }
    void confirm(const pubsub_event& event) {
        const bool is_subscribe = event.kind == pubsub_event_kind::subscribed;
        const auto command = is_subscribe ? subscriber_command::subscribe : subscriber_command::unsubscribe;
        if (!pending_.empty()) {
            pending_command& first = pending_.front();
            if (first.command == command && first.kind == event.topic && first.confirmed != first.sent.size()
                && first.sent[first.confirmed] == event.name) {
                ++first.confirmed;
                return;
            }
        }
        if (command == subscriber_command::unsubscribe) end_topic(event.topic, event.name);
    }
    /// The server ends the subscription of a shard channel when its slot moves; the subscribers then resubscribe.
    void end_topic(topic_kind kind, std::string_view name) {
        auto& of_kind = topics_[index(kind)];
        const auto found = of_kind.find(name);
        if (found == of_kind.end()) return;
        const topic ended = std::move(found->second);
        of_kind.erase(found);
        for (subscriber_queue* const each : ended.listeners) {
            each->topics().remove(kind, name);
            each->close();
        }
    }

    /// Removes the names of a refused command, also for subscribers that requested them later.
    void refuse(pending_command& first, const error& err) {
        first.err = err;
        if (first.command != subscriber_command::subscribe) return;
        for (const std::string& name : first.sent) {
            auto& of_kind = topics_[index(first.kind)];
            const auto found = of_kind.find(name);
            if (found == of_kind.end() || found->second.requested_by != first.serial) continue;
            for (subscriber_queue* const each : found->second.listeners) each->topics().remove(first.kind, name);
            of_kind.erase(found);
            for (pending_command& each : pending_)
                if (each.command == subscriber_command::subscribe && each.kind == first.kind && !each.err
                    && each.serial > first.serial
                    && std::find(each.names.begin(), each.names.end(), name) != each.names.end())
                    each.err = err;
        }
    }
    /// Delivers the results of completed commands from the front of the queue.
    void deliver_results() {
        while (!pending_.empty() && pending_.front().is_complete) {
            pending_command first = std::move(pending_.front());
            pending_.pop_front();
            if (first.receiver) deliver_result(first);
        }
    }
    void deliver_result(pending_command& first) {
        subscriber_queue& queue = *first.receiver;
        if (first.command == subscriber_command::ping) return queue.push_pong();
        if (first.err) {
            if (first.command == subscriber_command::subscribe) unsubscribe_refused(queue, first);
            return queue.push_error(first.err.text());
        }
        constexpr std::string_view words[2][3] = {{"subscribe", "psubscribe", "ssubscribe"},
                                                  {"unsubscribe", "punsubscribe", "sunsubscribe"}};
        for (const std::string& name : first.names)
            queue.push_confirmation(words[static_cast<std::size_t>(first.command)][index(first.kind)], name);
    }
    void unsubscribe_refused(subscriber_queue& queue, const pending_command& refused) {
        pending_command pending{nullptr, subscriber_command::unsubscribe, refused.kind};
        for (const std::string& name : refused.names)
            if (remove(queue, refused.kind, name)) pending.sent.push_back(name);
        if (!pending.sent.empty()) enqueue_each(std::move(pending));
    }

    void wake_all() {
        for (subscriber_queue* const each : waiting_) each->wake();
    }

    Connection* connection_;
    std::map<std::string, topic, std::less<>> topics_[3];
    std::deque<pending_command> pending_;  // in the order sent, not confirmed yet
    std::vector<subscriber_queue*> attached_;
    std::vector<subscriber_queue*> waiting_;
    error last_error_;
    std::uint64_t serial_ = 0;
    unsigned version_ = 0;
    unsigned failures_ = 0;
    bool is_up_ = false;
    bool is_closed_ = false;
    bool was_read_ = false;
};

}  // namespace hibana::detail
