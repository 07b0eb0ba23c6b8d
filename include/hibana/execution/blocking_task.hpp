// SPDX-License-Identifier: BSL-1.0
/// \file  The coroutine type of the blocking execution: it runs to its end when it is called.
#pragma once
#include <coroutine>
#include <cstddef>
#include <exception>
#include <new>
#include <utility>

namespace hibana {

namespace detail {

/// Where the frames of blocking tasks come from: each thread keeps a few for its next tasks (a flow and the flows that it
/// awaits), so that a task allocates nothing. Frames above one block are rare and come from the heap.
class frame_cache {
public:
    static void* take(std::size_t size) {
        if (size > block) [[unlikely]] return ::operator new(size);
        kept_frames& kept = of_this_thread;
        if (kept.count == 0) [[unlikely]] return ::operator new(block);
        return kept.frame[--kept.count];
    }

    static void give(void* frame, std::size_t size) noexcept {
        kept_frames& kept = of_this_thread;
        if (size <= block && kept.count < kept.room) [[likely]] kept.frame[kept.count++] = frame;
        else give_slowly(frame, size);
    }

private:
    static constexpr std::size_t block = 1024;
    static constexpr unsigned most = 4;

    struct kept_frames {
        void* frame[most];
        unsigned count;
        unsigned room;  // zero until this thread frees its frames at its end, and again after that
        bool is_registered;
    };
    // trivially destructible, so that reaching it costs no guard
    static inline thread_local constinit kept_frames of_this_thread{};

    [[gnu::cold, gnu::noinline]] static void give_slowly(void* frame, std::size_t size) noexcept {
        kept_frames& kept = of_this_thread;
        if (size <= block && !kept.is_registered) {
            struct at_thread_end {
                ~at_thread_end() {
                    kept_frames& last = of_this_thread;
                    while (last.count != 0) ::operator delete(last.frame[--last.count]);
                    last.room = 0;
                }
            };
            static thread_local at_thread_end release;
            static_cast<void>(&release);
            kept.is_registered = true;
            kept.room = most;
            kept.frame[kept.count++] = frame;
        } else {
            ::operator delete(frame);
        }
    }
};

/// What the promises of all blocking tasks share.
class blocking_promise {
public:
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    [[gnu::cold, gnu::noinline]] void unhandled_exception() noexcept { thrown_ = std::current_exception(); }

    static void* operator new(std::size_t size) { return frame_cache::take(size); }
    static void operator delete(void* frame, std::size_t size) noexcept { frame_cache::give(frame, size); }

protected:
    [[nodiscard]] bool has_thrown() const noexcept { return static_cast<bool>(thrown_); }
    void rethrow() {
        if (thrown_) [[unlikely]] rethrow_it();
    }

private:
    [[noreturn, gnu::cold, gnu::noinline]] void rethrow_it() { std::rethrow_exception(thrown_); }

    std::exception_ptr thrown_;
};

}  // namespace detail

/// A coroutine that has run to its end, on its caller's stack, when the call returns. Awaiting it, or `get()`, takes what
/// it returned, or throws what it threw.
template <class T> class [[nodiscard]] blocking_task {
public:
    class promise_type : public detail::blocking_promise {
    public:
        promise_type() noexcept {}
        ~promise_type() {
            if (!has_thrown()) value_.~T();
        }
        blocking_task get_return_object() noexcept {
            return blocking_task(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        template <class Value> void return_value(Value&& value) { ::new (&value_) T(std::forward<Value>(value)); }

        T take() {
            rethrow();
            return std::move(value_);
        }

    private:
        union {
            T value_;  // there unless something was thrown: the coroutine has ended when anybody sees it
        };
    };

    blocking_task(blocking_task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    blocking_task& operator=(blocking_task&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~blocking_task() {
        if (handle_) handle_.destroy();
    }

    static constexpr bool await_ready() noexcept { return true; }
    static constexpr void await_suspend(std::coroutine_handle<>) noexcept {}
    T await_resume() { return handle_.promise().take(); }

    T get() && { return handle_.promise().take(); }

private:
    explicit blocking_task(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

}  // namespace hibana
