// SPDX-License-Identifier: BSL-1.0
/// \file  The execution of the asynchronous client: flows that wait on an executor of Asio.
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

template <class Executor, class Clock = monotonic_clock> class async_condition_variable;  // complete with <hibana/asio/condition_variable.hpp>

/// All flows of a client run on its executor, one at a time, so that there is nothing to lock.
struct no_mutex {
    static void lock() noexcept {}
    static void unlock() noexcept {}
};

/// The execution whose flows wait on an executor of Asio, which runs one function at a time: that of an `io_context` that one thread
/// runs, or a strand.
///
/// Sockets and name lookups keep their deadlines by the monotonic clock of the machine, whatever `Clock` is.
template <class Executor = asio::io_context::executor_type, class Clock = monotonic_clock> class asio_execution {
    class sleeping : public detail::awaiter_base {
    public:
        sleeping(const Executor& executor, time_point until) : timer_(executor, until) {}
        static constexpr bool await_ready() noexcept { return false; }
        template <class Promise> bool await_suspend(std::coroutine_handle<Promise> waiter) {
            return suspend(waiter, waiter.promise().flow());
        }
        bool suspend(std::coroutine_handle<> waiter, detail::flow* flow) {
            if (flow->is_cancelled()) return is_cancelled_ = true, false;
            this->begin(waiter, flow);
            this->one_more();
            timer_.async_wait(detail::awaiter_handler<sleeping>(*this));
            return true;
        }
        result<void> await_resume() const {
            if (is_cancelled_) return error(errc::cancelled);
            return {};
        }
        void interrupt() override {
            is_cancelled_ = true;  // also where the time has come, and is about to be said
            timer_.cancel();
        }
        void ended(detail::asio_error_code failure) {
            is_cancelled_ = is_cancelled_ || failure;
            this->end_of_one(false);
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

    auto sleep_until(time_point until) { return sleeping(executor_, until); }
    auto resolve(std::string_view host, std::uint16_t port, deadline until) {
        return detail::resolve_awaiter<Executor>(executor_, host, port, until);
    }
    auto connect(const socket_address& address, const socket_options& options, deadline until) {
        return socket::connect(*this, address, options, until);
    }

    /// Calls `function` on the executor, later.
    template <class Function> void post(Function function) { asio::post(executor_, std::move(function)); }

    [[nodiscard]] Clock& clock_policy() noexcept { return clock_; }

private:
    [[no_unique_address]] Executor executor_;
    [[no_unique_address]] Clock clock_;
};

}  // namespace hibana
