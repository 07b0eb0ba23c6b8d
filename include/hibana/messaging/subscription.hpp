// SPDX-License-Identifier: BSL-1.0
/// \file  Subscription of a blocking client: `db.subscribe(channels("a"), patterns("b*"))` is a range of messages.
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

/// A range of the messages of its topics, received over a dedicated connection. It ends when no topic is left, or when it is stopped.
///
/// With `throw_errors` its elements are messages; with `return_errors` they are results. After an error `next` may be called again.
/// For one thread at a time, which may differ from the thread of the client; other threads use `control()`.
template <class Client, class Reader = message_reader<>>
class subscription : public blocking_range<subscription<Client, Reader>, Client, typename Reader::type> {
    using base = blocking_range<subscription, Client, typename Reader::type>;
    friend base;

public:
    using message_type = typename Reader::type;

    /// Connects and subscribes. On failure it throws, or keeps the error and converts to false.
    subscription(Client& client, const hibana::topics& topics, subscription_settings settings = {}, Reader reader = Reader())
        : base(client), subscriber_(client.node(), settings, std::move(reader)) {
        result<void> outcome = subscriber_.subscribe(topics, client.deadline_for()).get();
        if (!outcome) base::fail(std::move(outcome).error());
    }
    /// A failed subscription. Throws, or keeps the error and converts to false.
    subscription(Client& client, error err) : base(client), subscriber_(client.node()) { base::fail(std::move(err)); }

    /// Subscribes to more topics. Completes when the server has confirmed it.
    template <class... Topics> auto subscribe(hibana::topics topics, const Topics&... more) {
        ((topics += more), ...);
        return base::unwrap(subscriber_.subscribe(std::move(topics), base::client().deadline_for()).get());
    }
    /// Unsubscribes from topics. Completes when the server has confirmed it.
    template <class... Topics> auto unsubscribe(hibana::topics topics, const Topics&... more) {
        ((topics += more), ...);
        return base::unwrap(subscriber_.unsubscribe(std::move(topics), base::client().deadline_for()).get());
    }

    /// Returns the control for other threads. To be called by the thread that uses the subscription.
    subscription_control control() {
        if (!control_) control_.emplace();
        return *control_;
    }

    /// The requested topics.
    const topic_set& topics() const noexcept { return subscriber_.topics(); }

    /// Closes the connection. The next call of `next` reconnects and returns a gap.
    void close() { subscriber_.close(); }

private:
    result<message_type> wait(deadline until) {
        for (;;) {
            if (control_ && control_->is_stopped()) return error(errc::cancelled, fate::not_sent, "the subscription was stopped");
            if (auto event = subscriber_.ready()) return *std::move(event);
            if (!control_) return subscriber_.next(until).get();
            if (error err = apply_changes()) return err;
            const deadline poll_deadline = base::client().deadline_within(subscription_control::poll_interval);
            result<message_type> outcome = subscriber_.next(until.earlier(poll_deadline).without_cached_now()).get();
            if (outcome || outcome.error() != errc::timeout || until.has_passed(base::client().execution())) return outcome;
        }
    }
    /// Applies the changes that other threads requested.
    error apply_changes() {
        while (auto change = control_->pop_change()) {
            const deadline until = base::client().deadline_for();
            result<void> outcome = change->is_subscribe ? subscriber_.subscribe(std::move(change->topics), until).get()
                                                         : subscriber_.unsubscribe(std::move(change->topics), until).get();
            if (!outcome) return std::move(outcome).error();
        }
        return error();
    }
    bool is_finished() const { return subscriber_.topics().empty() || (control_ && control_->is_stopped()); }

    subscriber<typename Client::dedicated_type, Reader> subscriber_;
    std::optional<subscription_control> control_;
};

namespace detail {

inline void add_argument(topics& all, subscription_settings&, const topics& more) { all += more; }
inline void add_argument(topics&, subscription_settings& settings, const subscription_settings& argument) { settings = argument; }

}  // namespace detail

/// The result of `subscribe`: a `subscription` of a blocking client, an `async_subscription` of an asynchronous one.
template <class Payload, class Client, class... Settings>
auto open_subscription(std::type_identity<Payload>, Client& client, hibana::topics topics, const Settings&... more) {
    using type = std::conditional_t<std::is_void_v<Payload>, std::string, Payload>;
    subscription_settings settings;
    (detail::add_argument(topics, settings, more), ...);
    if constexpr (Client::execution_type::concurrent) return async_subscription<Client, message_reader<type>>(client, topics, settings);
    else return subscription<Client, message_reader<type>>(client, topics, settings);
}

}  // namespace hibana
