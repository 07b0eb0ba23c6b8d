// SPDX-License-Identifier: BSL-1.0
/// \file  The coroutine type of executions that suspend: a flow, the tasks that it is made of, and how it is ended early.
#pragma once
#include <hibana/execution/blocking_task.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace hibana {

namespace detail {

/// What a flow is suspended in. Told to end early, it resumes the flow with an error.
class suspension {
public:
    virtual void interrupt() = 0;
    /// The same where nothing may be seen of what is waited for: it may go on to its end.
    virtual void cancel_totally() { interrupt(); }

protected:
    ~suspension() = default;
};

/// What the tasks of one flow share: where it waits, and whether it was told to end.
///
/// A flow is resumed by what it waits in, on its executor; so is everything here called.
class flow {
public:
    flow() = default;
    flow(const flow&) = delete;
    flow& operator=(const flow&) = delete;

    /// From now on no wait begins, and the one that is under way ends early; where nothing may be seen of it (`totally`), unless
    /// something might be.
    void cancel(bool totally = false) {
        is_cancelled_totally_ = totally && (is_cancelled_totally_ || !is_cancelled_);
        is_cancelled_ = true;
        if (!totally) interrupt();
        else if (waits_in_) waits_in_->cancel_totally();
    }
    /// Ends the wait that is under way, and leaves later ones alone.
    void interrupt() {
        if (waits_in_) waits_in_->interrupt();
    }
    bool is_cancelled() const noexcept { return is_cancelled_; }
    /// It is, and nothing may be seen of it.
    bool is_cancelled_totally() const noexcept { return is_cancelled_totally_; }

    /// For what a flow waits in: it waits here, or goes on.
    void waits_in(suspension* where) noexcept { waits_in_ = where; }
    /// For what a flow waits in and what will never end: destroys all of its tasks, unresumed.
    void abandon() { whole_.destroy(); }

protected:
    ~flow() = default;
    std::coroutine_handle<> whole_{};

private:
    suspension* waits_in_ = nullptr;
    bool is_cancelled_ = false;
    bool is_cancelled_totally_ = false;
};

/// Who owns a flow knows it by this, which is empty while the flow does not run.
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

    /// For the flow itself.
    void runs(flow* one) noexcept { flow_ = one; }

private:
    flow* flow_ = nullptr;
};

class flow_promise {
public:
    detail::flow* flow() const noexcept { return flow_; }
    static std::suspend_always initial_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { thrown_ = std::current_exception(); }

    // The awaiting task is resumed here only where it has been suspended: a task that never waited returns to it like a function, so
    // that a loop over such tasks does not grow the stack.
    struct ending {
        static bool await_ready() noexcept { return false; }
        template <class Promise> void await_suspend(std::coroutine_handle<Promise> self) noexcept {
            if (const auto awaiting = self.promise().awaiting_) awaiting.resume();
        }
        static void await_resume() noexcept {}
    };
    static ending final_suspend() noexcept { return {}; }

    static void* operator new(std::size_t size) { return frame_cache::take(size); }
    static void operator delete(void* frame, std::size_t size) noexcept { frame_cache::give(frame, size); }

    void belongs_to(detail::flow* one) noexcept { flow_ = one; }
    void is_awaited_by(std::coroutine_handle<> other) noexcept { awaiting_ = other; }

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

/// A coroutine that starts when it is awaited, by a task of the same flow. Gives what it returned, or throws what it threw.
template <class T> class [[nodiscard]] flow_task {
public:
    class promise_type : public detail::flow_promise {
    public:
        flow_task get_return_object() noexcept {
            return flow_task(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        template <class Value> void return_value(Value&& value) { value_.emplace(std::forward<Value>(value)); }
        T take() {
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
        handle_.promise().belongs_to(awaiting.promise().flow());
        handle_.resume();
        if (handle_.done()) return false;
        handle_.promise().is_awaited_by(awaiting);
        return true;
    }
    T await_resume() { return handle_.promise().take(); }

private:
    explicit flow_task(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

namespace detail {

/// The coroutine that a flow begins with. Nobody awaits it: what it throws goes to who resumed it, which is the event loop.
class detached_task {
public:
    class promise_type : public detail::flow {
    public:
        promise_type() { whole_ = std::coroutine_handle<promise_type>::from_promise(*this); }
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

/// Runs a task as a flow of its own, up to its first wait; `done(outcome)` is called at its end, with what the task gave.
///
/// `place` says meanwhile that it runs, and outlives it: whatever the task holds on to may be that.
template <class T, class Done> detached_task start_flow(task_handle& place, flow_task<T> task, Done done) {
    struct presence {
        task_handle* place;
        explicit presence(task_handle& where, flow* self) : place(&where) { place->runs(self); }
        ~presence() { leave(); }
        void leave() {
            if (place) std::exchange(place, nullptr)->runs(nullptr);
        }
    };
    this_task_context self;
    presence here(place, co_await self);
    flow_task<T> whole(std::move(task));  // is gone before `done`, which may keep alive what it uses
    T outcome = co_await whole;
    here.leave();
    done(std::move(outcome));
}

}  // namespace detail
}  // namespace hibana
