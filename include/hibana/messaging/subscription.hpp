// SPDX-License-Identifier: BSL-1.0
/// \file  db.subscribe(channels("a"), patterns("b*")) of the blocking client: a range of messages.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/messaging/async_subscription.hpp>
#include <hibana/messaging/blocking_range.hpp>
#include <hibana/messaging/message.hpp>
#include <hibana/messaging/subscriber.hpp>
#include <hibana/messaging/subscription_control.hpp>
#include <hibana/messaging/topic_set.hpp>
#include <hibana/messaging/topics.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace hibana {

/// Messages, over a connection of its own, for as long as the object lives: a range, whose elements come as they are published, and which
/// ends when nothing is subscribed to any more, or when it is stopped.
///
/// With `throw_errors` its elements are messages; with `return_errors` they are results. After an error it may be asked for the next
/// message all the same. For one thread at a time, which may be another one than that of the client; others have `control()`.
template <class Client, class Reader = message_reader<>>
class subscription : public blocking_range<subscription<Client, Reader>, Client, typename Reader::type> {
    using base = blocking_range<subscription, Client, typename Reader::type>;
    friend base;

public:
    using message_type = typename Reader::type;

    /// Connects and subscribes. Throws, or is empty, where that fails.
    subscription(Client& client, const topics& wanted, subscription_settings settings = {}, Reader reader = Reader())
        : base(client), subscriber_(client.node(), settings, std::move(reader)) {
        result<void> outcome = subscriber_.subscribe(wanted, client.deadline_for()).get();
        if (!outcome) base::fail(std::move(outcome).error());
    }
    /// One that could not be had. Throws, or is empty.
    subscription(Client& client, error err) : base(client), subscriber_(client.node()) { base::fail(std::move(err)); }

    /// Subscribes to more; done when the server has confirmed it.
    template <class... Topics> auto subscribe(topics wanted, const Topics&... more) {
        ((wanted += more), ...);
        return base::give(subscriber_.subscribe(std::move(wanted), base::client().deadline_for()).get());
    }
    /// Subscribes to less.
    template <class... Topics> auto unsubscribe(topics unwanted, const Topics&... more) {
        ((unwanted += more), ...);
        return base::give(subscriber_.unsubscribe(std::move(unwanted), base::client().deadline_for()).get());
    }

    /// What changes it from other threads; to be asked for by the thread that it belongs to.
    subscription_control control() {
        if (!control_) control_.emplace();
        return *control_;
    }

    /// What is asked for.
    const topic_set& topics_asked_for() const noexcept { return subscriber_.topics(); }

    /// Closes the connection until the next message is asked for, which is then a gap.
    void close() { subscriber_.close(); }

private:
    result<message_type> wait(deadline until) {
        for (;;) {
            if (control_ && control_->is_stopped()) return error(errc::cancelled, fate::not_sent, "the subscription was stopped");
            if (auto event = subscriber_.ready()) return *std::move(event);
            if (!control_) return subscriber_.next(until).get();
            if (error refused = apply_changes()) return refused;
            const deadline look = base::client().deadline_within(subscription_control::poll_interval);
            result<message_type> came = subscriber_.next(until.earlier(look).without_cached_now()).get();
            if (came || came.error() != errc::timeout || until.has_passed(base::client().execution())) return came;
        }
    }
    /// Does what other threads have asked for.
    error apply_changes() {
        while (auto change = control_->take()) {
            const deadline until = base::client().deadline_for();
            result<void> outcome = change->adds ? subscriber_.subscribe(std::move(change->what), until).get()
                                                : subscriber_.unsubscribe(std::move(change->what), until).get();
            if (!outcome) return std::move(outcome).error();
        }
        return error();
    }
    bool is_finished() const { return subscriber_.topics().empty() || (control_ && control_->is_stopped()); }

    subscriber<typename Client::dedicated_type, Reader> subscriber_;
    std::optional<subscription_control> control_;
};

namespace detail {

inline void take_part(topics& wanted, subscription_settings&, const topics& more) { wanted += more; }
inline void take_part(topics&, subscription_settings& settings, const subscription_settings& given) { settings = given; }

}  // namespace detail

/// What `subscribe` of a client stands for: a range where it blocks, a sequence where it does not.
template <class Payload, class Client, class... Settings>
auto open_subscription(std::type_identity<Payload>, Client& client, topics wanted, const Settings&... more) {
    using type = std::conditional_t<std::is_void_v<Payload>, std::string, Payload>;
    subscription_settings settings;
    (detail::take_part(wanted, settings, more), ...);
    if constexpr (Client::execution_type::concurrent) return async_subscription<Client, message_reader<type>>(client, wanted, settings);
    else return subscription<Client, message_reader<type>>(client, wanted, settings);
}

}  // namespace hibana
