// SPDX-License-Identifier: BSL-1.0
/// \file  The calls of a multiplexer: how they begin, end, are late, are cancelled, and what becomes of them when the connection is lost.
#pragma once
#include <hibana/call/effective_timeout.hpp>
#include <hibana/call/failure_events.hpp>
#include <hibana/call/request_queue.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/execution/slab.hpp>
#include <hibana/multiplex/cold_path.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/operation.hpp>
#include <hibana/multiplex/side_queues.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// The half of a multiplexer that its calls see. `Multiplexer` derives from it, and has `schedule_flush()`, which is called when something
/// was begun outside of a turn, `end_connection(error)`, and `post(function)`, which calls `function(multiplexer&)` later.
template <class Multiplexer, class Context> class call_line {
public:
    using context_type = Context;
    using connection_type = hibana::connection<Context>;
    using operation_type = operation<Multiplexer>;

    /// How a multiplexer treats its connection.
    enum class manner : unsigned char {
        shared,  ///< for everybody; replaced when it is lost
        own,     ///< for one call at a time; closed where that ends early, since the server may still be at it
        pinned,  ///< own, and once it was opened never replaced
    };

    call_line(const call_line&) = delete;
    call_line& operator=(const call_line&) = delete;

    Context& context() noexcept { return *context_; }
    auto executor() const noexcept { return context_->execution.executor(); }
    connection_type& connection() noexcept { return connection_; }
    slab& memory() noexcept { return memory_; }

    bool is_closed() const noexcept { return is_closed_; }
    /// How many calls wait. Those that were given up are not among them, though their replies may still have to come.
    std::size_t waiting() const noexcept { return line_.operations() + departures_.parked(); }

    /// Ticks that a timeout is worth.
    static std::uint32_t to_ticks(std::chrono::milliseconds timeout) noexcept {
        if (timeout >= std::chrono::hours(24 * 100)) return for_ever;
        const auto length = std::chrono::duration_cast<std::chrono::milliseconds>(tick);
        const auto rounded = std::max(timeout, std::chrono::milliseconds(0)) + length - std::chrono::milliseconds(1);
        return static_cast<std::uint32_t>(rounded / length);
    }
    std::uint32_t usual_patience() const noexcept { return usual_patience_; }
    /// Ticks that a call may take; the server may keep the answer back for `server_time` on top of the usual timeout.
    std::uint32_t ticks_of_call(std::chrono::milliseconds timeout, std::chrono::milliseconds server_time) const noexcept {
        if (timeout != default_timeout) [[unlikely]] return to_ticks(timeout);
        if (server_time == std::chrono::milliseconds::zero()) [[likely]] return usual_patience_;
        return to_ticks(saturating_add(context_->settings.command_timeout, server_time));
    }

    /// A call begins: `write(buffer)` appends its request. It waits for so many ticks, and up to one more. One that may not wait for
    /// room overtakes nobody of its kind.
    template <bool MayPark = true, class Write> void begin(operation_type& call, std::uint32_t timeout, Write&& write) {
        if (is_closed_ || is_spent_) [[unlikely]]
            return refuse(call, error(is_closed_ ? errc::cancelled : errc::connection_lost));
        const std::uint32_t due = now_ + timeout + 1;
        if (MayPark && line_.size() >= room_) [[unlikely]] {
            park(call, due, write);
        } else {
            line_.join_with(call, due, write);
        }
        if (is_before(due, soonest_)) soonest_ = due;
        if (!is_in_turn_) [[unlikely]] cold::announce(self());
    }

    /// A call that may not be sent ends with this error, in a later turn.
    void refuse(operation_type& call, error why) { cold::refuse(self(), call, std::move(why)); }
    /// A call leaves for good; nothing of it will be touched again.
    void leave(operation_type& call) noexcept { cold::leave(self(), call); }
    /// A call is cancelled, and ends so in a later turn. Where nothing may be seen of it (`totally`), only what was not sent, or reads.
    void cancel(operation_type& call, bool totally) { cold::cancel(self(), call, totally); }
    /// The server has refused the request of the first in line, and may not a little later: whether it is sent again.
    bool requeue_if_retryable(operation_type& call, const error& refusal) { return cold::requeue_if_retryable(self(), call, refusal); }

    /// What is called of an error that ends a call.
    [[gnu::cold]] error named(error err, const operation_type& call) const {
        if (err.command().empty() && !call.does->command.empty()) err.with_command(call.does->command);
        if (err.endpoint().empty()) err.with_endpoint(connection_.endpoint_text());
        return err;
    }

    /// Tells the events what of a call has failed.
    template <class Outcome> void notify_failures([[maybe_unused]] const Outcome& outcome) {
        if constexpr (listens_to<typename Context::composition::events, event::command_failed>)
            guarded([&] { emit_command_failed(context_->events, outcome); });
    }
    /// The first in line has its replies: it is out of the line, and may be ended.
    void release(operation_type& call) noexcept {
        call.ticket = operation_type::nowhere;
        line_.pop();
    }
    /// The stream is broken, for this reason.
    feed_result breaks(error err) {
        broken_by_ = std::move(err);
        return feed_result::error;
    }

protected:
    using cold = cold_path<connection_type>;
    friend cold;

    // ---- what the cold path does

    [[gnu::cold, gnu::noinline]] void turn_away(operation_type& call, error why) {
        departures_.note(call, std::move(why));
        schedule_completions();
    }

    [[gnu::cold, gnu::noinline]] void let_go(operation_type& call) noexcept {
        if (!departures_.forget(call)) depart(call);
        self().rest();
    }

    [[gnu::cold, gnu::noinline]] void call_off(operation_type& call, bool totally) {
        if (call.ticket == operation_type::nowhere || departures_.has_left(call)) return;
        const bool was_sent = !departures_.is_parked(call) && call.ticket < line_.sent();
        if (totally && was_sent && !call.does->only_reads) return;
        if (!departures_.forget(call)) depart(call);
        departures_.note(call, error(errc::cancelled, was_sent ? fate::unknown : fate::not_sent));
        schedule_completions();
    }

    [[gnu::cold, gnu::noinline]] bool do_requeue_if_retryable(operation_type& call, const error& refusal) {
        auto& rule = context_->retry;
        if (manner_ == manner::pinned || call.failures >= rule.max_retries || !rule.should_retry(refusal, call.does->is_idempotent)) return false;
        pause_after_ = std::max(pause_after_, ++call.failures);
        line_.join_again();
        return true;
    }
    [[gnu::cold, gnu::noinline]] void put_aside(operation_type& call, std::uint32_t due, protocol::send_buffer bytes) {
        departures_.park(call, due, std::move(bytes));
        room_ = 0;
    }
    template <class Write> [[gnu::cold, gnu::noinline]] void park(operation_type& call, std::uint32_t due, Write& write) {
        protocol::send_buffer bytes;
        write(bytes);
        cold::park(self(), call, due, std::move(bytes));
    }

    static constexpr duration tick = std::chrono::milliseconds(10);
    static constexpr std::uint32_t for_ever = 1u << 30;

    call_line(std::shared_ptr<Context> context, const multiplexed& recipe, manner how)
        : context_(std::move(context)), connection_(*context_), recipe_(recipe),
          usual_patience_(to_ticks(context_->settings.command_timeout)), room_(recipe_.max_queued_operations), manner_(how) {}
    ~call_line() { drop_all(); }

    /// While it lives, nothing is sent: the turn ends with one write for all.
    class turn {
    public:
        explicit turn(call_line& whose) : whose_(whose) { whose_.is_in_turn_ = true; }
        turn(const turn&) = delete;
        ~turn() { whose_.is_in_turn_ = false; }

    private:
        call_line& whose_;
    };

    static bool is_before(std::uint32_t one, std::uint32_t other) noexcept { return static_cast<std::int32_t>(one - other) < 0; }

    void depart(operation_type& call) noexcept {
        const bool was_sent = call.ticket < line_.sent();
        line_.leave(call.ticket);
        if (was_sent && manner_ != manner::shared) self().end_connection(error(errc::cancelled, fate::unknown, "a call was given up"));
    }
    [[gnu::cold, gnu::noinline]] void schedule_completions() {
        if (is_ending_departed_) return;
        self().post([](Multiplexer& multiplexer) {
            call_line& self = multiplexer;
            self.is_ending_departed_ = false;
            self.departures_.end_all([&self](operation_type& call, error err) { self.fail(call, std::move(err)); });
            if (self.departures_.parked() != 0) multiplexer.schedule_flush();  // there may be room now
            multiplexer.rest();
        });
        is_ending_departed_ = true;
    }
    /// Ends a call that is in no line any more.
    [[gnu::cold, gnu::noinline]] void fail(operation_type& call, error err) {
        if (!err) return static_cast<void>(guarded([&] { call.does->fail(call, self(), error()); }));  // there was nothing to do
        guarded([&] { call.does->fail(call, self(), named(std::move(err), call)); });
    }
#if defined(__cpp_exceptions)
    [[gnu::cold, gnu::noinline]] void throw_from_loop(std::exception_ptr thrown) {
        context_->execution.post([thrown] { std::rethrow_exception(thrown); });
    }
#endif
    /// What a handler of the user's throws comes out of the loop, and changes nothing for others; says whether it did.
    template <class Function> bool guarded(Function function) {
#if defined(__cpp_exceptions)
        try {
            function();
        } catch (...) {
            throw_from_loop(std::current_exception());
            return true;
        }
#else
        function();
#endif
        return false;
    }

    /// A reply that nobody wants any more.
    [[gnu::cold, gnu::noinline]] feed_result skip() {
        error ignored;
        const auto found = connection_.try_parse_reply(discard_reply(), ignored);
        if (found == connection_type::parse_result::error) return breaks(std::move(ignored));
        if (found == connection_type::parse_result::need_more) return feed_result::need_more;
        if (--line_.front().due == 0) line_.pop_tombstone();
        return feed_result::done;
    }

    /// Ends those whose time has come; says whether any of them had been sent.
    [[gnu::cold]] bool expire_timed_out() {
        const turn now(*this);
        std::uint32_t next = now_ + for_ever;
        bool is_silent = false;
        for (auto place = line_.begin(); place != line_.end() && !is_closed_; ++place) {
            auto& each = line_.at(place);
            if (!each.who) continue;
            if (is_before(now_, each.due)) {
                if (is_before(each.due, next)) next = each.due;
                continue;
            }
            operation_type& call = *each.who;
            const bool was_sent = place < line_.sent();
            is_silent = is_silent || was_sent;
            depart(call);
            fail(call, too_late(was_sent));
        }
        departures_.note_late(too_late(false), [this, &next](std::uint32_t due) {
            const bool is_late = !is_before(now_, due);
            if (!is_late && is_before(due, next)) next = due;
            return is_late;
        });
        soonest_ = next;
        if (!departures_.empty()) schedule_completions();
        return is_silent;
    }

    /// What a call whose time has come ends with: where there is no connection, why there is none.
    error too_late(bool was_sent) const {
        if (!was_sent && unreachable_) return error(unreachable_).with_fate(fate::not_sent);
        return error(errc::timeout, was_sent ? fate::unknown : fate::not_sent);
    }

    /// The way to the server has failed: who may wait for another attempt stays in line, the others end.
    [[gnu::cold, gnu::noinline]] void recover(const error& err, bool was_open) {
        auto& rule = context_->retry;
        const auto stays = [&](operation_type& call, bool was_sent) {
            if (is_spent_) return false;
            if (was_open && !was_sent) return true;  // nothing was tried with it
            if (was_sent && !call.does->is_single) return false;
            const bool again = ++call.failures <= rule.max_retries;
            return again && rule.should_retry(error(err).with_fate(was_sent ? fate::unknown : fate::not_sent), call.does->is_idempotent);
        };
        line_.requeue_after_disconnect(stays);
        const turn now(*this);
        while (line_.begin() != line_.sent() && !is_closed_) {
            operation_type* const call = line_.front().who;
            if (!call) {  // the end of one before it has made it leave
                line_.pop_tombstone();
                continue;
            }
            const bool was_sent = line_.front().due != 0;
            line_.pop();
            call->ticket = operation_type::nowhere;
            fail(*call, error(err).with_fate(was_sent ? fate::unknown : fate::not_sent));
        }
        if (is_spent_ && !is_closed_) {
            departures_.note_parked(error(err).with_fate(fate::not_sent));
            if (!departures_.empty()) schedule_completions();
        } else if (!is_closed_) {
            admit();
        }
    }

    /// Those who have left make room for those who wait for it; says whether anybody did.
    bool make_room() {
        line_.tidy();
        if (room_ != 0) [[likely]] return false;
        admit();
        return true;
    }
    [[gnu::cold, gnu::noinline]] void admit() {
        while (departures_.parked() != 0 && line_.size() < recipe_.max_queued_operations) {
            departures_.admit([this](operation_type& call, std::uint32_t due, std::string_view bytes) {
                line_.output().append(bytes);
                line_.join(call, due);
            });
        }
        if (departures_.parked() == 0) room_ = recipe_.max_queued_operations;
    }

    /// Everything that waits ends with this error, in a later turn.
    [[gnu::cold]] void end_everything(const error& why) {
        for (auto place = line_.begin(); place != line_.end(); ++place) {
            operation_type* const call = line_.at(place).who;
            if (!call) continue;
            const auto fate = place < line_.sent() ? fate::unknown : fate::not_sent;
            line_.leave(place);
            departures_.note(*call, error(why).with_fate(fate));
        }
        departures_.note_parked(error(why).with_fate(fate::not_sent));
        if (!departures_.empty()) schedule_completions();
    }

    [[gnu::cold, gnu::noinline]] void drop_all() noexcept {
        is_closed_ = true;
        while (!line_.empty()) {
            operation_type* const call = line_.front().who;
            if (!call) {
                line_.pop_tombstone();
                continue;
            }
            line_.pop();
            call->ticket = operation_type::nowhere;
            call->does->drop(*call);
        }
        departures_.drop_all();
    }

    std::shared_ptr<Context> context_;
    connection_type connection_;
    request_queue<operation_type> line_;
    departures<operation_type> departures_;
    slab memory_;
    multiplexed recipe_;
    error broken_by_;
    error unreachable_;  // why the last attempt to connect has failed, until there is a connection
    std::uint32_t now_ = 0;  // in ticks
    std::uint32_t soonest_ = for_ever;
    std::uint32_t heard_at_ = 0;
    std::uint32_t usual_patience_;
    std::size_t room_;  // for so many; none while others wait for it, so that nobody overtakes them
    std::uint32_t pause_after_ = 0;
    manner manner_;
    bool is_in_turn_ = false;
    bool is_ending_departed_ = false;
    bool is_ready_ = false;
    bool is_spent_ = false;
    bool was_opened_ = false;
    bool is_closed_ = false;

private:
    Multiplexer& self() noexcept { return static_cast<Multiplexer&>(*this); }
};

}  // namespace hibana::detail
