// SPDX-License-Identifier: BSL-1.0
/// \file  Execution policy object of the asynchronous client: sockets, timers and name lookup on an Asio executor.
#pragma once
#include <hibana/asio/awaiter_base.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/asio/resolver.hpp>
#include <hibana/asio/socket.hpp>
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/flow_task.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>

#include <coroutine>
#include <cstdint>
#include <string_view>
#include <utility>

namespace hibana {

template <class Executor, class Clock = monotonic_clock> class async_condition_variable;

/// A mutex that does nothing: all flows of a client run on its executor, one at a time.
struct no_mutex {
    static void lock() noexcept {}
    static void unlock() noexcept {}
};

/// Runs flows on an Asio executor that runs one function at a time: that of an `io_context` run by one thread, or a strand.
///
/// Deadlines of sockets and name lookups use the monotonic clock of the machine, whatever `Clock` is.
template <class Executor = asio::io_context::executor_type, class Clock = monotonic_clock> class asio_execution {
    class sleep_awaiter : public detail::awaiter_base {
    public:
        sleep_awaiter(const Executor& executor, time_point until) : timer_(executor, until) {}
        static constexpr bool await_ready() noexcept { return false; }
        template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
            return suspend(waiter, waiter.promise().flow());
        }
        bool suspend(std::coroutine_handle<> waiter, detail::flow* flow) {
            if (flow->is_cancelled()) return is_cancelled_ = true, false;
            this->begin(waiter, flow);
            this->add_pending();
            timer_.async_wait(detail::awaiter_handler<sleep_awaiter>(*this));
            return true;
        }
        result<void> await_resume() const {
            if (is_cancelled_) return error(errc::cancelled);
            return {};
        }
        void interrupt() override {
            is_cancelled_ = true;  // also if the timer has expired and its handler is queued
            timer_.cancel();
        }
        void on_complete(detail::asio_error_code failure) {
            is_cancelled_ = is_cancelled_ || failure;
            this->on_operation_done(false);
        }

    private:
        detail::asio_timer<Executor, Clock> timer_;
        bool is_cancelled_ = false;
    };

public:
    using executor_type = Executor;
    using clock = Clock;
    using socket = asio_socket<Executor>;
    using mutex = no_mutex;
    using condition_variable = async_condition_variable<Executor, Clock>;
    template <class T> using task = flow_task<T>;
    static constexpr bool concurrent = true;

    explicit asio_execution(Executor executor, Clock policy = Clock())
        : executor_(std::move(executor)), clock_(std::move(policy)) {}

    const Executor& executor() const noexcept { return executor_; }
    [[nodiscard]] time_point now() noexcept(noexcept(std::declval<Clock&>().now())) { return clock_.now(); }

    auto sleep_until(time_point until) { return sleep_awaiter(executor_, until); }
    auto resolve(std::string_view host, std::uint16_t port, deadline until) {
        return detail::resolve_awaiter<Executor>(executor_, host, port, until);
    }
    auto connect(const socket_address& address, const socket_options& options, deadline until) {
        return socket::connect(*this, address, options, until);
    }

    /// Posts `function` to the executor.
    template <class Function> void post(Function function) { asio::post(executor_, std::move(function)); }

    [[nodiscard]] Clock& clock_policy() noexcept { return clock_; }

private:
    [[no_unique_address]] Executor executor_;
    [[no_unique_address]] Clock clock_;
};

}  // namespace hibana
