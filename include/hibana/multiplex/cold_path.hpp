// SPDX-License-Identifier: BSL-1.0
/// \file  The parts of a multiplexer that do not depend on a command, which can be compiled once for a whole program.
#pragma once
#include <hibana/call/cold_path.hpp>
#include <hibana/connection/connection.hpp>
#include <hibana/connection/server_node.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/operation.hpp>
#include <hibana/multiplex/operation_queue.hpp>
#include <hibana/protocol/send_buffer.hpp>
#include <hibana/retry/backoff.hpp>
#include <hibana/retry/retry_state.hpp>

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

namespace hibana {

namespace detail {
template <class Context> class multiplexer;
}

/// The cold path of an asynchronous client: connecting, the coroutines that write and read, and whatever completes an operation early.
/// The functions are members of `multiplexer`, which calls them; they are here so that they can be compiled apart:
///
/// `extern template struct hibana::cold_path<my_async_client::connection_type>;`, and the same without `extern` in one file.
template <class Context>
    requires(Context::execution_type::concurrent)
struct cold_path<connection<Context>> {
    using multiplexer_type = detail::multiplexer<Context>;
    using operation_type = detail::operation<multiplexer_type>;

    /// Makes a multiplexer. (Not marked as cold: what always leads to it would be taken for cold as well.)
    static std::shared_ptr<multiplexer_type> make(std::shared_ptr<server_node<Context>> to, const multiplexed& settings,
                                                  typename multiplexer_type::mode mode);
    [[gnu::cold]] static void schedule_flush(multiplexer_type& self);
    [[gnu::cold]] static void push_overflow(multiplexer_type& self, operation_type& operation, std::uint32_t timeout,
                                            protocol::send_buffer request);
    [[gnu::cold]] static void complete(multiplexer_type& self, operation_type& operation, error err);
    [[gnu::cold]] static void remove(multiplexer_type& self, operation_type& operation) noexcept;
    [[gnu::cold]] static void cancel(multiplexer_type& self, operation_type& operation, bool is_total);
    [[gnu::cold]] static bool requeue_if_retryable(multiplexer_type& self, operation_type& first, const error& err);
    static void shut_down(multiplexer_type& self);
    /// Closes a connection that its last owner modified, if nothing uses it any more; returns whether it did.
    [[gnu::cold]] static bool reset_if_idle(multiplexer_type& self);
    /// Reads a reply that is not plain, or not complete.
    [[gnu::cold]] static detail::parse_result parse_reply(connection<Context>& from, detail::reply_reader into, std::string_view command,
                                                   error& outcome);
};

template <class Context>
    requires(Context::execution_type::concurrent)
auto cold_path<connection<Context>>::make(std::shared_ptr<server_node<Context>> to, const multiplexed& settings,
                                          typename multiplexer_type::mode mode) -> std::shared_ptr<multiplexer_type> {
    return std::make_shared<multiplexer_type>(std::move(to), settings, mode);
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::schedule_flush(multiplexer_type& self) {
    if (!self.flush_scheduled_ && !self.flush_delay_.is_running()) {
        if (self.settings_.flush_delay > duration::zero() && self.state_ != multiplexer_type::state::idle) {
            self.start(self.flush_delay_, self.delay_flush(), [](multiplexer_type& after, result<void>) { after.flush_turn(); });
        } else {
            self.post([](multiplexer_type& later) {
                later.flush_scheduled_ = false;
                later.flush_turn();
            });
            self.flush_scheduled_ = true;
        }
    }
    if (self.queue_.unsent_bytes() >= self.settings_.flush_threshold) self.flush();
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::push_overflow(multiplexer_type& self, operation_type& operation, std::uint32_t timeout,
                                                   protocol::send_buffer request) {
    self.queue_.push_overflow(operation, timeout, std::move(request));
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::complete(multiplexer_type& self, operation_type& operation, error err) {
    self.queue_.complete(operation, std::move(err));
    self.schedule_completions();
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::remove(multiplexer_type& self, operation_type& operation) noexcept {
    if (self.queue_.remove(operation) == detail::removal::sent) self.on_sent_removed();
    self.stop_if_unused();
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::cancel(multiplexer_type& self, operation_type& operation, bool is_total) {
    const detail::removal removed = self.queue_.cancel(operation, is_total);
    if (removed == detail::removal::none) return;
    if (removed == detail::removal::sent) self.on_sent_removed();
    self.schedule_completions();
}
template <class Context>
    requires(Context::execution_type::concurrent)
bool cold_path<connection<Context>>::requeue_if_retryable(multiplexer_type& self, operation_type& first, const error& err) {
    auto& context = *self.context_;
    error failure = err;
    const failed_attempt failed{.is_idempotent = first.vtable->is_idempotent, .may_repeat = self.mode_ != multiplexer_type::mode::pinned};
    if (first.attempts.on_error(context.retry, failure, failed) == retry_action::give_up) return false;
    const duration delay = make_delays(context.backoff).delay(first.attempts.failures(), context.random);
    if (!self.queue_.delay_front(multiplexer_type::to_ticks(delay))) return false;
    self.ensure_ticking();
    emit(context.events, [&] { return event::retrying{first.vtable->command, first.attempts.failures() + 1, delay, failure}; });
    return true;
}
template <class Context>
    requires(Context::execution_type::concurrent)
void cold_path<connection<Context>>::shut_down(multiplexer_type& self) {
    if (self.is_closed()) return;
    self.enter(multiplexer_type::state::closed);
    self.complete_all(error(errc::cancelled));
    if (auto* const listener = self.push_commands_.listener()) listener->on_closed();
    for (auto* const task : {&self.run_, &self.write_, &self.tick_, &self.flush_delay_}) task->cancel();
    self.close_if_unused();
}
template <class Context>
    requires(Context::execution_type::concurrent)
bool cold_path<connection<Context>>::reset_if_idle(multiplexer_type& self) {
    if (!self.is_idle()) return false;
    self.connection_.close();
    self.is_modified_ = false;
    return true;
}
template <class Context>
    requires(Context::execution_type::concurrent)
detail::parse_result cold_path<connection<Context>>::parse_reply(connection<Context>& from, detail::reply_reader into,
                                                          std::string_view command, error& outcome) {
    return detail::parse_reply_for(from, into, command, outcome);
}

}  // namespace hibana
