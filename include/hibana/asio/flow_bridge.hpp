// SPDX-License-Identifier: BSL-1.0
/// \file  Where coroutines of programs and flows of the library wait for one another.
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

/// A call that a flow awaits: cancelled as the flow is, and the end of the flow where nothing will ever come.
template <class Call> class operation_awaiter final : public suspension {
public:
    template <class Begin> explicit operation_awaiter(Begin begin) : call_(begin()) {}
    operation_awaiter(const operation_awaiter&) = delete;
    operation_awaiter& operator=(const operation_awaiter&) = delete;

    bool await_ready() const noexcept { return call_.await_ready(); }
    template <class Promise> void await_suspend(std::coroutine_handle<Promise> waiter) {
        waiter_ = waiter;
        flow_ = waiter.promise().flow();
        flow_->set_suspension(this);
        call_.is_awaited_by(*this);
        if (flow_->is_cancelled()) call_.cancel(flow_->is_cancelled_totally());
    }
    auto await_resume() { return call_.await_resume(); }

    void interrupt() override { call_.cancel(false); }
    void cancel_totally() override { call_.cancel(true); }
    /// For the call.
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
template <class Begin> operation_awaiter(Begin begin) -> operation_awaiter<decltype(begin())>;

/// A coroutine of Asio that a flow awaits, with <asio/co_spawn.hpp>, which programs that have such coroutines include.
template <class Executor, class Type, class Own> class awaitable_awaiter final : public suspension {
public:
    awaitable_awaiter(Executor where, asio::awaitable<Type, Own> coroutine) : where_(std::move(where)), coroutine_(std::move(coroutine)) {}
    awaitable_awaiter(const awaitable_awaiter&) = delete;
    awaitable_awaiter& operator=(const awaitable_awaiter&) = delete;

    static constexpr bool await_ready() noexcept { return false; }
    template <class Promise> void await_suspend(std::coroutine_handle<Promise> waiter) {
        waiter_ = waiter;
        flow_ = waiter.promise().flow();
        flow_->set_suspension(this);
        co_spawn(where_, keep(std::move(coroutine_), value_), ending(*this));
    }
    Type await_resume() {
        if (thrown_) std::rethrow_exception(std::move(thrown_));
        return std::move(*value_);
    }
    void interrupt() override { cancelled_.emit(asio::cancellation_type::terminal); }
    void cancel_totally() override { cancelled_.emit(asio::cancellation_type::total); }

private:
    class ending {
    public:
        using cancellation_slot_type = asio::cancellation_slot;

        explicit ending(awaitable_awaiter& of) noexcept : of_(&of), slot_(of.cancelled_.slot()) {}
        ending(ending&& other) noexcept : of_(std::exchange(other.of_, nullptr)), slot_(other.slot_) {}
        ending& operator=(ending&&) = delete;
        ~ending() {
            if (of_) of_->flow_->destroy();
        }
        cancellation_slot_type get_cancellation_slot() const noexcept { return slot_; }
        void operator()(std::exception_ptr thrown) {
            awaitable_awaiter& self = *std::exchange(of_, nullptr);
            self.thrown_ = std::move(thrown);
            self.flow_->set_suspension(nullptr);
            self.waiter_.resume();
        }

    private:
        awaitable_awaiter* of_;
        cancellation_slot_type slot_;
    };
    static asio::awaitable<void, Own> keep(asio::awaitable<Type, Own> coroutine, std::optional<Type>& value) {
        value.emplace(co_await std::move(coroutine));
    }

    Executor where_;
    asio::awaitable<Type, Own> coroutine_;
    asio::cancellation_signal cancelled_;
    std::optional<Type> value_;
    std::exception_ptr thrown_;
    std::coroutine_handle<> waiter_{};
    flow* flow_ = nullptr;
};

/// What a flow came to.
template <class Outcome> struct flow_outcome {
    std::optional<Outcome> outcome;
    std::exception_ptr thrown;
};

/// What `Face` gives of it.
template <class Face> struct flow_result_adapter {
    template <class Outcome> static auto unwrap(flow_outcome<Outcome>&& end) {
        if (end.thrown) [[unlikely]] std::rethrow_exception(std::move(end.thrown));
        return Face::unwrap(std::move(*end.outcome));
    }
    static auto unwrap(flow_outcome<result<void>>&& end) {
        if (end.thrown) [[unlikely]] std::rethrow_exception(std::move(end.thrown));
        if constexpr (Face::throws) {
            if (!*end.outcome) [[unlikely]] throw_error(end.outcome->error());
        } else {
            return std::move(*end.outcome);
        }
    }
};

/// A flow to be awaited once, which is when it begins; it stays until its end. Cancelled, it ends with `errc::cancelled`; where nothing
/// may be seen of it, a call that was sent and may have done something comes to its end before.
template <class Face, class Executor, class Outcome> class [[nodiscard]] followed {
    using face = flow_result_adapter<Face>;
    using signature = void(in_its_place<face, flow_outcome<Outcome>>);

public:
    followed(Executor where, flow_task<Outcome> task) : where_(std::move(where)), task_(std::move(task)) {}
    followed(const followed&) = delete;
    followed& operator=(const followed&) = delete;

    // ---- awaited by asio::awaitable

    operation_probe_result operator()(operation_probe);
    signature_of<signature> operator()(signature_probe);

    template <class Own> void operator()(asio::detail::awaitable_async_op_handler<signature, Own>&& handler) {
        using handler_type = asio::detail::awaitable_async_op_handler<signature, Own>;
        auto slot = handler.get_cancellation_slot();
        if (slot.is_connected()) slot.template emplace<canceller>(running_);
        begin([this, waiter = handler_type(std::move(handler))](bool is_at_once) mutable {
            if (!is_at_once && is_same_executor(waiter.executor(), where_)) {
                handler_type taken(std::move(waiter));
                return taken(end_);
            }
            const auto executor = waiter.executor();
            asio::post(executor, [this, taken = handler_type(std::move(waiter))]() mutable { taken(end_); });
        });
    }

    // ---- awaited by any other coroutine

    static constexpr bool await_ready() noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiter) {
        return begin([waiter](bool is_at_once) {
            if (!is_at_once) waiter.resume();
        });
    }
    auto await_resume() { return face::unwrap(std::move(end_)); }

private:
    struct canceller {
        task_handle* running;
        explicit canceller(task_handle& which) noexcept : running(&which) {}
        void operator()(asio::cancellation_type type) const {
            if (type != asio::cancellation_type::none) running->cancel(is_total(type));
        }
    };

    /// Begins; `done(is_at_once)` is called at the end. Gives whether that is still to come.
    template <class Done> bool begin(Done done) {
        bool is_over = false;
        completed_inline_ = &is_over;
        start_flow(running_, shelter(std::move(task_), end_), [this, done = std::move(done)](bool) mutable {
            const bool is_at_once = completed_inline_ != nullptr;
            if (is_at_once) *completed_inline_ = true;
            done(is_at_once);
        });
        if (is_over) return false;
        completed_inline_ = nullptr;
        return true;
    }
    /// What a flow throws is for who awaits it.
    static flow_task<bool> shelter(flow_task<Outcome> given, flow_outcome<Outcome>& end) {
        flow_task<Outcome> task(std::move(given));
#if defined(__cpp_exceptions)
        try {
            end.outcome.emplace(co_await task);
        } catch (...) {
            end.thrown = std::current_exception();
        }
#else
        end.outcome.emplace(co_await task);
#endif
        co_return true;
    }

    Executor where_;
    flow_task<Outcome> task_;
    task_handle running_;
    flow_outcome<Outcome> end_;
    bool* completed_inline_ = nullptr;
};

}  // namespace hibana::detail
