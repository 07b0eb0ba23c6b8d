// SPDX-License-Identifier: BSL-1.0
/// \file  Base classes and completion handlers for flows that await Asio operations.
#pragma once
#include <hibana/asio/config.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/execution/flow_task.hpp>

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>

namespace hibana::detail {

/// A clock with a static `now()`, which Asio timers require.
template <class Clock>
concept has_static_now = requires {
    { Clock::now() } -> std::same_as<time_point>;
};

/// Adapts such a clock to the clock and wait traits of `asio::basic_waitable_timer`.
template <class Clock> struct asio_clock {
    using duration = hibana::duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = hibana::time_point;
    static constexpr bool is_steady = true;

    static time_point now() { return Clock::now(); }
    static duration to_wait_duration(const duration& length) {
        if constexpr (requires { Clock::to_wait_duration(length); }) return Clock::to_wait_duration(length);
        else return length;
    }
};

template <class Executor, class Clock> struct asio_timer_for {
    using type = asio::basic_waitable_timer<asio_clock<Clock>, asio_clock<Clock>, Executor>;
};
template <class Executor> struct asio_timer_for<Executor, monotonic_clock> {
    using type = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
};
template <class Executor, class Clock = monotonic_clock> using asio_timer = typename asio_timer_for<Executor, Clock>::type;

/// Waits for one or more Asio operations and resumes the flow when the last of them has completed.
///
/// If the event loop is destroyed first, its handlers are destroyed too, and the last of them destroys the flow.
class awaiter_base : public suspension {
public:
    awaiter_base() = default;
    awaiter_base(const awaiter_base&) = delete;
    awaiter_base& operator=(const awaiter_base&) = delete;

    /// Called for each operation when it has completed, or when its handler is destroyed without being called.
    void on_operation_done(bool is_abandoned) {
        is_abandoned_ = is_abandoned_ || is_abandoned;
        if (--pending_ != 0) return;
        if (is_abandoned_) return flow_->destroy();
        flow_->set_suspension(nullptr);
        waiter_.resume();
    }

protected:
    ~awaiter_base() = default;

    void begin(std::coroutine_handle<> waiter, detail::flow* flow) noexcept {
        waiter_ = waiter;
        flow_ = flow;
        flow_->set_suspension(this);
    }
    void add_pending() noexcept { ++pending_; }

    std::coroutine_handle<> waiter_{};
    flow* flow_ = nullptr;

private:
    unsigned pending_ = 0;
    bool is_abandoned_ = false;
};

/// Completion handler that calls `Awaiter::on_complete(error, ...)`.
template <class Awaiter> class awaiter_handler {
public:
    explicit awaiter_handler(Awaiter& awaiter) noexcept : awaiter_(&awaiter) {}
    awaiter_handler(awaiter_handler&& other) noexcept : awaiter_(std::exchange(other.awaiter_, nullptr)) {}
    awaiter_handler& operator=(awaiter_handler&&) = delete;
    ~awaiter_handler() {
        if (awaiter_) awaiter_->on_operation_done(true);
    }
    template <class... Outcome> void operator()(asio_error_code failure, Outcome... outcome) {
        std::exchange(awaiter_, nullptr)->on_complete(failure, outcome...);
    }

private:
    Awaiter* awaiter_;
};

/// Completion handler of the timer that bounds an operation.
template <class Awaiter> class timeout_handler {
public:
    explicit timeout_handler(Awaiter& awaiter) noexcept : awaiter_(&awaiter) {}
    timeout_handler(timeout_handler&& other) noexcept : awaiter_(std::exchange(other.awaiter_, nullptr)) {}
    timeout_handler& operator=(timeout_handler&&) = delete;
    ~timeout_handler() {
        if (awaiter_) awaiter_->on_operation_done(true);
    }
    void operator()(asio_error_code failure) {
        Awaiter* const awaiter = std::exchange(awaiter_, nullptr);
        if (!failure) awaiter->on_timeout();
        awaiter->on_operation_done(false);
    }

private:
    Awaiter* awaiter_;
};

/// Waits for an operation on `Object`, which has `cancel(error_code&)`, and for a timer if there is a deadline.
template <class Object, class Executor> class timed_awaiter : public awaiter_base {
public:
    void interrupt() final {
        if (is_over_) return;
        is_interrupted_ = true;
        cancel_object();
    }
    void on_timeout() {
        if (is_over_) return;
        timed_out_ = true;
        cancel_object();
    }

protected:
    explicit timed_awaiter(Object& object) : object_(&object) {}
    ~timed_awaiter() = default;

    /// Arms the timer. Call before starting the operation.
    void arm_timer(const deadline& until) {
        if (until.is_never()) return;
        timer_.emplace(object_->get_executor(), until.time());
        add_pending();
        timer_->async_wait(timeout_handler<timed_awaiter>(*this));
    }
    /// Records the outcome of the operation and cancels the timer.
    void complete_operation(asio_error_code failure) {
        failure_ = failure;
        is_over_ = true;
        if (timer_) timer_->cancel();
        on_operation_done(false);
    }
    /// Translates the failure: `timeout`, `cancelled` or `otherwise`.
    error make_error(errc otherwise, enum fate fate) const {
        if (timed_out_) return error(errc::timeout, fate);
        if (failure_ == asio::error::operation_aborted) return error(errc::cancelled, fate);
        return error(otherwise, fate).with_cause(std::error_code(failure_.value(), std::system_category()));
    }

    Object* object_;
    asio_error_code failure_;
    bool is_over_ = false;
    bool is_interrupted_ = false;

private:
    void cancel_object() {
        asio_error_code ignored;
        object_->cancel(ignored);
    }

    bool timed_out_ = false;
    std::optional<asio_timer<Executor>> timer_;
};

}  // namespace hibana::detail
