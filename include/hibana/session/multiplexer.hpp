// SPDX-License-Identifier: BSL-1.0
/// \file  One connection for any number of calls: what is called in one turn is one write, and replies find their calls by position.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/retry/backoff.hpp>
#include <hibana/session/connection.hpp>
#include <hibana/session/departures.hpp>
#include <hibana/session/establish.hpp>
#include <hibana/session/flow_task.hpp>
#include <hibana/session/multiplexed.hpp>
#include <hibana/session/operation.hpp>
#include <hibana/session/settings.hpp>
#include <hibana/session/slab.hpp>
#include <hibana/session/waiting_line.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// Carries calls over one connection, which is opened when the first of them comes, and again when it was lost.
///
/// All of it happens on the executor of the environment's execution, one function at a time. A call ends by a function that the loop
/// calls, never within the function that began or cancelled it. While nobody waits, nothing is pending in the loop.
template <class Environment> class multiplexer : public std::enable_shared_from_this<multiplexer<Environment>> {
public:
    using environment_type = Environment;
    using execution_type = typename Environment::execution_type;
    using connection_type = connection<Environment>;
    using operation_type = operation<multiplexer>;

    /// How a multiplexer treats its connection.
    enum class manner : unsigned char {
        shared,  ///< for everybody; replaced when it is lost
        own,     ///< for one call at a time; closed where that ends early, since the server may still be at it
        pinned,  ///< own, and once it was opened never replaced
    };

    multiplexer(std::shared_ptr<Environment> environment, const multiplexed& recipe, manner how)
        : environment_(std::move(environment)), connection_(*environment_), recipe_(recipe),
          usual_patience_(ticks_in(environment_->settings.timeout)), manner_(how) {}
    ~multiplexer() { drop_all(); }

    Environment& environment() noexcept { return *environment_; }
    auto executor() const noexcept { return environment_->execution.executor(); }
    connection_type& wire() noexcept { return connection_; }
    slab& memory() noexcept { return memory_; }

    bool is_idle() const noexcept { return line_.empty() && departures_.empty() && !serving_.is_running() && !writing_.is_running(); }
    bool is_closed() const noexcept { return is_closed_; }
    std::size_t waiting() const noexcept { return line_.size() + departures_.parked(); }

    /// Nobody uses it, and somebody may.
    bool is_free() const noexcept {
        return line_.empty() && departures_.empty() && manner_ != manner::pinned && !is_closed_ && !broken_by_;
    }
    /// Turns a free one into one that is pinned, or back.
    void treat_as(manner how) noexcept {
        manner_ = how;
        is_spent_ = was_opened_ = false;
    }
    /// Closes the connection of an idle one.
    void close_connection() { connection_.close(); }
    /// Nobody holds it any more; a connection that was changed is not for anybody else.
    void end_of_pin(bool is_changed) {
        treat_as(manner::own);
        if (!is_changed) return;
        if (is_idle()) connection_.close();
        else end_connection(error(errc::connection_closed, fate::unknown, "the connection was pinned, and is not any more"));
    }

    // ---- for calls

    /// Ticks that a patience is worth.
    static std::uint32_t ticks_in(std::chrono::milliseconds patience) noexcept {
        if (patience >= std::chrono::hours(24 * 100)) return for_ever;
        const auto length = std::chrono::duration_cast<std::chrono::milliseconds>(tick);
        return static_cast<std::uint32_t>((std::max(patience, std::chrono::milliseconds(0)) + length - std::chrono::milliseconds(1)) / length);
    }
    std::uint32_t usual_patience() const noexcept { return usual_patience_; }

    /// A call begins: `write(buffer)` appends its request. It waits for so many ticks, and up to one more.
    template <class Write> void begin(operation_type& call, std::uint32_t patience, Write&& write) {
        if (is_closed_ || is_spent_) [[unlikely]]
            return refuse(call, error(is_closed_ ? errc::cancelled : errc::connection_lost));
        const std::uint32_t due = now_ + patience + 1;
        if (line_.size() >= recipe_.most_waiting) [[unlikely]] {
            departures_.park(call, due, write);
        } else {
            auto& output = line_.output();
            struct rollback {
                protocol::send_buffer* to;
                std::size_t size;
                ~rollback() {
                    if (to) to->commit(to->grow(0) - to->size() + size);
                }
            } on_the_way_out{&output, output.size()};
            write(output);
            on_the_way_out.to = nullptr;
            line_.join(call, due);
        }
        if (is_before(due, soonest_)) soonest_ = due;
        if (!is_in_turn_) [[unlikely]] announce();
    }

    /// A call that may not be sent ends with this error, in a later turn.
    [[gnu::cold, gnu::noinline]] void refuse(operation_type& call, error why) {
        departures_.note(call, std::move(why));
        end_departed();
    }

    /// A call leaves for good; nothing of it will be touched again.
    void leave(operation_type& call) noexcept {
        if (departures_.forget(call)) return;
        depart(call);
    }

    /// A call is cancelled, and ends so in a later turn. Where nothing may be seen of it (`totally`), only what was not sent, or reads.
    void cancel(operation_type& call, bool totally) {
        if (call.ticket == operation_type::nowhere || departures_.has_left(call)) return;
        const bool was_sent = !departures_.is_parked(call) && call.ticket < line_.sent();
        if (totally && was_sent && !call.does->only_reads) return;
        if (!departures_.forget(call)) depart(call);
        departures_.note(call, error(errc::cancelled, was_sent ? fate::unknown : fate::not_sent));
        end_departed();
    }

    /// All calls end with `cancelled`, in a later turn; none begins any more.
    void shut_down() {
        if (std::exchange(is_closed_, true)) return;
        for (auto place = line_.begin(); place != line_.end(); ++place) {
            operation_type* const call = line_.at(place).who;
            if (!call) continue;
            const auto fate = place < line_.sent() ? fate::unknown : fate::not_sent;
            line_.leave(place);
            departures_.note(*call, error(errc::cancelled, fate));
        }
        departures_.note_parked(error(errc::cancelled, fate::not_sent));
        serving_.cancel();
        writing_.cancel();
        ticking_.cancel();
        gathering_.cancel();
        close_if_unused();
        if (!departures_.empty()) end_departed();
    }

    /// What is called of an error that ends a call.
    error named(error wrong, const operation_type& call) const {
        if (wrong.command().empty() && !call.does->command.empty()) wrong.with_command(call.does->command);
        if (wrong.endpoint().empty()) wrong.with_endpoint(connection_.peer());
        return wrong;
    }

    /// The first in line has its replies: it is out of the line, and may be ended.
    void release(operation_type& call) noexcept {
        call.ticket = operation_type::nowhere;
        line_.pop();
    }
    /// The stream is broken, for this reason.
    fed breaks(error wrong) {
        broken_by_ = std::move(wrong);
        return fed::broken;
    }
    /// The server has refused the request of the first in line, and may not a little later: whether it is sent again.
    bool sends_again(operation_type& call, const error& refusal) {
        auto& rule = environment_->retry;
        if (manner_ == manner::pinned || call.failures >= rule.retries || !rule.again(refusal, call.does->is_idempotent)) return false;
        pause_after_ = std::max(pause_after_, ++call.failures);
        line_.join_again();
        return true;
    }

private:
    static constexpr duration tick = std::chrono::milliseconds(10);
    static constexpr std::uint32_t for_ever = 1u << 30;
    static constexpr bool always_reads = Environment::composition::cache::needs_pushes;
    using flow_type = task_of<execution_type, result<void>>;

    /// Keeps the multiplexer while something is pending; where that is destroyed undone, the loop is, and all calls go with it.
    class keeper {
    public:
        explicit keeper(multiplexer& kept) : kept_(kept.shared_from_this()) {}
        keeper(keeper&&) = default;
        ~keeper() {
            if (kept_) kept_->drop_all();
        }
        std::shared_ptr<multiplexer> finish() { return std::move(kept_); }

    private:
        std::shared_ptr<multiplexer> kept_;
    };

    /// While it lives, nothing is sent: the turn ends with one write for all.
    class turn {
    public:
        explicit turn(multiplexer& whose) : whose_(whose) { whose_.is_in_turn_ = true; }
        turn(const turn&) = delete;
        ~turn() { whose_.is_in_turn_ = false; }

    private:
        multiplexer& whose_;
    };

    static bool is_before(std::uint32_t one, std::uint32_t other) noexcept { return static_cast<std::int32_t>(one - other) < 0; }

    template <class Function> void post(Function function) {
        environment_->execution.post([kept = keeper(*this), function]() mutable {
            const auto self = kept.finish();
            function(*self);
        });
    }

    void depart(operation_type& call) noexcept {
        const bool was_sent = call.ticket < line_.sent();
        line_.leave(call.ticket);
        if (was_sent && manner_ != manner::shared) end_connection(error(errc::cancelled, fate::unknown, "a call was given up"));
    }
    [[gnu::cold, gnu::noinline]] void end_departed() {
        if (std::exchange(is_ending_departed_, true)) return;
        post([](multiplexer& self) {
            self.is_ending_departed_ = false;
            self.departures_.end_all([&self](operation_type& call, error wrong) { self.fail(call, std::move(wrong)); });
        });
    }
    /// Ends a call that is in no line any more.
    void fail(operation_type& call, error wrong) {
        if (!wrong) return static_cast<void>(guarded([&] { call.does->fail(call, error()); }));  // there was nothing to do
        error known = named(std::move(wrong), call);
        emit(environment_->events, [&] { return event::command_failed{call.does->command, known}; });
        guarded([&] { call.does->fail(call, std::move(known)); });
    }
    /// What a handler of the user's throws comes out of the loop, and changes nothing for others; says whether it did.
    template <class Function> bool guarded(Function function) {
#if defined(__cpp_exceptions)
        try {
            function();
        } catch (...) {
            environment_->execution.post([thrown = std::current_exception()] { std::rethrow_exception(thrown); });
            return true;
        }
#else
        function();
#endif
        return false;
    }

    // ---- turns

    [[gnu::cold, gnu::noinline]] void announce() {
        if (!is_turn_posted_ && !gathering_.is_running()) {
            if (recipe_.gather_for > duration::zero() && serving_.is_running()) {
                start_flow(gathering_, gather(), [kept = keeper(*this)](result<void>) mutable { kept.finish()->take_turn(); });
            } else {
                is_turn_posted_ = true;
                post([](multiplexer& self) {
                    self.is_turn_posted_ = false;
                    self.take_turn();
                });
            }
        }
        if (is_ready_ && line_.output().size() >= recipe_.write_at) flush();
    }
    flow_type gather() { co_return co_await environment_->execution.sleep_until(environment_->execution.now() + recipe_.gather_for); }

    void take_turn() {
        if (is_closed_) return;
        line_.tidy();
        if (waiting() == 0) return;
        if (!ticking_.is_running() && usual_patience_ != for_ever) start_ticking();
        if (!serving_.is_running()) {
            if (connection_.is_open()) connection_.check_if_idle(environment_->execution.now());
            start_flow(serving_, serve(), [kept = keeper(*this)](result<void>) mutable { kept.finish()->has_served(); });
        } else {
            flush();
        }
    }
    void has_served() {
        if (is_closed_) close_if_unused();
        else if (waiting() != 0) announce();
    }
    void close_if_unused() {
        if (!serving_.is_running() && !writing_.is_running()) connection_.close();
    }

    void flush() {
        if (!is_ready_ || is_closed_ || is_pausing_ || writing_.is_running() || !line_.has_unsent()) return;
        std::size_t replies = 0;
        std::string_view bytes = line_.send_all(replies);
        connection_.expect(replies);
        auto& stream = connection_.opened();
        if constexpr (requires { stream.write_at_once(bytes); }) bytes.remove_prefix(stream.write_at_once(bytes));
        if (!bytes.empty()) [[unlikely]] write_rest(bytes);
    }
    [[gnu::noinline]] void write_rest(std::string_view bytes) {
        start_flow(writing_, write(bytes), [kept = keeper(*this)](result<void> outcome) mutable {
            const auto self = kept.finish();
            if (!outcome) self->write_failed(std::move(outcome).error());
            if (self->is_closed_) self->close_if_unused();
        });
    }
    flow_type write(std::string_view bytes) {
        deadline forever;
        for (;;) {
            auto written = co_await connection_.opened().write(bytes, forever);
            if (!written || is_closed_ || !is_ready_) co_return written;
            std::size_t replies = 0;
            bytes = line_.send_all(replies);
            if (bytes.empty()) co_return written;
            connection_.expect(replies);
        }
    }
    void write_failed(error wrong) {
        // a peer that has closed may have answered before, or said why: that is read first, up to the end of the connection
        if (wrong != errc::connection_lost) end_connection(std::move(wrong));
    }
    void end_connection(error why) {
        if (!is_ready_) return;
        broken_by_ = std::move(why);
        serving_.interrupt();
    }

    // ---- one connection after the other

    flow_type serve() {
        auto& policies = *environment_;
        auto backoff = start_backoff(policies.backoff);
        for (unsigned failures = 0; !is_closed_ && waiting() != 0;) {
            error wrong;
            bool is_open = connection_.is_open();
            is_spent_ = !is_open && was_opened_ && manner_ == manner::pinned;
            if (is_spent_) {
                wrong = error(errc::connection_lost);
            } else if (!is_open) {
                auto established = co_await establish(connection_, failures + 1, deadline::never());
                is_open = static_cast<bool>(established);
                if (!established) wrong = std::move(established).error();
            }
            if (is_closed_) break;
            if (is_open) {
                has_heard_ = false;
                was_opened_ = true;
                auto ended = co_await converse();
                if (ended || is_closed_) break;  // nobody waits any more
                wrong = std::move(ended).error();
                if (has_heard_) failures = 0;
                is_spent_ = manner_ == manner::pinned;
            }
            ++failures;
            recover(wrong, is_open);
            line_.tidy();
            if (is_closed_ || waiting() == 0) break;
            const auto pause = backoff.delay(failures, policies.random);
            emit(policies.events, [&] { return event::retrying{{}, failures + 1, pause, wrong}; });
            if (pause > duration::zero()) {
                auto slept = co_await policies.execution.sleep_until(policies.execution.now() + pause);
                if (!slept) break;
            }
        }
        co_return result<void>();
    }

    /// Reads replies until nobody waits for one, or until the connection is lost.
    flow_type converse() {
        is_ready_ = true;
        broken_by_ = error();
        flush();
        if (connection_.has_unread()) read_all_replies();
        deadline forever;
        while (!is_closed_ && !broken_by_) {
            line_.tidy();
            if (line_.empty() && !writing_.is_running() && !always_reads) {
                is_ready_ = false;
                co_return result<void>();
            }
            auto some = co_await connection_.opened().read_some(connection_.room(), forever);
            if (is_closed_) break;
            if (!some) {
                if (!broken_by_) broken_by_ = std::move(some).error();
                break;
            }
            connection_.arrived(*some);
            heard_at_ = now_;
            read_all_replies();
            if (pause_after_ != 0 && !is_closed_ && !broken_by_) {
                auto slept = co_await pause();
                if (!slept && !is_closed_ && !broken_by_) broken_by_ = std::move(slept).error();
            }
        }
        is_ready_ = false;
        while (writing_.is_running() && !is_closed_) {
            writing_.cancel();
            static_cast<void>(co_await environment_->execution.sleep_until(environment_->execution.now()));
        }
        if (is_closed_) co_return error(errc::cancelled);
        co_return connection_.lose(std::exchange(broken_by_, error()));
    }
    /// After a refusal that may pass: nothing is sent for a while.
    flow_type pause() {
        auto backoff = start_backoff(environment_->backoff);
        is_pausing_ = true;
        const auto length = backoff.delay(std::exchange(pause_after_, 0u), environment_->random);
        auto slept = co_await environment_->execution.sleep_until(environment_->execution.now() + length);
        is_pausing_ = false;
        flush();
        co_return slept;
    }

    void read_all_replies() {
        {
            const turn now(*this);
            while (guarded([this] { read_replies(); })) {}
        }
        if (is_closed_ || broken_by_) return;
        if (departures_.parked() != 0) [[unlikely]] admit();
        if (recipe_.gather_for > duration::zero() && line_.has_unsent()) announce();
        else flush();
    }
    void read_replies() {
        bool slowly = connection_.is_within_a_message();
        while (!is_closed_ && connection_.has_unread()) {
            if (line_.begin() == line_.sent()) [[unlikely]] return read_pushes();
            auto& first = line_.front();
            const fed state = first.who ? first.who->does->feed(*first.who, *this, slowly) : skip();
            if (state != fed::done) [[unlikely]] return;
            has_heard_ = true;
            slowly = false;
        }
    }
    [[gnu::cold, gnu::noinline]] void read_pushes() {
        error wrong;
        if (connection_.take_pushes(wrong) == connection_type::arrival::broken) broken_by_ = std::move(wrong);
    }
    /// A reply that nobody wants any more.
    [[gnu::cold, gnu::noinline]] fed skip() {
        error ignored;
        const auto found = connection_.take(any_reply(), ignored);
        if (found == connection_type::arrival::broken) return breaks(std::move(ignored));
        if (found == connection_type::arrival::nothing) return fed::more;
        if (--line_.front().due == 0) line_.pop();
        return fed::done;
    }
    [[gnu::cold, gnu::noinline]] void admit() {
        while (departures_.parked() != 0 && line_.size() < recipe_.most_waiting) {
            departures_.admit([this](operation_type& call, std::uint32_t due, std::string_view bytes) {
                line_.output().append(bytes);
                line_.join(call, due);
            });
        }
    }

    /// The way to the server has failed: who may wait for another attempt stays in line, the others end.
    [[gnu::cold, gnu::noinline]] void recover(const error& wrong, bool was_open) {
        auto& rule = environment_->retry;
        const auto stays = [&](operation_type& call, bool was_sent) {
            if (is_spent_) return false;
            if (was_open && !was_sent) return true;  // nothing was tried with it
            if (was_sent && !call.does->is_single) return false;
            const bool again = ++call.failures <= rule.retries;
            return again && rule.again(error(wrong).with_fate(was_sent ? fate::unknown : fate::not_sent), call.does->is_idempotent);
        };
        line_.begin_anew(stays);
        const turn now(*this);
        while (line_.begin() != line_.sent() && !is_closed_) {
            operation_type* const call = line_.front().who;
            const bool was_sent = line_.front().due != 0;
            line_.pop();
            if (!call) continue;
            call->ticket = operation_type::nowhere;
            fail(*call, error(wrong).with_fate(was_sent ? fate::unknown : fate::not_sent));
        }
        if (is_spent_ && !is_closed_) {
            departures_.note_parked(error(wrong).with_fate(fate::not_sent));
            if (!departures_.empty()) end_departed();
        } else if (!is_closed_) {
            admit();
        }
    }

    // ---- time

    [[gnu::cold, gnu::noinline]] void start_ticking() {
        start_flow(ticking_, pass_time(), [kept = keeper(*this)](result<void>) mutable { static_cast<void>(kept.finish()); });
    }
    flow_type pass_time() {
        auto& execution = environment_->execution;
        for (time_point next = execution.now() + tick; !is_closed_ && waiting() != 0; next = std::max(next + tick, execution.now())) {
            auto slept = co_await execution.sleep_until(next);
            if (!slept) co_return slept;
            ++now_;
            if (!is_before(now_, soonest_)) end_late();
        }
        co_return result<void>();
    }
    [[gnu::cold, gnu::noinline]] void end_late() {
        const bool is_silent = end_those_that_are_late();
        if (is_closed_) return;
        // a server that has said nothing at all for so long is not there any more
        if (is_silent && is_ready_ && usual_patience_ != for_ever && !is_before(now_, heard_at_ + 2 * usual_patience_))
            end_connection(error(errc::timeout, fate::unknown, "the server has said nothing for too long"));
        else flush();
    }
    /// Whether any of them had been sent.
    bool end_those_that_are_late() {
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
            fail(call, error(errc::timeout, was_sent ? fate::unknown : fate::not_sent));
        }
        departures_.end_late(
            [this, &next](std::uint32_t due) {
                const bool is_late = !is_before(now_, due);
                if (!is_late && is_before(due, next)) next = due;
                return is_late;
            },
            [this](operation_type& call) { fail(call, error(errc::timeout, fate::not_sent)); });
        soonest_ = next;
        return is_silent;
    }

    void drop_all() noexcept {
        is_closed_ = true;
        while (!line_.empty()) {
            operation_type* const call = line_.front().who;
            line_.pop();
            if (!call) continue;
            call->ticket = operation_type::nowhere;
            call->does->drop(*call);
        }
        departures_.drop_all();
    }

    std::shared_ptr<Environment> environment_;
    connection_type connection_;
    waiting_line<operation_type> line_;
    departures<operation_type> departures_;
    slab memory_;
    running_flow serving_;
    running_flow writing_;
    running_flow ticking_;
    running_flow gathering_;
    multiplexed recipe_;
    error broken_by_;
    std::uint32_t now_ = 0;  // in ticks
    std::uint32_t soonest_ = for_ever;
    std::uint32_t heard_at_ = 0;
    std::uint32_t usual_patience_;
    std::uint32_t pause_after_ = 0;
    manner manner_;
    bool is_in_turn_ = false;
    bool is_turn_posted_ = false;
    bool is_ending_departed_ = false;
    bool is_ready_ = false;
    bool is_pausing_ = false;
    bool is_spent_ = false;
    bool was_opened_ = false;
    bool is_closed_ = false;
    bool has_heard_ = false;
};

}  // namespace hibana::detail
