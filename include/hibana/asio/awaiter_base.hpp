// SPDX-License-Identifier: BSL-1.0
/// \file  How a flow waits for operations of Asio: resumed when all of them are over, ended early, or never resumed at all.
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

/// A clock that timers of Asio can go by: they ask its class, not an object.
template <class Clock>
concept has_static_now = requires {
    { Clock::now() } -> std::same_as<time_point>;
};

/// Such a clock, and how long the machine waits for a length of its time, in the words of Asio.
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

template <class Executor, class Clock> struct asio_timer_by {
    using type = asio::basic_waitable_timer<asio_clock<Clock>, asio_clock<Clock>, Executor>;
};
template <class Executor> struct asio_timer_by<Executor, monotonic_clock> {
    using type = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
};
template <class Executor, class Clock = monotonic_clock> using asio_timer = typename asio_timer_by<Executor, Clock>::type;

/// What a flow awaits: one or two operations of Asio. The flow goes on when the last of them is over.
///
/// Where the event loop is destroyed instead, so are the handlers, and with the last of them the whole flow.
class awaiter_base : public suspension {
public:
    awaiter_base() = default;
    awaiter_base(const awaiter_base&) = delete;
    awaiter_base& operator=(const awaiter_base&) = delete;

    /// One of the operations is over, or will never be.
    void end_of_one(bool is_abandoned) {
        is_abandoned_ = is_abandoned_ || is_abandoned;
        if (--pending_ != 0) return;
        if (is_abandoned_) return flow_->destroy();
        flow_->set_suspension(nullptr);
        waiter_.resume();
    }

protected:
    ~awaiter_base() = default;

    void begin(std::coroutine_handle<> waiter, flow* whose) noexcept {
        waiter_ = waiter;
        flow_ = whose;
        flow_->set_suspension(this);
    }
    void one_more() noexcept { ++pending_; }

    std::coroutine_handle<> waiter_{};
    flow* flow_ = nullptr;

private:
    unsigned pending_ = 0;
    bool is_abandoned_ = false;
};

/// The handler of one of the operations: tells `Wait` of its end by `Wait::ended(error, ...)`.
template <class Wait> class awaiter_handler {
public:
    explicit awaiter_handler(Wait& wait) noexcept : wait_(&wait) {}
    awaiter_handler(awaiter_handler&& other) noexcept : wait_(std::exchange(other.wait_, nullptr)) {}
    awaiter_handler& operator=(awaiter_handler&&) = delete;
    ~awaiter_handler() {
        if (wait_) wait_->end_of_one(true);
    }
    template <class... Outcome> void operator()(asio_error_code failure, Outcome... outcome) {
        std::exchange(wait_, nullptr)->ended(failure, outcome...);
    }

private:
    Wait* wait_;
};

/// The same for a timer beside the operation.
template <class Wait> class timeout_handler {
public:
    explicit timeout_handler(Wait& wait) noexcept : wait_(&wait) {}
    timeout_handler(timeout_handler&& other) noexcept : wait_(std::exchange(other.wait_, nullptr)) {}
    timeout_handler& operator=(timeout_handler&&) = delete;
    ~timeout_handler() {
        if (wait_) wait_->end_of_one(true);
    }
    void operator()(asio_error_code failure) {
        Wait* const wait = std::exchange(wait_, nullptr);
        if (!failure) wait->is_late();
        wait->end_of_one(false);
    }

private:
    Wait* wait_;
};

/// An operation on `Object`, which has `cancel(error&)`, and a timer where there is a deadline.
template <class Object, class Executor> class timed_awaiter : public awaiter_base {
public:
    void interrupt() final {
        if (is_over_) return;
        is_interrupted_ = true;
        give_up();
    }
    void is_late() {
        if (is_over_) return;
        late_ = true;
        give_up();
    }

protected:
    explicit timed_awaiter(Object& object) : object_(&object) {}
    ~timed_awaiter() = default;

    /// Arms the timer; the operation is to be started next.
    void watch(const deadline& until) {
        if (until.is_never()) return;
        timer_.emplace(object_->get_executor(), until.time());
        one_more();
        timer_->async_wait(timeout_handler<timed_awaiter>(*this));
    }
    /// The operation is over, with or without an error.
    void operation_ended(asio_error_code failure) {
        failure_ = failure;
        is_over_ = true;
        if (timer_) timer_->cancel();
        end_of_one(false);
    }
    /// Why it failed, in the words of errors.
    error err(errc otherwise, enum fate fate) const {
        if (late_) return error(errc::timeout, fate);
        if (failure_ == asio::error::operation_aborted) return error(errc::cancelled, fate);
        return error(otherwise, fate).with_cause(std::error_code(failure_.value(), std::system_category()));
    }

    Object* object_;
    asio_error_code failure_;
    bool is_over_ = false;
    bool is_interrupted_ = false;

private:
    void give_up() {
        asio_error_code ignored;
        object_->cancel(ignored);
    }

    bool late_ = false;
    std::optional<asio_timer<Executor>> timer_;
};

}  // namespace hibana::detail
