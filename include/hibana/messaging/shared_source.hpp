// SPDX-License-Identifier: BSL-1.0
/// \file  Source of the messages of one subscriber on the shared connection of a client.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/messaging/encode_subscribe.hpp>
#include <hibana/messaging/message_router.hpp>
#include <hibana/messaging/message_source.hpp>
#include <hibana/messaging/subscriber_queue.hpp>
#include <hibana/messaging/subscription_settings.hpp>
#include <hibana/messaging/topic_set.hpp>
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/receive_buffer.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana {

/// A message source on the shared connection of a client. It requests topics instead of writing commands.
///
/// If the server supports RESP2 only, or with `dedicated_connection`, it uses a `Dedicated` source instead. Closing it detaches it from
/// the shared connection, which stays open for others. It may outlive the client.
template <detail::push_connection Connection, message_source Dedicated>
class shared_source : detail::subscriber_queue {
    using router_type = detail::message_router<Connection>;

public:
    using execution_type = typename Connection::execution_type;
    using context_type = typename Connection::context_type;

    explicit shared_source(Connection& connection, const subscription_settings& settings = {})
        : subscriber_queue(settings.max_unread_bytes), connection_(connection.shared_from_this()), router_(&router_type::of(connection)),
          condition_(connection.context().execution), force_dedicated_(settings.dedicated_connection) {}
    ~shared_source() { router_->detach(*this); }

    context_type& context() const noexcept { return connection_->context(); }
    bool is_open() const noexcept { return is_shared() ? is_open_ : dedicated_->is_open(); }
    std::string endpoint_text() const { return !is_shared() ? dedicated_->endpoint_text() : connection_->endpoint_text(); }

    /// Waits until the shared connection is up, or opens a dedicated one.
    auto open(unsigned attempt, deadline until) -> task_of<execution_type, result<void>> {
        if (!force_dedicated_) {
            while (!router_->is_up()) {
                if (router_->is_closed()) co_return error(errc::cancelled);
                const unsigned failures = router_->failures();
                auto woken = co_await wait(until);
                if (!woken) co_return std::move(woken).error().with_fate(fate::not_sent);
                if (router_->failures() != failures) co_return router_->last_error();
            }
            if (router_->version() >= 3) {
                uses_dedicated_ = false;
                router_->attach(*this);
                this->reset();
                is_open_ = true;
                co_return result<void>();
            }
        }
        if (!dedicated_) dedicated_ = std::make_unique<Dedicated>(connection_->node());  // kept while shared: another flow may wait in it
        uses_dedicated_ = true;
        co_return co_await dedicated_->open(attempt, until);
    }

    // ---- on the shared connection

    /// Whether commands are sent by `request` instead of `write`.
    bool is_shared() const noexcept { return !uses_dedicated_; }
    /// Subscribes or unsubscribes topics of one kind, and only one shard channel. `next_message` returns the confirmations.
    void request(detail::subscriber_command command, topic_kind kind, const std::vector<std::string>& names) {
        router_->request(*this, command, kind, names);
    }
    void request_ping() { router_->request_ping(*this); }
    /// Unsubscribes from all topics except these. To be called after `open`.
    void unsubscribe_except(const topic_set& kept) {
        if (is_shared()) router_->unsubscribe_except(*this, kept);
    }
    /// Returns the number of messages dropped because the queue was full, and resets it.
    std::uint64_t take_dropped_count() noexcept { return subscriber_queue::take_dropped_count(); }

    // ---- as with a dedicated connection

    auto write(std::string_view bytes, deadline until) -> task_of<execution_type, result<void>> {
        if (!is_shared()) co_return co_await dedicated_->write(bytes, until);
        co_return error(errc::connection_closed);
    }

    result<std::string_view> next_message() {
        if (!is_shared()) return dedicated_->next_message();
        if (!is_open_) return std::string_view();
        const std::string_view first = subscriber_queue::pop();
        if (!first.empty()) router_->mark_read();
        return first;
    }

    auto read_more(deadline until) -> task_of<execution_type, result<void>> {
        if (!is_shared()) co_return co_await dedicated_->read_more(until);
        while (is_open_) {
            if (this->has_unread()) co_return result<void>();
            if (this->is_closed()) {
                is_open_ = false;
                co_return error(errc::connection_lost, fate::unknown);
            }
            auto woken = co_await wait(until);
            if (!woken) co_return woken;
        }
        co_return error(errc::connection_closed, fate::unknown);
    }

    protocol::pin pin() const { return is_shared() ? subscriber_queue::pin() : dedicated_->pin(); }

    /// Closes the source and returns the error. After a timeout a silent server is disconnected for all users of the connection.
    error close_with(error err) {
        if (!is_shared()) return dedicated_->close_with(std::move(err));
        if (err == errc::timeout) router_->on_timeout(err);
        detach();
        return err;
    }
    void close() {
        if (is_shared()) detach();
        else dedicated_->close();
    }

private:
    /// Registers a waiting subscriber, for which the shared connection is kept open.
    class waiter_registration {
    public:
        waiter_registration(router_type& router, subscriber_queue& queue) : router_(router), queue_(queue) { router_.add_waiter(queue_); }
        waiter_registration(const waiter_registration&) = delete;
        waiter_registration& operator=(const waiter_registration&) = delete;
        ~waiter_registration() { router_.remove_waiter(queue_); }

    private:
        router_type& router_;
        subscriber_queue& queue_;
    };

    auto wait(deadline until) -> task_of<execution_type, result<void>> {
        typename execution_type::mutex mutex;
        std::unique_lock lock(mutex);
        result<void> woken;
        {
            const waiter_registration registration(*router_, *this);
            woken = co_await condition_.wait(lock, until);
        }
        router_->stop_reading_if_unused();  // not called if the flow is destroyed: then the loop is destroyed, too
        co_return woken;
    }

    void detach() {
        router_->detach(*this);
        is_open_ = false;
        wake();
    }
    void wake() override { condition_.notify_all(); }

    std::shared_ptr<Connection> connection_;
    router_type* router_;
    typename execution_type::condition_variable condition_;
    std::unique_ptr<Dedicated> dedicated_;
    bool is_open_ = false;  // attached to the shared connection
    bool uses_dedicated_ = false;
    bool force_dedicated_;
};

namespace detail {

/// The message source of the asynchronous subscriptions of a client, and its constructor argument: the shared connection if the client
/// has one, otherwise the node.
template <class Client>
struct message_source_for {
    using source_type = typename Client::dedicated_type;
    static auto& argument(Client& client) { return client.node(); }
};
template <class Client>
    requires requires(Client& client) { client.push_commands(); }
struct message_source_for<Client> {
    using source_type = shared_source<std::remove_reference_t<decltype(std::declval<Client&>().push_commands())>,
                                      typename Client::dedicated_type>;
    static auto& argument(Client& client) { return client.push_commands(); }
};

}  // namespace detail
}  // namespace hibana
