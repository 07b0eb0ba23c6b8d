// SPDX-License-Identifier: BSL-1.0
/// \file  One connection for any number of calls: what is called in one turn is one write, and replies find their calls by position.
#pragma once
#include <hibana/call/request_queue.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/connection/establish.hpp>
#include <hibana/connection/settings.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/execution/background_tasks.hpp>
#include <hibana/execution/flow_task.hpp>
#include <hibana/execution/slab.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/operation.hpp>
#include <hibana/multiplex/operation_queue.hpp>
#include <hibana/multiplex/push_commands.hpp>
#include <hibana/multiplex/side_queues.hpp>
#include <hibana/retry/backoff.hpp>

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
/// All of it happens on the executor of the context's execution, one function at a time. A call ends by a function that the loop
/// calls, never within the function that began or cancelled it. While nobody waits, nothing is pending in the loop.
template <class Context>
class multiplexer : public call_line<multiplexer<Context>, Context>,
                    public push_line<multiplexer<Context>>,
                    public background_tasks<multiplexer<Context>>,
                    public std::enable_shared_from_this<multiplexer<Context>> {
    using base = call_line<multiplexer<Context>, Context>;
    using pushes = push_line<multiplexer<Context>>;
    using work = background_tasks<multiplexer<Context>>;

public:
    using execution_type = typename Context::execution_type;
    using typename base::connection_type;
    using typename base::manner;
    using base::waiting;

    multiplexer(std::shared_ptr<Context> context, const multiplexed& recipe, manner how)
        : base(std::move(context), recipe, how) {}
    ~multiplexer() {
        connection_.set_push_listener(nullptr);
        this->drop_all();  // which may hold what `pushes` has said
    }

    /// The connection is open and greeted, and is read.
    bool is_ready() const noexcept { return is_ready_; }
    bool is_serving() const noexcept { return serving_.is_running(); }
    bool is_idle() const noexcept {
        return line_.empty() && departures_.empty() && !serving_.is_running() && !writing_.is_running() && !pausing_.is_running();
    }

    /// Nobody uses it, and somebody may.
    bool is_free() {
        if (is_changed_ && !base::cold::renew(*this)) return false;
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
        is_changed_ = is_changed;
        if (!is_changed || is_free()) return;
        end_connection(error(errc::connection_closed, fate::unknown, "the connection was pinned, and is not any more"));
    }

    /// All calls end with `cancelled`, in a later turn; none begins any more.
    void shut_down() { base::cold::shut_down(*this); }

    /// One that is shared by who calls.
    static std::shared_ptr<multiplexer> make(std::shared_ptr<Context> context, const multiplexed& recipe, manner how) {
        return base::cold::make(std::move(context), recipe, how);
    }

    /// Of one that has been silent since then: the connection is given up.
    [[gnu::cold]] void end_if_silent_since(std::uint32_t then, error why) {
        if (!base::is_before(then, heard_at_)) end_connection(std::move(why));
    }
    std::uint32_t ticks() const noexcept { return now_; }

    /// A call whose beginning has thrown is as if it had never been.
    [[gnu::cold, gnu::noinline]] void take_back(typename base::operation_type& call) noexcept {
        if (call.ticket == base::operation_type::nowhere) return;
        this->leave(call);
        if (!is_in_turn_) line_.tidy();
    }

private:
    friend base;
    friend typename base::cold;
    friend pushes;
    friend work;
    using work::post;
    using work::start;

    /// The connection of an idle one was changed: the next who has it begins with another.
    [[gnu::cold]] bool renews() {
        if (!is_idle()) return false;
        connection_.close();
        is_changed_ = false;
        return true;
    }

    [[gnu::cold]] void end_all() {
        if (std::exchange(is_closed_, true)) return;
        this->end_everything(error(errc::cancelled));
        if (this->listener()) this->listener()->on_closed();
        serving_.cancel();
        writing_.cancel();
        ticking_.cancel();
        gathering_.cancel();
        pausing_.cancel();
        close_if_unused();
    }

    static constexpr bool always_reads = Context::composition::cache::needs_pushes;
    using typename work::flow_type;

    // ---- turns

    [[gnu::cold, gnu::noinline]] void schedule_flush() {
        if (!is_turn_posted_ && !gathering_.is_running()) {
            if (recipe_.flush_delay > duration::zero() && serving_.is_running()) {
                start(gathering_, gather(), [](multiplexer& self, result<void>) { self.flush_turn(); });
            } else {
                post([](multiplexer& self) {
                    self.is_turn_posted_ = false;
                    self.flush_turn();
                });
                is_turn_posted_ = true;
            }
        }
        if (is_ready_ && line_.output().size() >= recipe_.flush_threshold) flush();
    }
    [[gnu::cold]] flow_type gather() {
        auto& execution = context_->execution;
        co_return co_await execution.sleep_until(execution.now() + recipe_.flush_delay);
    }

    [[gnu::cold]] void flush_turn() {
        if (is_closed_) return;
        this->make_room();
        if (!is_wanted()) return;
        keep_time();
        if (!serving_.is_running()) {
            look_at_idle_connection();
            start(serving_, serve(), [](multiplexer& self, result<void>) { self.on_idle(); });
        } else {
            flush();
        }
    }
    [[gnu::cold]] void look_at_idle_connection() {
        if (!connection_.is_open()) return;
        connection_.probe_if_idle(context_->execution.now());
        // those that were given up wait for no reply over the next connection
        if (!connection_.is_open()) this->recover(error(errc::connection_lost), true);
    }
    [[gnu::cold]] void on_idle() {
        if (is_closed_) return close_if_unused();
        line_.tidy();
        if (is_wanted()) schedule_flush();
    }
    /// A call waits, or somebody for a push.
    bool is_wanted() const noexcept { return waiting() != 0 || this->is_awaited(); }
    /// Where nobody waits any more, neither for a reply nor for a push, nothing is read or tried.
    [[gnu::cold, gnu::noinline]] void rest() {
        if (is_closed_ || is_wanted()) return;
        pausing_.interrupt();
        if (writing_.is_running()) return;
        is_resting_ = true;
        serving_.interrupt();
    }
    bool is_at_rest() const noexcept { return is_closed_ && departures_.empty(); }
    [[gnu::cold]] void close_if_unused() {
        if (!serving_.is_running() && !writing_.is_running()) connection_.close();
    }

    void flush() {
        if (!is_ready_ || is_closed_ || pause_after_ != 0 || writing_.is_running() || !line_.has_unsent()) return;
        std::size_t replies = 0;
        std::string_view bytes = line_.send_all(replies);
        connection_.add_expected_replies(replies);
        auto& stream = connection_.stream();
        if constexpr (requires { stream.try_write(bytes); }) bytes.remove_prefix(stream.try_write(bytes));
        if (!bytes.empty()) [[unlikely]] write_rest(bytes);
    }
    [[gnu::cold, gnu::noinline]] void write_rest(std::string_view bytes) {
#if defined(__cpp_exceptions)
        try {
            start_writing(bytes);
        } catch (...) {  // a part of them may have been sent, and what follows would be taken for the rest
            end_connection(error(errc::connection_closed, fate::unknown, "there was no memory to write"));
        }
#else
        start_writing(bytes);
#endif
    }
    [[gnu::cold]] void start_writing(std::string_view bytes) {
        start(writing_, write(bytes), [](multiplexer& self, result<void> outcome) {
            if (!outcome) self.write_failed(std::move(outcome).error());
            if (self.is_closed_) self.close_if_unused();
            else self.rest();
        });
        if (writing_.is_running() && !ticking_.is_running()) start_ticking();  // so that it ends where the server takes nothing
    }
    [[gnu::cold]] flow_type write(std::string_view bytes) {
        deadline forever;
        for (;;) {
            auto written = co_await connection_.stream().write(bytes, forever);
            if (!written || is_closed_ || !is_ready_ || pause_after_ != 0) co_return written;
            std::size_t replies = 0;
            bytes = line_.send_all(replies);
            if (bytes.empty()) co_return written;
            connection_.add_expected_replies(replies);
        }
    }
    void write_failed(error err) {
        // a peer that has closed may have answered before, or said why: that is read first, up to the end of the connection
        if (err != errc::connection_lost) end_connection(std::move(err));
    }
    [[gnu::cold]] void end_connection(error why) {
        if (!is_ready_) return;
        broken_by_ = std::move(why);
        serving_.interrupt();
    }

    // ---- one connection after the other

    /// What a sink of events throws comes out of the loop; nobody is left waiting for it.
    [[gnu::cold]] flow_type serve() {
#if defined(__cpp_exceptions)
        try {
            co_return co_await open_and_converse();
        } catch (...) {
            this->throw_from_loop(std::current_exception());
        }
        is_ready_ = false;
        this->end_everything(error(errc::connection_closed, fate::unknown, "a sink of events has thrown"));
        writing_.cancel();
        while (writing_.is_running() && !is_closed_)
            static_cast<void>(co_await context_->execution.sleep_until(context_->execution.now()));
        if (!writing_.is_running()) connection_.close();
        co_return result<void>();
#else
        co_return co_await open_and_converse();
#endif
    }
    [[gnu::cold]] flow_type open_and_converse() {
        auto& policies = *context_;
        auto backoff = make_delays(policies.backoff);
        time_point began{};
        for (unsigned failures = 0; !is_closed_ && is_wanted();) {
            if (failures == 0) began = policies.execution.now();
            error err;
            bool is_open = connection_.is_open();
            is_spent_ = !is_open && was_opened_ && manner_ == manner::pinned;
            if (is_spent_) {
                err = error(errc::connection_lost);
            } else if (!is_open) {
                is_resting_ = false;
                auto established = co_await establish(connection_, failures + 1, deadline::never());
                is_open = static_cast<bool>(established);
                heard_at_ = now_;
                if (!established) err = std::move(established).error();
                if (err == errc::cancelled && is_resting_) continue;  // nobody waited any more, at least for a moment
            }
            if (is_closed_) break;
            if (this->listener()) {
                if (is_open) this->listener()->on_connected(connection_.protocol_version());
                else this->listener()->on_connect_failed(err);
            }
            if (is_open) {
                received_reply_ = false;
                was_opened_ = true;
                auto ended = co_await converse();
                if (ended || is_closed_) break;  // nobody waits any more
                err = std::move(ended).error();
                if (received_reply_) failures = 0;
                is_spent_ = manner_ == manner::pinned;
            }
            if (++failures > 1) err.with_attempts(failures, (policies.execution.now() - began).count() / (duration::period::den / 1000));
            if (!is_open) unreachable_ = err;
            this->recover(err, is_open);
            keep_time();
            line_.tidy();
            if (is_closed_ || !is_wanted()) break;
            const auto pause = backoff.delay(failures, policies.random);
            emit(policies.events, [&] { return event::retrying{{}, failures + 1, pause, err}; });
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
        broken_by_ = unreachable_ = error();
        if (!pausing_.is_running()) pause_after_ = 0;
        flush();
        if (connection_.has_unread()) read_all_replies();
        deadline forever;
        while (!is_closed_ && !broken_by_) {
            if (this->make_room()) flush();
            if (!is_wanted() && !writing_.is_running() && !always_reads) {
                is_ready_ = false;
                co_return result<void>();
            }
            auto some = co_await connection_.stream().read_some(connection_.prepare_read(), forever);
            if (is_closed_) break;
            if (!some) {
                if (!broken_by_ && some.error() == errc::cancelled) continue;  // it may rest, if nobody waits again
                if (!broken_by_) broken_by_ = std::move(some).error();
                break;
            }
            connection_.commit_read(*some);
            heard_at_ = now_;
            read_all_replies();
        }
        is_ready_ = false;
        while (writing_.is_running() && !is_closed_) {
            writing_.cancel();
            static_cast<void>(co_await context_->execution.sleep_until(context_->execution.now()));
        }
        if (is_closed_) co_return error(errc::cancelled);
        co_return connection_.close_with(std::exchange(broken_by_, error()));
    }
    /// After a refusal that may pass: nothing is sent for a while. What was sent before is answered meanwhile.
    [[gnu::cold, gnu::noinline]] void start_pausing() {
        if (pausing_.is_running() || is_closed_) return;
        start(pausing_, pause(), [](multiplexer& self, result<void>) {
            self.pause_after_ = 0;
            self.flush();
        });
    }
    [[gnu::cold]] flow_type pause() {
        auto backoff = make_delays(context_->backoff);
        const auto length = backoff.delay(pause_after_, context_->random);
        co_return co_await context_->execution.sleep_until(context_->execution.now() + length);
    }

    void read_all_replies() {
        {
            const typename base::turn now(*this);
            // what a handler throws changes nothing for the next; what was thrown while a message was read leaves nobody behind it in step
            for (auto at = line_.begin(); this->guarded([this, &at] { read_replies(at); });) {
                if (line_.begin() != at) continue;
                broken_by_ = error(errc::connection_closed, fate::unknown, "something was thrown while a reply was read");
                break;
            }
        }
        if (is_closed_ || broken_by_) return;
        if (room_ == 0) [[unlikely]] this->admit();
        if (pause_after_ != 0) [[unlikely]] start_pausing();
        keep_time();
        if (recipe_.flush_delay > duration::zero() && line_.has_unsent()) schedule_flush();
        else flush();
    }
    void read_replies(std::uint64_t& at) {
        bool partial = connection_.has_partial_message();
        while (!is_closed_ && connection_.has_unread()) {
            at = line_.begin();
            if (at == line_.sent()) [[unlikely]] return read_pushes();
            auto& first = line_.front();
            const feed_result state = first.who ? first.who->does->feed(*first.who, *this, partial) : this->skip();
            if (state != feed_result::done) [[unlikely]] return;
            received_reply_ = true;
            partial = false;
        }
    }
    [[gnu::cold, gnu::noinline]] void read_pushes() {
        if (error err = connection_.dispatch_pushes()) broken_by_ = std::move(err);
    }
    // ---- time

    /// Somebody waits until some time: it passes.
    void keep_time() {
        if (!ticking_.is_running() && waiting() != 0 && soonest_ - now_ < for_ever) [[unlikely]] start_ticking();
    }
    [[gnu::cold, gnu::noinline]] void start_ticking() {
        start(ticking_, pass_time(), [](multiplexer&, result<void>) {});
    }
    [[gnu::cold]] flow_type pass_time() {
        auto& execution = context_->execution;
        for (time_point last = execution.now(); !is_closed_ && (waiting() != 0 || writing_.is_running());) {
            auto slept = co_await execution.sleep_until(last + tick);
            if (!slept) co_return slept;
            const auto passed = std::min((execution.now() - last) / tick, duration::rep{for_ever / 2});  // a busy loop comes late
            last += passed * tick;
            now_ += static_cast<std::uint32_t>(passed);
            if (!base::is_before(now_, soonest_)) end_late();
            else if (waiting() == 0) end_if_silent();  // who would write on to a server that takes nothing?
        }
        co_return result<void>();
    }
    [[gnu::cold, gnu::noinline]] void end_late() {
        const bool is_silent = this->expire_timed_out();
        if (is_closed_) return;
        // where those who gave up fill the line, nobody else is sent who could be late
        const bool is_owed = line_.begin() != line_.sent() && !line_.front().who;
        if ((is_silent || is_owed) && end_if_silent()) return;
        this->make_room();
        flush();
        rest();
    }
    /// A server that has said nothing at all for so long is not there any more.
    bool end_if_silent() {
        if (!is_ready_ || usual_patience_ == for_ever || base::is_before(now_, heard_at_ + 2 * usual_patience_)) return false;
        end_connection(error(errc::timeout, fate::unknown, "the server has said nothing for too long"));
        return true;
    }

    using base::broken_by_;
    using base::connection_;
    using base::departures_;
    using base::context_;
    using base::for_ever;
    using base::is_closed_;
    using base::is_in_turn_;
    using base::is_ready_;
    using base::is_spent_;
    using base::line_;
    using base::manner_;
    using base::now_;
    using base::pause_after_;
    using base::recipe_;
    using base::room_;
    using base::soonest_;
    using base::tick;
    using base::was_opened_;
    using base::unreachable_;
    using base::usual_patience_;
    using base::heard_at_;

    task_handle serving_;
    task_handle writing_;
    task_handle ticking_;
    task_handle gathering_;
    task_handle pausing_;
    bool is_changed_ = false;  // by who had it to himself
    bool is_turn_posted_ = false;
    bool is_resting_ = false;  // what is under way to the server was told to end, since nobody waited
    bool received_reply_ = false;
};

}  // namespace hibana::detail
