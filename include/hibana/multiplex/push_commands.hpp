// SPDX-License-Identifier: BSL-1.0
/// \file  Commands of a push listener on a shared connection, which are confirmed by pushes; and how long the connection is read for it.
#pragma once
#include <hibana/connection/push_listener.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/error.hpp>
#include <hibana/multiplex/operation.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// The commands and the push listener of a multiplexer, which owns this object. Used on its executor.
template <class Multiplexer> class push_commands {
    /// A command of the listener: it has one reply, and one more whenever the listener says so.
    ///
    /// It is not removed once it was sent, since only the listener knows how many replies would have to be discarded.
    class command final : public operation<Multiplexer> {
        using operation_type = operation<Multiplexer>;

    public:
        explicit command(push_commands& owner) noexcept : operation_type(functions, 1), owner_(&owner) {}

    private:
        static feed_result feed(operation_type& self, Multiplexer& multiplexer, bool) {
            push_commands& owner = *static_cast<command&>(self).owner_;
            auto& connection = multiplexer.connection();
            for (;;) {
                error err;
                const auto parsed = connection.try_parse_reply(discard_reply(), err);
                if (parsed == Multiplexer::connection_type::parse_result::need_more) return feed_result::need_more;
                if (parsed == Multiplexer::connection_type::parse_result::error) return multiplexer.break_stream(std::move(err));
                switch (owner.listener_->on_reply(std::move(err))) {
                case push_listener::reply_status::complete:
                    multiplexer.pop(self);
                    owner.in_flight_.pop_front();
                    return feed_result::done;
                case push_listener::reply_status::incomplete: connection.add_expected_replies(1); break;
                case push_listener::reply_status::unexpected:
                    return multiplexer.break_stream(
                        error(errc::protocol_error, fate::unknown, "the server did not confirm what a subscriber asked for"));
                }
            }
        }
        static void fail(operation_type&, Multiplexer& multiplexer, error err) {
            if (err != errc::timeout) return;
            multiplexer.disconnect(error(errc::timeout, fate::unknown, "the server did not answer a subscriber in time"));
        }
        static void abandon(operation_type&) noexcept {}
        static constexpr typename operation_type::vtable_type functions{&feed, &fail, &abandon, "SUBSCRIBE", false, false, false};

        push_commands* owner_;
    };

public:
    using execution_type = typename Multiplexer::execution_type;
    using context_type = typename Multiplexer::context_type;

    explicit push_commands(Multiplexer& multiplexer) : multiplexer_(&multiplexer) {}
    push_commands(const push_commands&) = delete;
    push_commands& operator=(const push_commands&) = delete;

    context_type& context() noexcept { return multiplexer_->context(); }
    auto& node() noexcept { return multiplexer_->connection().node(); }
    auto endpoint_text() const { return multiplexer_->connection().endpoint_text(); }
    /// A pointer to this object that keeps the multiplexer alive.
    std::shared_ptr<push_commands> shared_from_this() { return {multiplexer_->shared_from_this(), this}; }

    push_listener* listener() const noexcept { return listener_.get(); }
    /// Sets the listener, once: it is not replaced.
    [[gnu::cold]] void set_push_listener(std::unique_ptr<push_listener> listener) {
        listener_ = std::move(listener);
        multiplexer_->connection().set_push_listener(listener_.get());
        if (multiplexer_->is_ready()) listener_->on_connected(multiplexer_->connection().protocol_version());
    }

    /// Sends an encoded command, in the order of the calls, without waiting for room in the queue. It is not sent again over another
    /// connection.
    [[gnu::cold]] void send(std::string_view request) {
        if (multiplexer_->is_closed()) return;
        in_flight_.emplace_back(*this);
        multiplexer_->enqueue_unlimited(in_flight_.back(), timeout_ticks(), request);
    }
    /// Opens the connection if necessary, and reads it: the listener waits for a push.
    [[gnu::cold]] void start_reading() { multiplexer_->start_reading(); }
    /// Lets reading stop in a later turn, if the listener does not wait any more.
    [[gnu::cold]] void stop_reading_if_unused() {
        if (multiplexer_->is_closed() || std::exchange(is_stop_scheduled_, true)) return;
        multiplexer_->post([](Multiplexer& multiplexer) {
            push_commands& self = multiplexer.push_commands();
            self.is_stop_scheduled_ = false;
            if (multiplexer.is_closed() || self.is_awaited()) return;
            if (self.listener_->may_stop_reading()) multiplexer.stop_if_unused();
            else self.stop_reading_if_unused();
        });
    }
    /// Drops the commands that are not confirmed, since the connection is lost.
    [[gnu::cold]] void discard_in_flight() {
        for (command& each : in_flight_)
            if (each.is_queued()) multiplexer_->remove(each);
        in_flight_.clear();
    }

    /// The time of the multiplexer, in ticks.
    std::uint32_t ticks() const noexcept { return multiplexer_->ticks(); }
    /// Closes the connection if nothing was received over it since a time in ticks.
    [[gnu::cold]] void disconnect_if_silent_since(std::uint32_t tick, error reason) {
        multiplexer_->disconnect_if_silent_since(tick, std::move(reason));
    }

    bool is_awaited() const noexcept { return listener_ && listener_->is_awaited(); }

private:
    /// Longer than the listener waits: what ends after that is the connection.
    std::uint32_t timeout_ticks() const noexcept {
        const std::uint32_t longest = Multiplexer::never - 2;
        const std::uint32_t timeout = multiplexer_->default_timeout_ticks();
        return timeout > longest / 2 ? longest : 2 * timeout;
    }

    Multiplexer* multiplexer_;
    std::unique_ptr<push_listener> listener_;
    std::deque<command> in_flight_;
    bool is_stop_scheduled_ = false;
};

}  // namespace hibana::detail
