// SPDX-License-Identifier: BSL-1.0
/// \file  The side of a multiplexer that a listener sees: what is said to be answered by pushes, and whether anybody waits for one.
#pragma once
#include <hibana/command/reply/reply.hpp>
#include <hibana/connection/push_listener.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/error.hpp>
#include <hibana/multiplex/operation.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// Something that was said for a listener, in the line of calls: it has one reply, and as many more as the listener says.
///
/// It cannot leave the line once it was sent, since nobody but the listener knows how many replies are to be skipped.
template <class Multiplexer>
class push_confirmed_operation final : public operation<Multiplexer> {
    using operation_type = operation<Multiplexer>;

public:
    explicit push_confirmed_operation(Multiplexer& line) noexcept : operation_type(does, 1), line_(&line) {}

private:
    static feed_result feed(operation_type& self, Multiplexer& from, bool) {
        for (;;) {
            error err;
            const auto found = from.connection().try_parse_reply(discard_reply(), err);
            if (found == Multiplexer::connection_type::parse_result::need_more) return feed_result::need_more;
            if (found == Multiplexer::connection_type::parse_result::error) return from.breaks(std::move(err));
            switch (from.listener()->on_reply(std::move(err))) {
            case push_listener::reply_status::complete:
                from.release(self);
                from.has_been_answered();
                return feed_result::done;
            case push_listener::reply_status::incomplete: from.connection().add_expected_replies(1); break;
            case push_listener::reply_status::unexpected:
                return from.breaks(error(errc::protocol_error, fate::unknown,
                                         "the server did not confirm what a subscriber asked for"));
            }
        }
    }
    static void fail(operation_type& self, Multiplexer&, error err) {
        if (err == errc::timeout) static_cast<push_confirmed_operation&>(self).line_->on_timeout();
    }
    static void drop(operation_type&) noexcept {}
    static constexpr typename operation_type::kind does{&feed, &fail, &drop, "SUBSCRIBE", false, false, false};

    Multiplexer* line_;
};

/// A multiplexer derives from it, and lets it call `schedule_flush()` and `end_connection(error)`.
template <class Multiplexer> class push_line {
public:
    push_line(const push_line&) = delete;
    push_line& operator=(const push_line&) = delete;

    push_listener* listener() const noexcept { return listener_.get(); }
    /// The listener of this connection, from now on to its end.
    [[gnu::cold]] void set_push_listener(std::unique_ptr<push_listener> one) {
        listener_ = std::move(one);
        self().connection().set_push_listener(listener_.get());
        if (self().is_ready()) listener_->on_connected(self().connection().protocol_version());
    }

    /// Says what is answered by pushes, and by a reply to what stands at its end. Not said again over another connection.
    [[gnu::cold]] void say(std::string_view bytes) {
        if (self().is_closed()) return;
        said_.emplace_back(self());
        self().template begin<false>(said_.back(), timeout(), [bytes](auto& output) { output.append(bytes); });
    }
    /// The listener is awaited from now on.
    [[gnu::cold]] void is_needed() {
        if (!self().is_closed() && !self().is_serving()) self().schedule_flush();
    }
    /// The listener may be awaited no more, which is looked at in a later turn.
    [[gnu::cold]] void stop_reading_if_unused() {
        if (self().is_closed() || std::exchange(is_looked_at_, true)) return;
        self().post([](Multiplexer& one) {
            push_line& self = one;
            self.is_looked_at_ = false;
            if (one.is_closed() || self.listener_->is_awaited()) return;
            if (self.listener_->may_stop_reading()) one.rest();
            else self.stop_reading_if_unused();
        });
    }
    /// What was said is forgotten, since the connection is lost.
    [[gnu::cold]] void discard_in_flight() {
        for (push_confirmed_operation<Multiplexer>& each : said_)
            if (each.ticket != each.nowhere) self().leave(each);
        said_.clear();
    }

protected:
    push_line() = default;
    ~push_line() = default;

    bool is_awaited() const noexcept { return listener_ && listener_->is_awaited(); }

private:
    friend class push_confirmed_operation<Multiplexer>;

    void has_been_answered() { said_.pop_front(); }
    void on_timeout() {
        self().end_connection(error(errc::timeout, fate::unknown, "the server did not answer a subscriber in time"));
    }
    /// Longer than anybody waits: what ends with it is the connection.
    std::uint32_t timeout() noexcept {
        const std::uint32_t longest = Multiplexer::to_ticks(std::chrono::milliseconds::max()) - 2;
        return std::min(2 * std::min(self().usual_patience(), longest / 2), longest);
    }
    Multiplexer& self() noexcept { return static_cast<Multiplexer&>(*this); }

    std::unique_ptr<push_listener> listener_;
    std::deque<push_confirmed_operation<Multiplexer>> said_;
    bool is_looked_at_ = false;
};

}  // namespace hibana::detail
