// SPDX-License-Identifier: BSL-1.0
/// \file  Multiplexer: one connection for any number of operations.
///
/// It is long because it is one thing: the state of a connection, and the coroutines that change it.
#pragma once
#include <hibana/call/effective_timeout.hpp>
#include <hibana/call/failure_events.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/connection/establish.hpp>
#include <hibana/connection/feed_result.hpp>
#include <hibana/connection/server_node.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/connection/settings.hpp>
#include <hibana/core/chrono.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/execution/background_tasks.hpp>
#include <hibana/execution/flow_task.hpp>
#include <hibana/execution/slab.hpp>
#include <hibana/multiplex/cold_path.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/operation.hpp>
#include <hibana/multiplex/operation_queue.hpp>
#include <hibana/multiplex/push_commands.hpp>
#include <hibana/protocol/send_buffer.hpp>
#include <hibana/retry/retry_state.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// Runs operations over one connection, which is opened for the first of them, and again after it was lost.
///
/// Everything happens on the executor of the context's execution, one function at a time. An operation completes in a function that the
/// event loop calls, never within the function that starts or cancels it. While no operation waits, nothing is pending in the loop.
template <class Context>
class multiplexer : public background_tasks<multiplexer<Context>>, public std::enable_shared_from_this<multiplexer<Context>> {
    using cold = cold_path<hibana::connection<Context>>;
    using tasks = background_tasks<multiplexer<Context>>;

public:
    using context_type = Context;
    using node_type = server_node<Context>;
    using execution_type = typename Context::execution_type;
    using connection_type = hibana::connection<Context>;
    using operation_type = operation<multiplexer>;

    /// How the connection is used.
    enum class mode : unsigned char {
        shared,     ///< by everyone; it is opened again when it is lost
        exclusive,  ///< by one call at a time; closed if that is cancelled, since the server may still be executing it
        pinned,     ///< by one owner; once it was opened it is not opened again
        lost,       ///< pinned, and not open any more: operations are refused
    };

    multiplexer(std::shared_ptr<server_node<Context>> to, const multiplexed& settings, mode initial_mode)
        : node_(std::move(to)), context_(&node_->context()),
          connection_(*node_, initial_mode == mode::shared ? connection_purpose::data : connection_purpose::side),
          queue_(settings.max_queued_operations), push_commands_(*this),
          settings_(settings), default_timeout_ticks_(to_ticks(context_->settings.command_timeout)), mode_(initial_mode) {}
    ~multiplexer() {
        connection_.set_push_listener(nullptr);
        abandon_all();  // those of `push_commands_` too, which is destroyed before the queue
    }

    static std::shared_ptr<multiplexer> make(std::shared_ptr<server_node<Context>> to, const multiplexed& settings, mode initial_mode) {
        return cold::make(std::move(to), settings, initial_mode);
    }

    Context& context() noexcept { return *context_; }
    auto executor() const noexcept { return context_->execution.executor(); }
    connection_type& connection() noexcept { return connection_; }
    slab& memory() noexcept { return memory_; }
    detail::push_commands<multiplexer>& push_commands() noexcept { return push_commands_; }

    bool is_ready() const noexcept { return state_ == state::ready; }
    bool is_closed() const noexcept { return state_ == state::closed; }
    /// The number of operations that wait. Those that were removed do not count, though their replies are awaited.
    std::size_t waiting() const noexcept { return queue_.waiting(); }

    // ---- operations

    /// Starts an operation, whose request `write(buffer)` appends; or lets it complete in a later turn if it is refused.
    template <class Write>
    [[gnu::always_inline]] inline void enqueue(operation_type& operation, operation_options& options, const Write& write) {
        if (options.refusal) [[unlikely]] return complete(operation, std::move(options.refusal));
        if (operation.replies == 0) [[unlikely]] return complete(operation, error());
        if (is_closed() || mode_ == mode::lost) [[unlikely]]
            return complete(operation, error(is_closed() ? errc::cancelled : errc::connection_lost));
        const std::uint32_t timeout = timeout_ticks(options);
        if (queue_.has_room()) [[likely]] queue_.enqueue(operation, timeout, write);
        else push_overflow(operation, timeout, write);
        if (!flush_follows_) [[unlikely]] schedule_flush();
    }
    /// Removes an operation that is queued; nothing of it will be touched any more.
    void remove(operation_type& operation) noexcept { cold::remove(*this, operation); }
    /// Removes an operation whose start threw.
    [[gnu::cold, gnu::noinline]] void rollback(operation_type& operation) noexcept {
        if (!operation.is_queued()) return;
        remove(operation);
        if (!flush_follows_) queue_.compact_unsent();
    }
    /// Cancels an operation, which completes in a later turn. If `is_total`, one that was sent is cancelled only if it only reads.
    void cancel(operation_type& operation, bool is_total) { cold::cancel(*this, operation, is_total); }
    /// Lets an operation that is in no queue complete with this error, or without one, in a later turn.
    void complete(operation_type& operation, error err) { cold::complete(*this, operation, std::move(err)); }

    // ---- for operations that read their replies

    /// Lets the first operation be sent again after a delay, if the retry policy allows it after this error of the server. Returns whether
    /// it does; other operations are not delayed.
    bool requeue_if_retryable(operation_type& first, const error& err) { return cold::requeue_if_retryable(*this, first, err); }
    /// Removes the first operation, which has all of its replies.
    void pop(operation_type& first) noexcept { queue_.pop(first); }
    /// Reports the failures of an outcome to the events.
    template <class Outcome> void notify_failures([[maybe_unused]] const Outcome& outcome) {
        if constexpr (listens_to<typename Context::composition::events, event::command_failed>)
            call_user_code([&] { emit_command_failed(context_->events, outcome); });
    }
    /// Ends the connection after an error in its byte stream.
    [[gnu::cold, gnu::noinline]] feed_result break_stream(error err) {
        if (state_ == state::ready) {
            disconnect_reason_ = std::move(err);
            enter(state::disconnecting);
        }
        return feed_result::error;
    }

    // ---- the owner of an exclusive or pinned connection

    /// Whether it is exclusive and not in use.
    bool is_available() {
        if (is_modified_ && !cold::reset_if_idle(*this)) return false;
        return queue_.empty() && mode_ != mode::pinned && mode_ != mode::lost && state_ != state::disconnecting && !is_closed();
    }
    void set_mode(mode new_mode) noexcept {
        mode_ = new_mode;
        was_opened_ = false;
    }
    /// Makes a pinned multiplexer available again; the connection is closed if its owner modified it.
    void unpin(bool is_modified) {
        set_mode(mode::exclusive);
        is_modified_ = is_modified;
        if (!is_modified || is_available()) return;
        disconnect(error(errc::connection_closed, fate::unknown, "the connection is not pinned any more"));
    }

    /// Lets all operations complete with `errc::cancelled`, in a later turn. Operations that follow are refused.
    void shut_down() { cold::shut_down(*this); }

private:
    friend cold;
    friend tasks;
    friend detail::push_commands<multiplexer>;
    using typename tasks::flow_type;
    using tasks::post;
    using tasks::start;

    static constexpr duration tick_length = std::chrono::milliseconds(10);
    static constexpr std::uint32_t never = operation_queue<operation_type>::never;
    static constexpr bool reads_for_cache = Context::composition::cache::needs_pushes;

    // ---- state

    /// The state of the connection. `run` runs in all states but `idle` and `closed`.
    enum class state : unsigned char {
        idle,           ///< no operation waits; the connection is open or not, and is not read
        connecting,     ///< the connection is opened, or found to be open
        ready,          ///< it is read, and requests are sent
        disconnecting,  ///< it is lost, or given up: reading and writing end
        disconnected,   ///< it is closed; operations have failed or wait for the next attempt, after a delay
        closed,         ///< shut down, or the event loop is gone
    };

    // from           to             event
    // any            closed         shut_down, abandon_all, destruction
    // idle           connecting     an operation or the push listener waits: flush_turn starts run
    // connecting     connecting     the attempt was interrupted because nothing waited, and something waits again
    // connecting     ready          connected
    // connecting     disconnected   the attempt failed, or a pinned connection is lost (mode::lost)
    // connecting     idle           nothing waits any more
    // ready          disconnecting  read or write failed, the byte stream is broken, disconnect, the server is silent
    // ready          idle           nothing waits any more
    // disconnecting  disconnected   reading and writing have ended, and the connection is closed
    // disconnected   connecting     the delay of the backoff has passed
    // disconnected   idle           nothing waits any more
    // connecting, disconnecting, disconnected -> disconnecting -> idle: a sink of events has thrown
    static constexpr bool is_legal(state from, state to) noexcept {
        if (from == state::closed || to == state::closed) return true;  // `closed` is final: see `enter`
        switch (from) {
        case state::idle: return to == state::connecting;
        case state::connecting: return true;
        case state::ready: return to == state::idle || to == state::disconnecting;
        case state::disconnecting: return to != state::connecting && to != state::ready;
        default: return to != state::ready && to != state::disconnected;
        }
    }
    /// Changes the state; once it is `closed` it does not change any more.
    void enter(state next) noexcept {
        assert(is_legal(state_, next));
        if (!is_closed()) state_ = next;
    }

    /// Whether an operation waits, or the listener for a push.
    bool has_work() const noexcept { return queue_.waiting() != 0 || push_commands_.is_awaited(); }
    bool is_idle() const noexcept {
        return state_ == state::idle && queue_.empty() && !write_.is_running();
    }
    /// Whether it is closed and no operation is about to complete.
    bool is_at_rest() const noexcept { return is_closed() && !queue_.has_overflow() && !queue_.has_completions(); }

    /// While it lives, nothing is flushed: one flush follows for everything that is enqueued meanwhile.
    class batch_scope {
    public:
        explicit batch_scope(multiplexer& self) noexcept : self_(self) { self_.flush_follows_ = true; }
        batch_scope(const batch_scope&) = delete;
        batch_scope& operator=(const batch_scope&) = delete;
        ~batch_scope() { self_.flush_follows_ = false; }

    private:
        multiplexer& self_;
    };

    // ---- starting and completing operations

    /// The time in ticks, rounded up.
    template <class Duration> static std::uint32_t to_ticks(Duration time) noexcept {
        if (time >= std::chrono::hours(24 * 100)) return never;
        const auto rounded_up = std::max(time, Duration::zero()) + std::chrono::duration_cast<Duration>(tick_length) - Duration(1);
        return static_cast<std::uint32_t>(rounded_up / std::chrono::duration_cast<Duration>(tick_length));
    }
    std::uint32_t timeout_ticks(const operation_options& options) const noexcept {
        if (options.timeout != default_timeout) [[unlikely]] return to_ticks(options.timeout);
        if (options.block_time == std::chrono::milliseconds::zero()) [[likely]] return default_timeout_ticks_;
        return to_ticks(saturating_add(context_->settings.command_timeout, options.block_time));
    }
    std::uint32_t default_timeout_ticks() const noexcept { return default_timeout_ticks_; }
    std::uint32_t ticks() const noexcept { return queue_.now(); }

    template <class Write>
    [[gnu::cold, gnu::noinline]] void push_overflow(operation_type& operation, std::uint32_t timeout, Write& write) {
        protocol::send_buffer request;
        write(request);
        cold::push_overflow(*this, operation, timeout, std::move(request));
    }
    /// Enqueues an encoded request without waiting for room.
    [[gnu::cold]] void enqueue_unlimited(operation_type& operation, std::uint32_t timeout, std::string_view request) {
        const auto write = [request](protocol::send_buffer& output) { output.append(request); };
        queue_.enqueue(operation, timeout, write);
        if (!flush_follows_) schedule_flush();
    }
    [[gnu::cold, gnu::noinline]] void schedule_completions() {
        if (completions_scheduled_) return;
        post([](multiplexer& self) {
            self.completions_scheduled_ = false;
            self.queue_.run_completions([&self](operation_type& operation, error err) { self.fail(operation, std::move(err)); });
            if (self.queue_.has_overflow()) self.schedule_flush();  // there may be room now
            self.stop_if_unused();
        });
        completions_scheduled_ = true;
    }
    /// Completes an operation that is in no queue with an error, or without one.
    [[gnu::cold, gnu::noinline]] void fail(operation_type& operation, error err) {
        if (err && err.command().empty() && !operation.vtable->command.empty()) err.with_command(operation.vtable->command);
        if (err && err.endpoint().empty()) err.with_endpoint(connection_.endpoint_text());
        call_user_code([&] { operation.vtable->fail(operation, *this, std::move(err)); });
    }
    /// Calls a function that may run code of the user. What it throws leaves the event loop later, and affects nobody else; returns whether
    /// it threw.
    template <class Function> bool call_user_code(Function function) {
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
#if defined(__cpp_exceptions)
    [[gnu::cold, gnu::noinline]] void throw_from_loop(std::exception_ptr thrown) {
        context_->execution.post([thrown] { std::rethrow_exception(thrown); });
    }
#endif
    /// An operation was removed after it was sent: its exclusive connection is not usable until the server has replied.
    void on_sent_removed() {
        if (mode_ != mode::shared) disconnect(error(errc::cancelled, fate::unknown, "an operation was given up"));
    }

    // ---- flush

    /// Sends later what was enqueued outside of a batch, or now if it is large.
    void schedule_flush() { cold::schedule_flush(*this); }
    [[gnu::cold]] flow_type delay_flush() {
        auto& execution = context_->execution;
        co_return co_await execution.sleep_until(execution.now() + settings_.flush_delay);
    }
    [[gnu::cold]] void flush_turn() {
        if (is_closed()) return;
        queue_.make_room();
        if (!has_work()) return;
        ensure_ticking();
        if (state_ != state::idle) return flush();
        probe_idle_connection();
        start(run_, run(), [](multiplexer& self, result<void>) { self.on_run_done(); });
    }
    [[gnu::cold]] void probe_idle_connection() {
        if (!connection_.is_open()) return;
        connection_.probe_if_idle(context_->execution.now());
        if (!connection_.is_open()) on_disconnected(error(errc::connection_lost), true);  // drops tombstones too
    }
    void flush() {
        if (state_ != state::ready || write_.is_running() || !queue_.has_unsent()) return;
        std::size_t replies = 0;
        std::string_view bytes = queue_.next_batch(replies);
        connection_.add_expected_replies(replies);
        auto& stream = connection_.stream();
        if constexpr (requires { stream.try_write(bytes); }) bytes.remove_prefix(stream.try_write(bytes));
        if (!bytes.empty()) [[unlikely]] start_writing(bytes);
    }

    // ---- write

    [[gnu::cold, gnu::noinline]] void start_writing(std::string_view bytes) {
        const auto start_write = [this, bytes] {
            start(write_, write(bytes), [](multiplexer& self, result<void> outcome) {
                if (!outcome) self.on_write_failed(std::move(outcome).error());
                if (self.is_closed()) self.close_if_unused();
                else self.stop_if_unused();
            });
            if (write_.is_running() && !tick_.is_running()) start_ticking();  // so that a server that does not read is noticed
        };
#if defined(__cpp_exceptions)
        try {
            start_write();
        } catch (...) {  // a part of the batch may have been sent, so that nothing can be sent after it
            disconnect(error(errc::connection_closed, fate::unknown, "out of memory while writing"));
        }
#else
        start_write();
#endif
    }
    [[gnu::cold]] flow_type write(std::string_view bytes) {
        deadline forever;
        for (;;) {
            auto written = co_await connection_.stream().write(bytes, forever);
            if (!written || state_ != state::ready) co_return written;
            std::size_t replies = 0;
            bytes = queue_.next_batch(replies);
            if (bytes.empty()) co_return written;
            connection_.add_expected_replies(replies);
        }
    }
    [[gnu::cold]] void on_write_failed(error err) {
        // a peer that has closed the connection may have sent replies before: they are read first, up to the end of the stream
        if (err != errc::connection_lost) disconnect(std::move(err));
    }

    // ---- run: one connection after the other, while there is work

    /// What a sink of events throws leaves the event loop, and all operations fail.
    [[gnu::cold]] flow_type run() {
        enter(state::connecting);
#if defined(__cpp_exceptions)
        try {
            co_return co_await run_connections();
        } catch (...) {
            throw_from_loop(std::current_exception());
        }
        enter(state::disconnecting);
        complete_all(error(errc::connection_closed, fate::unknown, "a sink of events has thrown"));
        write_.cancel();
        while (write_.is_running() && !is_closed())
            static_cast<void>(co_await context_->execution.sleep_until(context_->execution.now()));
        if (!write_.is_running()) connection_.close();
        enter(state::idle);
        co_return result<void>();
#else
        co_return co_await run_connections();
#endif
    }
    [[gnu::cold]] flow_type run_connections() {
        Context& context = *context_;
        retry_state attempts(context.backoff, context.execution.now());
        while (!is_closed() && has_work()) {
            enter(state::connecting);
            error err;
            bool is_open = connection_.is_open();
            if (!is_open && was_opened_ && mode_ == mode::pinned) {
                mode_ = mode::lost;
                err = error(errc::connection_lost);
            } else if (!is_open) {
                connect_interrupted_ = false;
                auto established = co_await establish(connection_, attempts.attempt(), deadline::never());
                is_open = static_cast<bool>(established);
                last_receive_tick_ = ticks();
                if (!established) err = std::move(established).error();
                if (err == errc::cancelled && connect_interrupted_) continue;
            }
            if (is_closed()) break;
            if (push_listener* const listener = push_commands_.listener()) {
                if (is_open) listener->on_connected(connection_.protocol_version());
                else listener->on_connect_failed(err);
            }
            if (is_open) {
                received_reply_ = false;
                was_opened_ = true;
                auto outcome = co_await read();
                if (outcome || is_closed()) break;  // nothing waits any more
                err = std::move(outcome).error();
                if (received_reply_) attempts = retry_state(context.backoff, context.execution.now());
                if (mode_ == mode::pinned) mode_ = mode::lost;
            }
            enter(state::disconnected);
            const duration delay = attempts.on_failure(context.random);
            attempts.add_attempts(err, context.execution.now());
            if (!is_open) connect_error_ = err;
            on_disconnected(err, is_open);
            ensure_ticking();
            queue_.compact_unsent();
            if (is_closed() || !has_work()) break;
            emit(context.events, [&] { return event::retrying{{}, attempts.attempt(), delay, err}; });
            if (delay > duration::zero()) {
                auto slept = co_await context.execution.sleep_until(context.execution.now() + delay);
                if (!slept) break;
            }
        }
        enter(state::idle);
        co_return result<void>();
    }
    [[gnu::cold]] void on_run_done() {
        if (is_closed()) return close_if_unused();
        queue_.compact_unsent();
        if (has_work()) schedule_flush();
    }
    /// The connection is lost, or was not opened: operations that may be sent again wait for the next attempt, the others fail.
    [[gnu::cold, gnu::noinline]] void on_disconnected(const error& err, bool was_open) {
        const auto keeps = [&](operation_type& operation, bool was_sent) {
            if (mode_ == mode::lost) return false;
            if (was_open && !was_sent) return true;  // nothing was tried with it
            if (was_sent && !operation.vtable->is_single) return false;
            error failure = with_fate(err, was_sent);
            return operation.attempts.on_error(context_->retry, failure, {.is_idempotent = operation.vtable->is_idempotent})
                   != retry_action::give_up;
        };
        {
            const batch_scope scope(*this);
            queue_.requeue_after_disconnect(keeps, [&](operation_type& operation, bool was_sent) {
                fail(operation, with_fate(err, was_sent));
                return !is_closed();
            });
        }
        if (is_closed()) return;
        if (mode_ == mode::lost) {
            queue_.complete_overflow(with_fate(err, false));
            if (queue_.has_completions()) schedule_completions();
        } else {
            queue_.admit_overflow();
        }
    }
    static error with_fate(const error& err, bool was_sent) { return error(err).with_fate(was_sent ? fate::unknown : fate::not_sent); }

    /// Opens the connection if necessary, and reads it, for the push listener.
    [[gnu::cold]] void start_reading() {
        if (state_ == state::idle) schedule_flush();
    }
    /// Interrupts connecting, reading and delays if nothing waits, neither for a reply nor for a push.
    [[gnu::cold, gnu::noinline]] void stop_if_unused() {
        if (is_closed() || has_work()) return;
        if (write_.is_running()) return;
        connect_interrupted_ = true;
        run_.interrupt();
    }
    /// Gives the connection up, if it is ready.
    [[gnu::cold]] void disconnect(error reason) {
        if (state_ != state::ready) return;
        break_stream(std::move(reason));
        run_.interrupt();
    }
    [[gnu::cold]] void disconnect_if_silent_since(std::uint32_t tick, error reason) {
        if (!queue_.is_before(tick, last_receive_tick_)) disconnect(std::move(reason));
    }

    // ---- read

    /// Reads replies until nothing waits for one, or until the connection is lost.
    flow_type read() {
        enter(state::ready);
        disconnect_reason_ = connect_error_ = error();
        flush();
        if (connection_.has_unread()) read_all_replies();
        deadline forever;
        while (state_ == state::ready) {
            if (queue_.make_room()) flush();
            if (!has_work() && !write_.is_running() && !(reads_for_cache && mode_ == mode::shared)) co_return result<void>();
            auto received = co_await connection_.stream().read_some(connection_.prepare_read(), forever);
            if (is_closed()) break;
            if (received) {
                connection_.commit_read(*received);
                last_receive_tick_ = ticks();
                read_all_replies();
            } else if (received.error() != errc::cancelled) {
                break_stream(std::move(received).error());
            }  // else: interrupted because nothing waits, or to disconnect
        }
        while (write_.is_running() && !is_closed()) {
            write_.cancel();
            static_cast<void>(co_await context_->execution.sleep_until(context_->execution.now()));
        }
        if (is_closed()) co_return error(errc::cancelled);
        co_return connection_.close_with(std::exchange(disconnect_reason_, error()));
    }
    void read_all_replies() {
        {
            const batch_scope scope(*this);
            // if a handler throws, the next reply is read; if reading itself throws, the position in the byte stream is lost
            for (auto at = queue_.begin(); call_user_code([this, &at] { read_replies(at); });) {
                if (queue_.begin() != at) continue;
                break_stream(error(errc::connection_closed, fate::unknown, "an exception was thrown while a reply was read"));
                break;
            }
        }
        if (state_ != state::ready) return;
        if (queue_.is_overflowing()) [[unlikely]] queue_.admit_overflow();
        ensure_ticking();
        if (settings_.flush_delay > duration::zero() && queue_.has_unsent()) schedule_flush();
        else flush();
    }
    void read_replies(std::uint64_t& at) {
        bool is_partial = connection_.has_partial_message();
        while (!is_closed() && connection_.has_unread()) {
            at = queue_.begin();
            if (at == queue_.sent()) [[unlikely]] return read_pushes();
            operation_type* const first = queue_.front().operation;
            const feed_result fed = first ? first->vtable->feed(*first, *this, is_partial) : discard_next_reply();
            if (fed != feed_result::done) [[unlikely]] return;
            received_reply_ = true;
            is_partial = false;
        }
    }
    [[gnu::cold, gnu::noinline]] void read_pushes() {
        if (error err = connection_.dispatch_pushes()) break_stream(std::move(err));
    }
    /// Reads a reply of an operation that was removed.
    [[gnu::cold, gnu::noinline]] feed_result discard_next_reply() {
        error err;
        const auto parsed = connection_.try_parse_reply(discard_reply(), err);
        if (parsed == parse_result::error) return break_stream(std::move(err));
        if (parsed == parse_result::need_more) return feed_result::need_more;
        queue_.count_discarded_reply();
        return feed_result::done;
    }

    // ---- tick: time passes while an operation waits

    void ensure_ticking() {
        if (!tick_.is_running() && queue_.waiting() != 0 && queue_.has_deadline()) [[unlikely]] start_ticking();
    }
    [[gnu::cold, gnu::noinline]] void start_ticking() {
        start(tick_, tick(), [](multiplexer&, result<void>) {});
    }
    [[gnu::cold]] flow_type tick() {
        auto& execution = context_->execution;
        for (time_point last = execution.now(); !is_closed() && (queue_.waiting() != 0 || write_.is_running());) {
            auto slept = co_await execution.sleep_until(last + tick_length);
            if (!slept) co_return slept;
            const auto passed = std::min((execution.now() - last) / tick_length, duration::rep{never / 2});  // a busy loop comes late
            last += passed * tick_length;
            queue_.advance(static_cast<std::uint32_t>(passed));
            if (queue_.is_deadline_reached()) expire();
            else if (queue_.waiting() == 0) disconnect_if_silent();  // a write that does not end keeps the ticks going
        }
        co_return result<void>();
    }
    [[gnu::cold, gnu::noinline]] void expire() {
        bool was_any_sent = false;
        {
            const batch_scope scope(*this);
            queue_.expire(timeout_error(false), [&](operation_type& operation, bool was_sent) {
                was_any_sent = was_any_sent || was_sent;
                if (was_sent) on_sent_removed();
                fail(operation, timeout_error(was_sent));
                return !is_closed();
            });
            if (queue_.has_completions()) schedule_completions();
        }
        if (is_closed()) return;
        // if tombstones fill the queue, no operation is sent that could expire
        if ((was_any_sent || queue_.awaits_discarded_reply()) && disconnect_if_silent()) return;
        queue_.make_room();
        flush();
        stop_if_unused();
    }
    /// The error of an operation that has expired: if there is no connection, the reason for that.
    error timeout_error(bool was_sent) const {
        if (!was_sent && connect_error_) return with_fate(connect_error_, false);
        return error(errc::timeout, was_sent ? fate::unknown : fate::not_sent);
    }
    /// Gives the connection up if nothing was received for twice the timeout; returns whether it did.
    bool disconnect_if_silent() {
        if (state_ != state::ready || default_timeout_ticks_ == never) return false;
        if (queue_.is_before(ticks(), last_receive_tick_ + 2 * default_timeout_ticks_)) return false;
        disconnect(error(errc::timeout, fate::unknown, "the server did not send anything for too long"));
        return true;
    }

    // ---- end

    [[gnu::cold]] void complete_all(const error& err) {
        queue_.complete_all(err);
        if (queue_.has_completions()) schedule_completions();
    }
    [[gnu::cold, gnu::noinline]] void abandon_all() noexcept {
        enter(state::closed);
        queue_.abandon_all();
    }
    [[gnu::cold]] void close_if_unused() {
        if (!run_.is_running() && !write_.is_running()) connection_.close();
    }

    std::shared_ptr<server_node<Context>> node_;
    Context* context_;
    connection_type connection_;
    operation_queue<operation_type> queue_;
    detail::push_commands<multiplexer> push_commands_;
    slab memory_;
    multiplexed settings_;
    error disconnect_reason_;                // set in `disconnecting`
    error connect_error_;                    // of the last attempt, until there is a connection
    std::uint32_t last_receive_tick_ = 0;
    std::uint32_t default_timeout_ticks_;
    state state_ = state::idle;
    mode mode_;
    bool flush_follows_ = false;          // see `batch_scope`
    bool flush_scheduled_ = false;
    bool completions_scheduled_ = false;
    bool connect_interrupted_ = false;    // since nothing waited
    bool was_opened_ = false;             // in this mode
    bool is_modified_ = false;            // by its last owner
    bool received_reply_ = false;         // over this connection
    task_handle run_;
    task_handle write_;
    task_handle tick_;
    task_handle flush_delay_;
};

}  // namespace hibana::detail
