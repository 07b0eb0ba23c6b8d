// SPDX-License-Identifier: BSL-1.0
/// \file  Posted functions and flows that keep their owner alive.
#pragma once
#include <hibana/core/result.hpp>
#include <hibana/execution/flow_task.hpp>

#include <memory>
#include <utility>

namespace hibana::detail {

/// Base of an `Owner` that is managed by `std::shared_ptr`. `is_at_rest()` returns whether it is closed and has no pending operations.
///
/// If the event loop is destroyed while a function or flow is pending, all operations are abandoned: `abandon_all()`, `close_if_unused()`.
template <class Owner> class background_tasks {
public:
    background_tasks(const background_tasks&) = delete;
    background_tasks& operator=(const background_tasks&) = delete;

protected:
    using flow_type = flow_task<result<void>>;

    background_tasks() = default;
    ~background_tasks() = default;

    /// Posts a function to the executor. If it throws (`std::bad_alloc`), the exception leaves the event loop, and it is posted again.
    [[gnu::cold, gnu::noinline]] void post(void (*function)(Owner&)) {
        const start_scope scope(*this);
        self().context().execution.post([guard = owner_guard(self()), function]() mutable {
            const auto owner = guard.release();
            run(*owner, function);
        });
    }

    /// Runs a flow of the owner; calls `on_done` when it completes.
    [[gnu::cold, gnu::noinline]] void start(task_handle& handle, flow_type flow, void (*on_done)(Owner&, result<void>)) {
        const start_scope scope(*this);
        start_flow(handle, std::move(flow), [guard = owner_guard(self()), on_done](result<void> outcome) mutable {
            const auto owner = guard.release();
            on_done(*owner, std::move(outcome));
        });
    }

private:
    /// Owns a reference to the owner. If it is destroyed before `release`, the event loop was destroyed, or starting has failed.
    class owner_guard {
    public:
        explicit owner_guard(Owner& owner) : owner_(owner.shared_from_this()) {}
        owner_guard(owner_guard&&) = default;
        ~owner_guard() {
            if (!owner_ || static_cast<background_tasks&>(*owner_).is_starting_) return;
            owner_->abandon_all();
            owner_->close_if_unused();  // while the event loop, which is being destroyed, still has the socket
        }
        std::shared_ptr<Owner> release() { return std::move(owner_); }

    private:
        std::shared_ptr<Owner> owner_;
    };

    /// Marks that a function or flow with an `owner_guard` is being started.
    class start_scope {
    public:
        explicit start_scope(background_tasks& tasks) : tasks_(tasks), before_(std::exchange(tasks.is_starting_, true)) {}
        start_scope(const start_scope&) = delete;
        start_scope& operator=(const start_scope&) = delete;
        ~start_scope() { tasks_.is_starting_ = before_; }

    private:
        background_tasks& tasks_;
        bool before_;
    };

    [[gnu::cold, gnu::noinline]] static void run(Owner& owner, void (*function)(Owner&)) {
#if defined(__cpp_exceptions)
        try {
            function(owner);
        } catch (...) {
            if (!owner.is_at_rest()) owner.post(function);
            throw;
        }
#else
        function(owner);
#endif
    }

    Owner& self() noexcept { return static_cast<Owner&>(*this); }

    bool is_starting_ = false;
};

}  // namespace hibana::detail
