// SPDX-License-Identifier: BSL-1.0
/// \file  db.subscribe(channels("a"), patterns("b*")) of the blocking client: a range of messages.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/core/result.hpp>
#include <hibana/messaging/message.hpp>
#include <hibana/messaging/subscriber.hpp>
#include <hibana/messaging/topics.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

namespace hibana {

/// Messages, over a connection of its own, for as long as the object lives. A range, whose elements come as they are published; it ends
/// when nothing is subscribed to any more.
///
/// With `throw_errors` its elements are messages; with `return_errors` they are results. After an error it may be asked for the next
/// message all the same. For one thread at a time; it may be another one than that of the client, which has to outlive it.
template <class Client, class Reader = message_reader<>> class subscription {
    using subscriber_type = subscriber<typename Client::dedicated_type, Reader>;
    static constexpr bool throws = Client::composition::errors::throws;

public:
    using message_type = typename subscriber_type::message_type;
    using element_type = std::conditional_t<throws, message_type, result<message_type>>;

    /// Connects and subscribes. Throws, or is empty, where that fails.
    subscription(Client& client, const topics& wanted, subscription_settings settings = {}, Reader reader = Reader())
        : client_(&client), subscriber_(client.environment(), settings, std::move(reader)) {
        result<void> outcome = subscriber_.subscribe(wanted, client.deadline_for()).get();
        if (!outcome) fail(std::move(outcome).error());
    }
    /// One that could not be had. Throws, or is empty.
    subscription(Client& client, error wrong) : client_(&client), subscriber_(client.environment()) { fail(std::move(wrong)); }
    subscription(const subscription&) = delete;
    subscription& operator=(const subscription&) = delete;

    /// Whether the server has confirmed what was asked for at first; if not, the first message is the reason.
    explicit operator bool() const noexcept { return !wrong_; }

    /// Waits for the next message, or gap, however long that takes.
    auto next() { return give(wait(deadline::never())); }

    /// The next message, or nothing where none comes in time.
    auto next(std::chrono::milliseconds patience) {
        result<message_type> came = wait(client_->deadline_within(patience));
        result<std::optional<message_type>> outcome;
        if (came) *outcome = *std::move(came);
        else if (came.error() != errc::timeout) outcome = std::move(came).error();
        return give(std::move(outcome));
    }

    /// Subscribes to more; done when the server has confirmed it.
    auto subscribe(const topics& wanted) { return give(subscriber_.subscribe(wanted, client_->deadline_for()).get()); }
    template <class... Topics> auto subscribe(topics wanted, const Topics&... more) {
        ((wanted += more), ...);
        return subscribe(std::as_const(wanted));
    }
    /// Subscribes to less.
    auto unsubscribe(const topics& unwanted) { return give(subscriber_.unsubscribe(unwanted, client_->deadline_for()).get()); }

    /// What is asked for.
    const registry& topics_asked_for() const noexcept { return subscriber_.topics(); }

    /// Closes the connection until the next message is asked for, which is then a gap.
    void close() { subscriber_.close(); }

    class iterator {
    public:
        using value_type = element_type;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        explicit iterator(subscription& from) : from_(&from) { from_->advance(); }
        value_type& operator*() const noexcept { return *from_->current_; }
        value_type* operator->() const noexcept { return &*from_->current_; }
        iterator& operator++() {
            from_->advance();
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return at.is_behind(); }

    private:
        bool is_behind() const noexcept { return !from_->current_; }
        subscription* from_ = nullptr;
    };

    /// Waits for the first element.
    iterator begin() { return iterator(*this); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    void fail(error wrong) {
        if constexpr (throws) throw_error(wrong);
        else wrong_ = std::move(wrong);
    }
    result<message_type> wait(deadline until) {
        if (wrong_) return std::exchange(wrong_, error());
        if (auto event = subscriber_.ready()) return *std::move(event);
        return subscriber_.next(until).get();
    }
    void advance() {
        current_.reset();
        if (!wrong_ && subscriber_.topics().empty()) return;
        current_.emplace(give(wait(deadline::never())));
    }
    template <class Type> static auto give(result<Type> outcome) {
        if constexpr (throws) {
            if (!outcome) throw_error(outcome.error());
            if constexpr (std::is_void_v<Type>) return;
            else return Type(*std::move(outcome));
        } else {
            return outcome;
        }
    }

    Client* client_;
    subscriber_type subscriber_;
    error wrong_;
    std::optional<element_type> current_;
};

namespace detail {

inline void take_part(topics& wanted, subscription_settings&, const topics& more) { wanted += more; }
inline void take_part(topics&, subscription_settings& settings, const subscription_settings& given) { settings = given; }

/// What `subscribe` of a client stands for.
template <class Payload, class Client, class... Settings>
auto open_subscription(std::type_identity<Payload>, Client& client, topics wanted, const Settings&... more) {
    using type = std::conditional_t<std::is_void_v<Payload>, std::string, Payload>;
    subscription_settings settings;
    (take_part(wanted, settings, more), ...);
    return subscription<Client, message_reader<type>>(client, wanted, settings);
}

}  // namespace detail
}  // namespace hibana
