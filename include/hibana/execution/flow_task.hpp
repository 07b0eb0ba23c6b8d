// SPDX-License-Identifier: BSL-1.0
/// \file  Coroutine type of asynchronous executions, with cancellation: a flow and its tasks.
#pragma once
#include <hibana/execution/blocking_task.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace hibana {

namespace detail {

/// The operation in which a flow is suspended. `interrupt` resumes the flow with an error.
class suspension {
public:
    virtual void interrupt() = 0;
    /// Total cancellation: interrupts only if the operation has no observable side effects; otherwise it may complete.
    virtual void cancel_totally() { interrupt(); }

protected:
    ~suspension() = default;
};

/// State shared by the tasks of one flow: its current suspension, and whether it is cancelled.
///
/// The suspension resumes the flow on its executor; all members are called there.
class flow {
public:
    flow() = default;
    flow(const flow&) = delete;
    flow& operator=(const flow&) = delete;

    /// Interrupts the current wait and prevents later ones. With `totally`, an operation that may already have observable side effects
    /// completes first.
    void cancel(bool totally = false) {
        is_cancelled_totally_ = totally && (is_cancelled_totally_ || !is_cancelled_);
        is_cancelled_ = true;
        if (!totally) interrupt();
        else if (suspension_) suspension_->cancel_totally();
    }
    /// Interrupts the current wait, without effect on later ones.
    void interrupt() {
        if (suspension_) suspension_->interrupt();
    }
    bool is_cancelled() const noexcept { return is_cancelled_; }
    /// Whether only total cancellation was requested.
    bool is_cancelled_totally() const noexcept { return is_cancelled_totally_; }

    /// Called by a suspension: sets it before the flow is suspended, null before the flow is resumed.
    void set_suspension(suspension* current) noexcept { suspension_ = current; }
    /// Called by a suspension that will never complete: destroys all tasks of the flow without resuming them.
    void destroy() { handle_.destroy(); }

protected:
    ~flow() = default;
    std::coroutine_handle<> handle_{};

private:
    suspension* suspension_ = nullptr;
    bool is_cancelled_ = false;
    bool is_cancelled_totally_ = false;
};

/// Handle of a running flow; empty while the flow does not run.
class task_handle {
public:
    task_handle() = default;
    task_handle(const task_handle&) = delete;
    task_handle& operator=(const task_handle&) = delete;

    bool is_running() const noexcept { return flow_ != nullptr; }
    void cancel(bool totally = false) {
        if (flow_) flow_->cancel(totally);
    }
    void interrupt() {
        if (flow_) flow_->interrupt();
    }

    /// Called by the flow.
    void set_flow(flow* running) noexcept { flow_ = running; }

private:
    flow* flow_ = nullptr;
};

class flow_promise {
public:
    detail::flow* flow() const noexcept { return flow_; }
    static std::suspend_always initial_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { thrown_ = std::current_exception(); }

    // Resumes the awaiting task only if it was suspended: a task that never waited returns to it like a function, so that a loop over
    // such tasks does not grow the stack.
    struct final_awaiter {
        static bool await_ready() noexcept { return false; }
        template <class Promise> void await_suspend(std::coroutine_handle<Promise> self) noexcept {
            if (const auto awaiting = self.promise().awaiting_) awaiting.resume();
        }
        static void await_resume() noexcept {}
    };
    static final_awaiter final_suspend() noexcept { return {}; }

    static void* operator new(std::size_t size) { return frame_cache::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept { frame_cache::deallocate(frame, size); }

    void set_flow(detail::flow* owner) noexcept { flow_ = owner; }
    void set_awaiting(std::coroutine_handle<> awaiting) noexcept { awaiting_ = awaiting; }

protected:
    void rethrow() {
        if (thrown_) [[unlikely]] std::rethrow_exception(std::move(thrown_));
    }

private:
    detail::flow* flow_ = nullptr;
    std::coroutine_handle<> awaiting_{};
    std::exception_ptr thrown_;
};

}  // namespace detail

/// A coroutine that starts when a task of the same flow awaits it. Awaiting returns its result or rethrows its exception.
template <class T> class [[nodiscard]] flow_task {
public:
    class promise_type : public detail::flow_promise {
    public:
        flow_task get_return_object() noexcept {
            return flow_task(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        template <class Value> void return_value(Value&& value) { value_.emplace(std::forward<Value>(value)); }
        T consume_result() {
            this->rethrow();
            return std::move(*value_);
        }

    private:
        std::optional<T> value_;
    };

    flow_task(flow_task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    flow_task& operator=(flow_task&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~flow_task() {
        if (handle_) handle_.destroy();
    }

    static constexpr bool await_ready() noexcept { return false; }
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> awaiting) {
        handle_.promise().set_flow(awaiting.promise().flow());
        handle_.resume();
        if (handle_.done()) return false;
        handle_.promise().set_awaiting(awaiting);
        return true;
    }
    T await_resume() { return handle_.promise().consume_result(); }

private:
    explicit flow_task(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

namespace detail {

/// The outermost coroutine of a flow. It is not awaited; its exceptions propagate to the event loop that resumed it.
class detached_task {
public:
    class promise_type : public detail::flow {
    public:
        promise_type() { handle_ = std::coroutine_handle<promise_type>::from_promise(*this); }
        static detached_task get_return_object() noexcept { return {}; }
        static std::suspend_never initial_suspend() noexcept { return {}; }
        static std::suspend_never final_suspend() noexcept { return {}; }
        static void return_void() noexcept {}
        [[noreturn]] static void unhandled_exception() { throw; }
        detail::flow* flow() noexcept { return this; }
    };
};

struct this_task_context {
    detail::flow* found = nullptr;
    static constexpr bool await_ready() noexcept { return false; }
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> self) noexcept {
        found = self.promise().flow();
        return false;
    }
    detail::flow* await_resume() const noexcept { return found; }
};

/// Starts a task as a new flow and runs it up to its first wait; calls `done(outcome)` with its result when it completes.
///
/// `handle` refers to the flow while it runs, and must outlive it; an object that the task keeps alive may own it.
template <class T, class Done> detached_task start_flow(task_handle& handle, flow_task<T> task, Done done) {
    struct registration {
        task_handle* handle;
        explicit registration(task_handle& to, flow* self) : handle(&to) { handle->set_flow(self); }
        ~registration() { reset(); }
        void reset() {
            if (handle) std::exchange(handle, nullptr)->set_flow(nullptr);
        }
    };
    this_task_context self;
    registration registered(handle, co_await self);
    flow_task<T> whole(std::move(task));  // destroyed before `done`, which may own objects that the task uses
    T outcome = co_await whole;
    registered.reset();
    done(std::move(outcome));
}

}  // namespace detail
}  // namespace hibana
