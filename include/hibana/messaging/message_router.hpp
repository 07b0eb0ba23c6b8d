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

/// Gives each receiver the messages of the topics that it asked for, and the answers in the order in which it asked.
///
/// `Line` is the connection: `send` sends bytes, `start_reading` and `stop_reading_if_unused` follow the number of waiting subscribers. The
/// first subscriber of a topic subscribes at the server, the last one unsubscribes. The server confirms by pushes, or refuses by a reply; a
/// PING that follows each command shows which. For one executor; not thread-safe.
template <class Line>
class message_router final : public push_listener {
public:
    enum class verb : unsigned char { subscribe, unsubscribe, ping };

    explicit message_router(Line& line) noexcept : line_(&line) {}

    /// The router of this line, which has it from the first time on.
    static message_router& of(Line& line) {
        if (!line.listener()) line.set_push_listener(std::make_unique<message_router>(line));
        return static_cast<message_router&>(*line.listener());
    }

    // ---- for receivers

    bool is_up() const noexcept { return is_up_; }
    bool has_ended() const noexcept { return has_ended_; }
    /// The version of RESP that is spoken.
    unsigned version() const noexcept { return version_; }
    /// Why the connection could not be made, the last time it was tried.
    const error& trouble() const noexcept { return trouble_; }
    /// How often it could not be made.
    unsigned failures() const noexcept { return failures_; }

    /// The receiver takes part from now on, and hears nothing of what it asked for before. Only while the connection is up.
    void attach(subscriber_queue& one) {
        for (order& each : orders_)
            if (each.whose == &one) each.whose = nullptr;
        if (!is_attached(one)) attached_.push_back(&one);
    }
    bool is_attached(const subscriber_queue& one) const noexcept {
        return std::find(attached_.begin(), attached_.end(), &one) != attached_.end();
    }
    /// The receiver takes no part any more; nothing will touch it.
    void detach(subscriber_queue& one) {
        std::erase(waiting_, &one);
        for (order& each : orders_)
            if (each.whose == &one) each.whose = nullptr;
        if (std::erase(attached_, &one) != 0) keep_only(one, topic_set());
    }

    /// Asks for these, but of shard channels only one: answered by confirmations of all of them, or by one refusal.
    void ask(subscriber_queue& one, verb what, topic_kind kind, const std::vector<std::string>& names) {
        if (!is_attached(one)) return;
        order placed{&one, what, kind, names, {}};
        placed.serial = ++serial_;
        for (const std::string& name : names)
            if (what == verb::subscribe ? add(one, kind, name) : remove(one, kind, name)) placed.sent.push_back(name);
        place(std::move(placed));
    }
    /// Whatever is answered next tells as well that the server is there.
    void ask_ping(subscriber_queue& one) {
        if (is_attached(one)) place(order{&one, verb::ping}, orders_.empty());
    }
    /// The receiver does not want any others any more.
    void keep_only(subscriber_queue& one, const topic_set& wanted) {
        for (const topic_kind kind : topic_kinds) {
            order placed{nullptr, verb::unsubscribe, kind};
            const topic_set::names received = one.topics().of(kind);
            for (const std::string& name : received)
                if (!wanted.contains(kind, name) && remove(one, kind, name)) placed.sent.push_back(name);
            if (!placed.sent.empty()) place_each(std::move(placed));
        }
    }
    /// One who asked has not been answered in time.
    void on_timeout(error why) {
        if (!orders_.empty()) line_->disconnect_if_silent_since(orders_.front().asked_at, std::move(why));
    }

    void add_waiter(subscriber_queue& one) {
        waiting_.push_back(&one);
        line_->start_reading();
    }
    void remove_waiter(subscriber_queue& one) noexcept { std::erase(waiting_, &one); }
    /// Looks later whether the connection is still to be read.
    void stop_reading_if_unused() {
        if (waiting_.empty()) line_->stop_reading_if_unused();
    }
    void has_taken() noexcept { was_read_ = true; }

    // ---- for the line

    bool is_awaited() const noexcept override { return !waiting_.empty(); }
    bool may_stop_reading() noexcept override { return !std::exchange(was_read_, false); }

    void on_connected(unsigned version) override {
        version_ = version;
        if (!std::exchange(is_up_, true)) wake_all();
    }
    void on_connect_failed(const error& why) override {
        trouble_ = why;
        ++failures_;
        for (subscriber_queue* const each : std::exchange(waiting_, {})) each->wake();
    }
    void on_disconnected() override {
        is_up_ = false;
        line_->discard_in_flight();
        orders_.clear();
        for (auto& of_kind : topics_) of_kind.clear();
        for (subscriber_queue* const each : std::exchange(attached_, {})) {
            each->topics() = topic_set();
            each->cut();
        }
    }
    void on_closed() override {
        has_ended_ = true;
        on_disconnected();
        wake_all();
    }

    void on_push(std::string_view push) override {
        const pubsub_event sent = read_pubsub_event(push);
        if (sent.is == pubsub_event::what::message) {
            auto& of_kind = topics_[index(sent.topic)];
            if (const auto found = of_kind.find(sent.name); found != of_kind.end())
                for (subscriber_queue* const each : found->second.listeners) each->deliver(push);
        } else if (sent.is == pubsub_event::what::subscribed || sent.is == pubsub_event::what::unsubscribed) {
            confirm(sent);
        }
    }

    reply_status on_reply(error refusal) override {
        if (orders_.empty()) return reply_status::unexpected;
        order& first = orders_.front();
        if (first.what == verb::ping) {
            if (refusal) first.refusal = std::move(refusal);
        } else if (first.confirmed != first.sent.size() && !first.is_refused) {
            if (!refusal || first.confirmed != 0) return reply_status::unexpected;
            first.is_refused = true;
            refuse(first, refusal);
            return reply_status::incomplete;
        }
        first.is_answered = true;
        finish();
        return reply_status::complete;
    }

private:
    struct topic {
        std::vector<subscriber_queue*> listeners{};
        std::uint64_t asked_by = 0;
    };
    struct order {
        subscriber_queue* whose = nullptr;  // null: nobody hears of the answer
        verb what = verb::ping;
        topic_kind kind = topic_kind::channel;
        std::vector<std::string> names{};
        std::vector<std::string> sent{};  // the names that the server was sent
        std::size_t confirmed = 0;
        std::uint64_t serial = 0;
        std::uint32_t asked_at = 0;
        error refusal{};
        bool was_sent = false;
        bool is_refused = false;
        bool is_answered = false;
    };

    static constexpr std::size_t index(topic_kind kind) { return static_cast<std::size_t>(kind); }

    /// Whether it is the first listener.
    bool add(subscriber_queue& one, topic_kind kind, const std::string& name) {
        one.topics().add(kind, name);
        topic& found = topics_[index(kind)][name];
        const bool is_first = found.listeners.empty();
        if (is_first) found.asked_by = serial_;
        if (std::find(found.listeners.begin(), found.listeners.end(), &one) == found.listeners.end())
            found.listeners.push_back(&one);
        return is_first;
    }
    /// Whether it was the last listener.
    bool remove(subscriber_queue& one, topic_kind kind, const std::string& name) {
        one.topics().remove(kind, name);
        auto& of_kind = topics_[index(kind)];
        const auto found = of_kind.find(name);
        if (found == of_kind.end() || std::erase(found->second.listeners, &one) == 0
            || !found->second.listeners.empty())
            return false;
        of_kind.erase(found);
        return true;
    }

    /// Each name of a shard channel may be in a slot of its own.
    void place_each(order placed) {
        if (placed.kind != topic_kind::shard_channel) return place(std::move(placed));
        for (std::string& name : placed.sent) {
            order one{nullptr, placed.what, placed.kind};
            one.sent.push_back(std::move(name));
            place(std::move(one));
        }
    }
    void place(order placed) {
        const bool was_sent = !placed.sent.empty();
        place(std::move(placed), was_sent);
    }
    void place(order placed, bool was_sent) {
        placed.was_sent = was_sent;
        placed.is_answered = !was_sent;
        placed.asked_at = line_->ticks();
        orders_.push_back(std::move(placed));
        if (!was_sent) return finish();
        protocol::send_buffer bytes;
        const order& last = orders_.back();
        if (last.what != verb::ping) encode_subscribe(bytes, last.what == verb::subscribe, last.kind, last.sent);
        encode(cmd::ping(), bytes);
        line_->send(bytes.view());
    }
    void confirm(const pubsub_event& sent) {
        const verb what = sent.is == pubsub_event::what::subscribed ? verb::subscribe : verb::unsubscribe;
        if (!orders_.empty()) {
            order& first = orders_.front();
            if (first.what == what && first.kind == sent.topic && first.confirmed != first.sent.size()
                && first.sent[first.confirmed] == sent.name) {
                ++first.confirmed;
                return;
            }
        }
        if (what == verb::unsubscribe) end_topic(sent.topic, sent.name);
    }
    /// The server may end a subscription by itself, for a shard channel whose slot has moved: its subscribers start again.
    void end_topic(topic_kind kind, std::string_view name) {
        auto& of_kind = topics_[index(kind)];
        const auto found = of_kind.find(name);
        if (found == of_kind.end()) return;
        const topic ended = std::move(found->second);
        of_kind.erase(found);
        for (subscriber_queue* const each : ended.listeners) {
            each->topics().remove(kind, name);
            each->cut();
        }
    }

    /// The names of a refused command are not subscribed, neither for subscribers that asked for them later.
    void refuse(order& first, const error& why) {
        first.refusal = why;
        if (first.what != verb::subscribe) return;
        for (const std::string& name : first.sent) {
            auto& of_kind = topics_[index(first.kind)];
            const auto found = of_kind.find(name);
            if (found == of_kind.end() || found->second.asked_by != first.serial) continue;
            for (subscriber_queue* const each : found->second.listeners) each->topics().remove(first.kind, name);
            of_kind.erase(found);
            for (order& each : orders_)
                if (each.what == verb::subscribe && each.kind == first.kind && !each.refusal
                    && each.serial > first.serial
                    && std::find(each.names.begin(), each.names.end(), name) != each.names.end())
                    each.refusal = why;
        }
    }
    /// Passes on the answers that are there, in order.
    void finish() {
        while (!orders_.empty() && orders_.front().is_answered) {
            order first = std::move(orders_.front());
            orders_.pop_front();
            if (first.whose) pass_on(first);
        }
    }
    void pass_on(order& first) {
        subscriber_queue& one = *first.whose;
        if (first.what == verb::ping) return one.pong();
        if (first.refusal) {
            if (first.what == verb::subscribe) withdraw(one, first);
            return one.refuse(first.refusal.text());
        }
        constexpr std::string_view words[2][3] = {{"subscribe", "psubscribe", "ssubscribe"},
                                                  {"unsubscribe", "punsubscribe", "sunsubscribe"}};
        for (const std::string& name : first.names)
            one.confirm(words[static_cast<std::size_t>(first.what)][index(first.kind)], name);
    }
    void withdraw(subscriber_queue& one, const order& refused) {
        order placed{nullptr, verb::unsubscribe, refused.kind};
        for (const std::string& name : refused.names)
            if (remove(one, refused.kind, name)) placed.sent.push_back(name);
        if (!placed.sent.empty()) place_each(std::move(placed));
    }

    void wake_all() {
        for (subscriber_queue* const each : waiting_) each->wake();
    }

    Line* line_;
    std::map<std::string, topic, std::less<>> topics_[3];
    std::deque<order> orders_;  // not confirmed yet; the first was sent
    std::vector<subscriber_queue*> attached_;
    std::vector<subscriber_queue*> waiting_;
    error trouble_;
    std::uint64_t serial_ = 0;
    unsigned version_ = 0;
    unsigned failures_ = 0;
    bool is_up_ = false;
    bool has_ended_ = false;
    bool was_read_ = false;
};

}  // namespace hibana::detail
