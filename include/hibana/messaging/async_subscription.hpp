// SPDX-License-Identifier: BSL-1.0
/// \file  Subscription of an asynchronous client: `co_await messages.next()`.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/messaging/message.hpp>
#include <hibana/messaging/shared_source.hpp>
#include <hibana/messaging/subscriber.hpp>
#include <hibana/messaging/topic_set.hpp>
#include <hibana/messaging/topics.hpp>

#include <optional>
#include <utility>

namespace hibana {

/// The messages of its topics: `co_await messages.next()`. Uses the shared connection of the client if there is one with RESP3,
/// otherwise a dedicated connection.
///
/// The first call of `next` connects and subscribes. While one coroutine waits, others may subscribe and unsubscribe. Its functions
/// return the awaitables of the client's `run_flow`, with its error policy. The client must outlive the object.
template <class Client, class Reader = message_reader<>> class async_subscription {
    using messages = detail::message_source_for<Client>;
    using subscriber_type = subscriber<typename messages::source_type, Reader>;
    using execution_type = typename Client::execution_type;

public:
    using message_type = typename Reader::type;

    async_subscription(Client& client, const hibana::topics& topics, subscription_settings settings = {}, Reader reader = Reader())
        : client_(&client), subscriber_(messages::argument(client), settings, std::move(reader)) {
        subscriber_.set_initial_topics(topics);
    }
    async_subscription(const async_subscription&) = delete;
    async_subscription& operator=(const async_subscription&) = delete;

    /// Waits for the next message or gap, without a timeout.
    auto next() { return client_->run_flow(subscriber_.next()); }

    /// Waits for the next message or gap; empty after `timeout`.
    auto next(std::chrono::milliseconds timeout) { return client_->run_flow(next_until(subscriber_, client_->deadline_within(timeout))); }

    /// Subscribes to more topics and connects if necessary. Completes when the server has confirmed it, or, if a coroutine waits in `next`,
    /// when the command is sent.
    template <class... Topics> auto subscribe(hibana::topics topics, const Topics&... more) {
        ((topics += more), ...);
        return client_->run_flow(subscriber_.subscribe(std::move(topics), client_->deadline_for()));
    }
    /// Unsubscribes from topics. Completes when the server has confirmed it.
    template <class... Topics> auto unsubscribe(hibana::topics topics, const Topics&... more) {
        ((topics += more), ...);
        return client_->run_flow(subscriber_.unsubscribe(std::move(topics), client_->deadline_for()));
    }

    /// The requested topics.
    const topic_set& topics() const noexcept { return subscriber_.topics(); }

    /// Stops receiving and closes a dedicated connection. The next call of `next` reconnects and returns a gap.
    void close() { subscriber_.close(); }

private:
    static auto next_until(subscriber_type& from, deadline until)
        -> task_of<execution_type, result<std::optional<message_type>>> {
        auto message = co_await from.next(until);
        result<std::optional<message_type>> outcome;
        if (message) *outcome = *std::move(message);
        else if (message.error() != errc::timeout) outcome = std::move(message).error();
        co_return outcome;
    }

    Client* client_;
    subscriber_type subscriber_;
};

}  // namespace hibana
