// SPDX-License-Identifier: BSL-1.0
/// \file  Source of the messages of one subscriber on the shared connection of a client.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/messaging/message_router.hpp>
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

/// A message source that takes part in the connection of a client: it is open while that is, and asks for topics instead of writing.
///
/// Where the server speaks RESP2 only, or the settings say so, it is an `Own`: a message source with a connection of its own. Once
/// closed or cut off it has nothing any more to do with the shared connection, which goes on for others. It may outlive the client.
template <class Line, class Own>
class shared_source : detail::subscriber_queue {
    using router_type = detail::message_router<Line>;

public:
    using execution_type = typename Line::execution_type;
    using context_type = typename Line::context_type;
    using verb = typename router_type::verb;

    explicit shared_source(Line& line, const subscription_settings& settings = {})
        : subscriber_queue(settings.max_unread_bytes), line_(line.shared_from_this()), router_(&router_type::of(line)),
          gate_(line.context().execution), force_dedicated_(settings.dedicated_connection) {}
    ~shared_source() { router_->detach(*this); }

    context_type& context() const noexcept { return line_->context(); }
    bool is_open() const noexcept { return is_shared() ? is_open_ : own_->is_open(); }
    std::string endpoint_text() const { return !is_shared() ? own_->endpoint_text() : line_->endpoint_text(); }

    /// Waits until the shared connection is there, or opens one of its own.
    auto open(unsigned attempt, deadline until) -> task_of<execution_type, result<void>> {
        if (!force_dedicated_) {
            while (!router_->is_up()) {
                if (router_->has_ended()) co_return error(errc::cancelled);
                const unsigned failures = router_->failures();
                auto woken = co_await wait(until);
                if (!woken) co_return std::move(woken).error().with_fate(fate::not_sent);
                if (router_->failures() != failures) co_return router_->trouble();
            }
            if (router_->version() >= 3) {
                uses_dedicated_ = false;
                router_->attach(*this);
                this->begin();
                is_open_ = true;
                co_return result<void>();
            }
        }
        if (!own_) own_ = std::make_unique<Own>(line_->node());  // it stays: others may wait for it
        uses_dedicated_ = true;
        co_return co_await own_->open(attempt, until);
    }

    // ---- on the shared connection

    /// Whether `ask` takes the place of `write`.
    bool is_shared() const noexcept { return !uses_dedicated_; }
    /// Asks for topics, all of one kind and only one shard channel. What is answered comes by `take`, as if it were the only subscriber.
    void ask(verb what, topic_kind kind, const std::vector<std::string>& names) {
        router_->ask(*this, what, kind, names);
    }
    void ask_ping() { router_->ask_ping(*this); }
    /// After it was opened: it wants no others than these.
    void keep_only(const topic_set& wanted) {
        if (is_shared()) router_->keep_only(*this, wanted);
    }
    /// How many messages were dropped since this was asked last, since they were not read.
    std::uint64_t take_dropped_count() noexcept { return subscriber_queue::take_dropped_count(); }

    // ---- as on a connection of its own

    auto write(std::string_view bytes, deadline until) -> task_of<execution_type, result<void>> {
        if (!is_shared()) co_return co_await own_->write(bytes, until);
        co_return error(errc::connection_closed);
    }

    result<std::string_view> next_message() {
        if (!is_shared()) return own_->next_message();
        if (!is_open_) return std::string_view();
        const std::string_view first = subscriber_queue::take();
        if (!first.empty()) router_->has_taken();
        return first;
    }

    auto read_more(deadline until) -> task_of<execution_type, result<void>> {
        if (!is_shared()) co_return co_await own_->read_more(until);
        while (is_open_) {
            if (this->has_unread()) co_return result<void>();
            if (this->is_cut()) {
                is_open_ = false;
                co_return error(errc::connection_lost, fate::unknown);
            }
            auto woken = co_await wait(until);
            if (!woken) co_return woken;
        }
        co_return error(errc::connection_closed, fate::unknown);
    }

    protocol::pin pin() const { return is_shared() ? subscriber_queue::pin() : own_->pin(); }

    /// Gives up, for this reason. A server that has been silent since it was asked is given up for all.
    error close_with(error err) {
        if (!is_shared()) return own_->close_with(std::move(err));
        if (err == errc::timeout) router_->on_timeout(err);
        leave();
        return err;
    }
    void close() {
        if (is_shared()) leave();
        else own_->close();
    }

private:
    /// Registers a waiting subscriber, for which the shared connection is kept open.
    class waiting {
    public:
        waiting(router_type& router, subscriber_queue& queue) : router_(router), queue_(queue) { router_.add_waiter(queue_); }
        waiting(const waiting&) = delete;
        waiting& operator=(const waiting&) = delete;
        ~waiting() { router_.remove_waiter(queue_); }

    private:
        router_type& router_;
        subscriber_queue& queue_;
    };

    auto wait(deadline until) -> task_of<execution_type, result<void>> {
        typename execution_type::mutex mutex;
        std::unique_lock lock(mutex);
        result<void> woken;
        {
            const waiting here(*router_, *this);
            woken = co_await gate_.wait(lock, until);
        }
        router_->stop_reading_if_unused();  // not called if the flow is destroyed: then the loop is destroyed, too
        co_return woken;
    }

    void leave() {
        router_->detach(*this);
        is_open_ = false;
        wake();
    }
    void wake() override { gate_.notify_all(); }

    std::shared_ptr<Line> line_;
    router_type* router_;
    typename execution_type::condition_variable gate_;
    std::unique_ptr<Own> own_;
    bool is_open_ = false;  // of the shared one
    bool uses_dedicated_ = false;
    bool force_dedicated_;
};

namespace detail {

/// What the sequences of a client take their messages from, and what that is made of: of the line that all calls share, where there is
/// one that messages may share too, or of the context.
template <class Client>
struct messages_of {
    using source_type = typename Client::dedicated_type;
    static auto& where(Client& client) { return client.node(); }
};
template <class Client>
    requires requires(Client& client) { client.push_commands(); }
struct messages_of<Client> {
    using source_type = shared_source<std::remove_reference_t<decltype(std::declval<Client&>().push_commands())>,
                                      typename Client::dedicated_type>;
    static auto& where(Client& client) { return client.push_commands(); }
};

}  // namespace detail
}  // namespace hibana
