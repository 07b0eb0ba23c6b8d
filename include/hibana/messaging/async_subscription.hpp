// SPDX-License-Identifier: BSL-1.0
/// \file  db.subscribe(channels("a"), patterns("b*")) of a client that does not block: messages to be awaited one by one.
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

/// Messages for as long as the object lives: `co_await messages.next()`. They come over the connection that the client's calls share,
/// where that is one and speaks RESP3, or else over one of its own.
///
/// The first message that is waited for connects and subscribes. While one coroutine waits, others may subscribe and unsubscribe. What
/// is awaited is what `Client::follow` makes of a flow, by the error policy of the client, which has to outlive the object.
template <class Client, class Reader = message_reader<>> class async_subscription {
    using messages = detail::messages_of<Client>;
    using subscriber_type = subscriber<typename messages::source_type, Reader>;
    using execution_type = typename Client::execution_type;

public:
    using message_type = typename Reader::type;

    async_subscription(Client& client, const topics& wanted, subscription_settings settings = {}, Reader reader = Reader())
        : client_(&client), subscriber_(messages::where(client), settings, std::move(reader)) {
        subscriber_.want(wanted);
    }
    async_subscription(const async_subscription&) = delete;
    async_subscription& operator=(const async_subscription&) = delete;

    /// The next message, or gap, however long that takes.
    auto next() { return client_->run_flow(subscriber_.next()); }

    /// The next message, or nothing where none comes in time.
    auto next(std::chrono::milliseconds timeout) { return client_->run_flow(next_until(subscriber_, client_->deadline_within(timeout))); }

    /// Subscribes to more, and connects if need be. Where nobody waits for a message it is done when the server has confirmed it.
    template <class... Topics> auto subscribe(topics wanted, const Topics&... more) {
        ((wanted += more), ...);
        return client_->run_flow(subscriber_.subscribe(std::move(wanted), client_->deadline_for()));
    }
    /// Subscribes to less.
    template <class... Topics> auto unsubscribe(topics unwanted, const Topics&... more) {
        ((unwanted += more), ...);
        return client_->run_flow(subscriber_.unsubscribe(std::move(unwanted), client_->deadline_for()));
    }

    /// What is asked for.
    const topic_set& topics_asked_for() const noexcept { return subscriber_.topics(); }

    /// Hears nothing until the next message is asked for, which is then a gap. A connection of its own is closed.
    void close() { subscriber_.close(); }

private:
    static auto next_until(subscriber_type& from, deadline until)
        -> task_of<execution_type, result<std::optional<message_type>>> {
        auto came = co_await from.next(until);
        result<std::optional<message_type>> outcome;
        if (came) *outcome = *std::move(came);
        else if (came.error() != errc::timeout) outcome = std::move(came).error();
        co_return outcome;
    }

    Client* client_;
    subscriber_type subscriber_;
};

}  // namespace hibana
