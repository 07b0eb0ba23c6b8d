// SPDX-License-Identifier: BSL-1.0
/// \file  Coroutine type of the blocking execution, which runs to completion when it is called.
#pragma once
#include <coroutine>
#include <cstddef>
#include <exception>
#include <new>
#include <utility>

namespace hibana {

namespace detail {

/// Thread-local cache of coroutine frames, so that a task (a flow and the flows that it awaits) rarely allocates. Frames larger than
/// one block are rare and come from the heap.
class frame_cache {
public:
    static void* allocate(std::size_t size) {
        if (size > block) [[unlikely]] return ::operator new(size);
        cached_frames& cached = of_this_thread;
        if (cached.count == 0) [[unlikely]] return ::operator new(block);
        return cached.frame[--cached.count];
    }

    static void deallocate(void* frame, std::size_t size) noexcept {
        cached_frames& cached = of_this_thread;
        if (size <= block && cached.count < cached.capacity) [[likely]] cached.frame[cached.count++] = frame;
        else deallocate_slow(frame, size);
    }

private:
    static constexpr std::size_t block = 1024;
    static constexpr unsigned max_cached = 4;

    struct cached_frames {
        void* frame[max_cached];
        unsigned count;
        unsigned capacity;  // zero before the thread has registered its cleanup, and after the cleanup has run
        bool is_registered;
    };
    // trivially destructible, so that access needs no guard
    static inline thread_local constinit cached_frames of_this_thread{};

    [[gnu::cold, gnu::noinline]] static void deallocate_slow(void* frame, std::size_t size) noexcept {
        cached_frames& cached = of_this_thread;
        if (size <= block && !cached.is_registered) {
            struct at_thread_end {
                ~at_thread_end() {
                    cached_frames& last = of_this_thread;
                    while (last.count != 0) ::operator delete(last.frame[--last.count]);
                    last.capacity = 0;
                }
            };
            static thread_local at_thread_end release;
            static_cast<void>(&release);
            cached.is_registered = true;
            cached.capacity = max_cached;
            cached.frame[cached.count++] = frame;
        } else {
            ::operator delete(frame);
        }
    }
};

/// Base class of the promises of all blocking tasks.
class blocking_promise {
public:
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    [[gnu::cold, gnu::noinline]] void unhandled_exception() noexcept { thrown_ = std::current_exception(); }

    static void* operator new(std::size_t size) { return frame_cache::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept { frame_cache::deallocate(frame, size); }

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

/// A coroutine that has run to completion, on the stack of its caller, when the call returns. Awaiting it, or `get()`, returns its
/// result or rethrows its exception.
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

        T consume_result() {
            rethrow();
            return std::move(value_);
        }

    private:
        union {
            T value_;  // constructed unless an exception was thrown: the coroutine has completed before anything accesses it
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
    T await_resume() { return handle_.promise().consume_result(); }

    T get() && { return handle_.promise().consume_result(); }

private:
    explicit blocking_task(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

}  // namespace hibana
