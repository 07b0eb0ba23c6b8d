// SPDX-License-Identifier: BSL-1.0
/// \file  Awaiters between user coroutines and flows of the library.
#pragma once
#include <hibana/asio/awaitable_support.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/asio/operation.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/flow_task.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace hibana::detail {

/// Awaits a call in a flow. Cancelling the flow cancels the call. If the call is abandoned, the flow is destroyed.
template <class Call> class operation_awaiter final : public suspension {
public:
    template <class Start> explicit operation_awaiter(Start start) : call_(start()) {}
    operation_awaiter(const operation_awaiter&) = delete;
    operation_awaiter& operator=(const operation_awaiter&) = delete;

    bool await_ready() const noexcept { return call_.await_ready(); }
    template <class Promise> void await_suspend(std::coroutine_handle<Promise> waiter) {
        waiter_ = waiter;
        flow_ = waiter.promise().flow();
        flow_->set_suspension(this);
        call_.set_waiter(*this);
        if (flow_->is_cancelled()) call_.cancel(flow_->is_cancelled_totally());
    }
    auto await_resume() { return call_.await_resume(); }

    void interrupt() override { call_.cancel(false); }
    void cancel_totally() override { call_.cancel(true); }
    /// Called by the call when it has completed or was abandoned.
    void ended(bool is_completed) {
        if (!is_completed) return flow_->destroy();
        flow_->set_suspension(nullptr);
        waiter_.resume();
    }

private:
    Call call_;
    std::coroutine_handle<> waiter_{};
    flow* flow_ = nullptr;
};
template <class Start> operation_awaiter(Start start) -> operation_awaiter<decltype(start())>;

/// Awaits an `asio::awaitable` in a flow. Requires <asio/co_spawn.hpp>, to be included by programs that have such coroutines.
template <class Executor, class Type, class AwaitableExecutor> class awaitable_awaiter final : public suspension {
public:
    awaitable_awaiter(Executor executor, asio::awaitable<Type, AwaitableExecutor> coroutine)
        : executor_(std::move(executor)), coroutine_(std::move(coroutine)) {}
    awaitable_awaiter(const awaitable_awaiter&) = delete;
    awaitable_awaiter& operator=(const awaitable_awaiter&) = delete;

    static constexpr bool await_ready() noexcept { return false; }
    template <class Promise> void await_suspend(std::coroutine_handle<Promise> waiter) {
        waiter_ = waiter;
        flow_ = waiter.promise().flow();
        flow_->set_suspension(this);
        co_spawn(executor_, forward_value(std::move(coroutine_), value_), completion_handler(*this));
    }
    Type await_resume() {
        if (thrown_) std::rethrow_exception(std::move(thrown_));
        return std::move(*value_);
    }
    void interrupt() override { cancelled_.emit(asio::cancellation_type::terminal); }
    void cancel_totally() override { cancelled_.emit(asio::cancellation_type::total); }

private:
    class completion_handler {
    public:
        using cancellation_slot_type = asio::cancellation_slot;

        explicit completion_handler(awaitable_awaiter& awaiter) noexcept : awaiter_(&awaiter), slot_(awaiter.cancelled_.slot()) {}
        completion_handler(completion_handler&& other) noexcept : awaiter_(std::exchange(other.awaiter_, nullptr)), slot_(other.slot_) {}
        completion_handler& operator=(completion_handler&&) = delete;
        ~completion_handler() {
            if (awaiter_) awaiter_->flow_->destroy();
        }
        cancellation_slot_type get_cancellation_slot() const noexcept { return slot_; }
        void operator()(std::exception_ptr thrown) {
            awaitable_awaiter& self = *std::exchange(awaiter_, nullptr);
            self.thrown_ = std::move(thrown);
            self.flow_->set_suspension(nullptr);
            self.waiter_.resume();
        }

    private:
        awaitable_awaiter* awaiter_;
        cancellation_slot_type slot_;
    };
    static asio::awaitable<void, AwaitableExecutor> forward_value(asio::awaitable<Type, AwaitableExecutor> coroutine,
                                                                  std::optional<Type>& value) {
        value.emplace(co_await std::move(coroutine));
    }

    Executor executor_;
    asio::awaitable<Type, AwaitableExecutor> coroutine_;
    asio::cancellation_signal cancelled_;
    std::optional<Type> value_;
    std::exception_ptr thrown_;
    std::coroutine_handle<> waiter_{};
    flow* flow_ = nullptr;
};

/// Outcome of a flow: a result or an exception.
template <class Outcome> struct flow_outcome {
    std::optional<Outcome> outcome;
    std::exception_ptr thrown;
};

/// Converts a flow_outcome by `Adapter`, rethrowing an exception.
template <class Adapter> struct flow_result_adapter {
    template <class Outcome> static auto unwrap(flow_outcome<Outcome>&& end) {
        if (end.thrown) [[unlikely]] std::rethrow_exception(std::move(end.thrown));
        return Adapter::unwrap(std::move(*end.outcome));
    }
    static auto unwrap(flow_outcome<result<void>>&& end) {
        if (end.thrown) [[unlikely]] std::rethrow_exception(std::move(end.thrown));
        if constexpr (Adapter::throws) {
            if (!*end.outcome) [[unlikely]] throw_error(end.outcome->error());
        } else {
            return std::move(*end.outcome);
        }
    }
};

/// Awaits a flow once; the flow starts when it is awaited, and the object must outlive it. A cancelled flow ends with
/// `errc::cancelled`. Total cancellation lets a sent call that may have had an effect complete first.
template <class Adapter, class Executor, class Outcome> class [[nodiscard]] flow_operation {
    using adapter = flow_result_adapter<Adapter>;
    using signature = void(in_place_result<adapter, flow_outcome<Outcome>>);

public:
    flow_operation(Executor executor, flow_task<Outcome> task) : executor_(std::move(executor)), task_(std::move(task)) {}
    flow_operation(const flow_operation&) = delete;
    flow_operation& operator=(const flow_operation&) = delete;

    // ---- awaited by asio::awaitable

    operation_probe_result operator()(operation_probe);
    signature_of<signature> operator()(signature_probe);

    template <class AwaitableExecutor> void operator()(asio::detail::awaitable_async_op_handler<signature, AwaitableExecutor>&& handler) {
        using handler_type = asio::detail::awaitable_async_op_handler<signature, AwaitableExecutor>;
        auto slot = handler.get_cancellation_slot();
        if (slot.is_connected()) slot.template emplace<canceller>(running_);
        start([this, waiter = handler_type(std::move(handler))](bool is_inline) mutable {
            if (!is_inline && is_same_executor(waiter.executor(), executor_)) {
                handler_type ready(std::move(waiter));
                return ready(end_);
            }
            const auto executor = waiter.executor();
            asio::post(executor, [this, ready = handler_type(std::move(waiter))]() mutable { ready(end_); });
        });
    }

    // ---- awaited by any other coroutine

    static constexpr bool await_ready() noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiter) {
        return start([waiter](bool is_inline) {
            if (!is_inline) waiter.resume();
        });
    }
    auto await_resume() { return adapter::unwrap(std::move(end_)); }

private:
    struct canceller {
        task_handle* running;
        explicit canceller(task_handle& handle) noexcept : running(&handle) {}
        void operator()(asio::cancellation_type type) const {
            if (type != asio::cancellation_type::none) running->cancel(is_total(type));
        }
    };

    /// Starts the flow; `on_done(is_inline)` is called when it ends. Returns whether it is still running.
    template <class Handler> bool start(Handler on_done) {
        bool is_over = false;
        completed_inline_ = &is_over;
        start_flow(running_, capture_exceptions(std::move(task_), end_), [this, on_done = std::move(on_done)](bool) mutable {
            const bool is_inline = completed_inline_ != nullptr;
            if (is_inline) *completed_inline_ = true;
            on_done(is_inline);
        });
        if (is_over) return false;
        completed_inline_ = nullptr;
        return true;
    }
    /// Runs the flow and stores what it throws, to be rethrown to the awaiting coroutine.
    static flow_task<bool> capture_exceptions(flow_task<Outcome> task, flow_outcome<Outcome>& end) {
        flow_task<Outcome> owned(std::move(task));
#if defined(__cpp_exceptions)
        try {
            end.outcome.emplace(co_await owned);
        } catch (...) {
            end.thrown = std::current_exception();
        }
#else
        end.outcome.emplace(co_await owned);
#endif
        co_return true;
    }

    Executor executor_;
    flow_task<Outcome> task_;
    task_handle running_;
    flow_outcome<Outcome> end_;
    bool* completed_inline_ = nullptr;
};

}  // namespace hibana::detail
