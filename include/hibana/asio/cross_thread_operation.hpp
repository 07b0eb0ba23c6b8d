// SPDX-License-Identifier: BSL-1.0
/// \file  Operations that any thread may start: as an awaitable, and with a completion handler.
#pragma once
#include <hibana/asio/awaitable_support.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/asio/operation.hpp>
#include <hibana/call/response.hpp>
#include <hibana/call/result_adapter.hpp>
#include <hibana/core/error.hpp>
#include <hibana/multiplex/submitted_operation.hpp>

#include <atomic>
#include <coroutine>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

namespace hibana::detail {

/// The function in the cancellation slot of a handler; called at any time, on any thread.
template <class Queue> class cross_thread_canceller {
public:
    cross_thread_canceller(std::shared_ptr<Queue> queue, typename Queue::block_ptr block)
        : queue_(std::move(queue)), block_(std::move(block)) {}
    void operator()(asio::cancellation_type type) const {
        if (type != asio::cancellation_type::none) queue_->cancel(block_, is_total(type));
    }

private:
    std::shared_ptr<Queue> queue_;
    typename Queue::block_ptr block_;
};

/// An operation that is awaited. Its caller and the executor own one reference each.
template <class Adapter, class Queue, class Response>
class shared_operation_state final : public queued_operation<typename Queue::multiplexer_type, detachable<Response>>,
                                     public submitted_operation<typename Queue::multiplexer_type>,
                                     public control_block<typename Queue::multiplexer_type> {
    using multiplexer_type = typename Queue::multiplexer_type;
    using base = queued_operation<multiplexer_type, detachable<Response>>;
    using block = control_block<multiplexer_type>;
    using block_ptr = typename Queue::block_ptr;
    using typename base::completion;

public:
    using outcome_type = typename Response::outcome_type;
    using signature = void(in_place_result<Adapter, outcome_type>);
    template <class Executor> using waiter_type = asio::detail::awaitable_async_op_handler<signature, Executor>;

    template <class... Request>
    shared_operation_state(std::shared_ptr<Queue> queue, operation_options requested, const Request&... request)
        : base(&on_complete, requested, request...), submitted_operation<multiplexer_type>(*this, std::move(requested)),
          block(*this, &destroy), queue_(std::move(queue)) {}

    template <class Write> void enqueue(const Write& write) {
        block_ptr of_executor = add_reference();
        queue_->enqueue(*this, write);
        of_executor.release_ownership();
    }

    bool is_done() const noexcept { return state_.load(std::memory_order_acquire) == state::done; }
    outcome_type& outcome() { return this->response_.outcome(); }
    void cancel(bool is_total) { queue_->cancel(add_reference(), is_total); }

    /// Releases the reference of the caller, which does not wait any more.
    void detach() {
        const state before = state_.exchange(state::detached, std::memory_order_acq_rel);
        if (before == state::done || before == state::abandoned) return this->release();
        this->response_.detach();
        queue_->remove(*this);
    }

    /// Resumes an asio::awaitable on completion, by a posted function if it is done.
    template <class Executor> void resume_on_done(waiter_type<Executor>&& handler) {
        auto slot = handler.get_cancellation_slot();
        if (slot.is_connected()) [[unlikely]] slot.template emplace<cross_thread_canceller<Queue>>(queue_, add_reference());
        store_waiter(std::move(handler));
        if (try_suspend(&resume<waiter_type<Executor>>)) [[likely]] return;
        waiter_type<Executor> ready = take_waiter<waiter_type<Executor>>();
        if (state_.load(std::memory_order_acquire) == state::abandoned) return;
        const auto executor = ready.executor();
        asio::post(executor, [moved = std::move(ready), this]() mutable { moved(outcome()); });
    }
    /// Resumes a coroutine of another type on completion; returns false if it is done.
    bool resume_on_done(std::coroutine_handle<> waiter) noexcept {
        store_waiter(std::move(waiter));
        const bool is_suspended = try_suspend([](shared_operation_state& self, completion how) {
            const auto stored = self.template take_waiter<std::coroutine_handle<>>();
            if (how == completion::delivered) stored.resume();
        });
        return is_suspended || state_.load(std::memory_order_relaxed) == state::abandoned;
    }
    /// Calls `waiter.ended(is_delivered)` on completion.
    template <class Waiter> void set_waiter(Waiter& waiter) noexcept {
        store_waiter(&waiter);
        try_suspend([](shared_operation_state& self, completion how) {
            self.template take_waiter<Waiter*>()->ended(how == completion::delivered);
        });
    }

private:
    enum class state : unsigned char { started, awaited, done, abandoned, detached };
    using resume_function = void (*)(shared_operation_state& self, completion how);

    ~shared_operation_state() = default;
    static void destroy(block& self) noexcept { delete static_cast<shared_operation_state*>(&self); }

    block_ptr add_reference() noexcept {
        this->add_ref();
        return block_ptr(this);
    }
    template <class Waiter> void store_waiter(Waiter&& waiter) {
        using stored = std::remove_cvref_t<Waiter>;
        static_assert(sizeof(stored) <= sizeof waiter_storage_ && alignof(stored) <= alignof(void*));
        ::new (static_cast<void*>(waiter_storage_)) stored(std::forward<Waiter>(waiter));
    }
    template <class Waiter> Waiter take_waiter() {
        auto* const stored = std::launder(reinterpret_cast<Waiter*>(waiter_storage_));
        Waiter waiter(std::move(*stored));
        stored->~Waiter();
        return waiter;
    }
    /// Returns whether the waiter will be resumed.
    bool try_suspend(resume_function resume_waiter) noexcept {
        resume_ = resume_waiter;
        state expected = state::started;
        return state_.compare_exchange_strong(expected, state::awaited, std::memory_order_acq_rel, std::memory_order_acquire);
    }

    static void on_complete(base& operation, completion how) {
        auto& self = static_cast<shared_operation_state&>(operation);
        const block_ptr of_executor(&self);
        self.block::on_complete();
        const state before =
            self.state_.exchange(how == completion::delivered ? state::done : state::abandoned, std::memory_order_acq_rel);
        if (before == state::awaited) [[likely]] self.resume_(self, how);
    }
    template <class Handler> static void resume(shared_operation_state& self, completion how) {
        Handler handler = self.template take_waiter<Handler>();
        if (how == completion::abandoned) return;
        const auto executor = handler.executor();
        if (is_same_executor(executor, self.queue_->executor())) return handler(self.outcome());
        // the posted function may run at once, and its loop may run out of work then
        const asio::executor_work_guard<std::remove_const_t<decltype(executor)>> work(executor);
        asio::post(executor, [moved = std::move(handler), &self]() mutable { moved(self.outcome()); });
    }

    std::shared_ptr<Queue> queue_;
    resume_function resume_ = nullptr;
    std::atomic<state> state_{state::started};
    alignas(void*) unsigned char waiter_storage_[2 * sizeof(void*)];
};

/// An operation that is awaited, once, on any thread. If it is destroyed before it completes, it is removed from its queue, and nothing
/// that belongs to the caller is accessed any more.
template <class Adapter, class Queue, class Response> class [[nodiscard]] cross_thread_operation {
    using state_type = shared_operation_state<Adapter, Queue, Response>;

public:
    /// Submits the operation, whose requests `write(buffer)` appends.
    template <class Write, class... Request>
    cross_thread_operation(std::shared_ptr<Queue> queue, operation_options options, const Write& write, const Request&... request)
        : state_(new state_type(std::move(queue), std::move(options), request...)) {
        struct rollback {
            state_type* constructed;
            ~rollback() {
                if (constructed) constructed->release();
            }
        } rollback_guard{state_};
        state_->enqueue(write);
        rollback_guard.constructed = nullptr;
    }
    cross_thread_operation(const cross_thread_operation&) = delete;
    cross_thread_operation& operator=(const cross_thread_operation&) = delete;
    ~cross_thread_operation() { state_->detach(); }

    // ---- awaited in an asio::awaitable

    operation_probe_result operator()(operation_probe);
    signature_of<typename state_type::signature> operator()(signature_probe);
    template <class Executor>
    void operator()(asio::detail::awaitable_async_op_handler<typename state_type::signature, Executor>&& handler) {
        state_->resume_on_done(std::move(handler));
    }

    // ---- awaited in a coroutine of another type, which is resumed on the executor of the client

    bool await_ready() const noexcept { return state_->is_done(); }
    bool await_suspend(std::coroutine_handle<> waiter) noexcept { return state_->resume_on_done(waiter); }
    auto await_resume() { return Adapter::unwrap(std::move(state_->outcome())); }

    // ---- awaited in a flow of the executor

    template <class Waiter> void set_waiter(Waiter& waiter) noexcept { state_->set_waiter(waiter); }
    void cancel(bool is_total) { state_->cancel(is_total); }

private:
    state_type* state_;
};

/// An operation that completes by a handler. Its memory is allocated by the handler's allocator, and freed before the handler is called.
template <class Adapter, class Queue, class Response, class Handler>
class cross_thread_handler_operation final : public queued_operation<typename Queue::multiplexer_type, Response>,
                                             public submitted_operation<typename Queue::multiplexer_type> {
    using multiplexer_type = typename Queue::multiplexer_type;
    using base = queued_operation<multiplexer_type, Response>;
    using executor_type = decltype(std::declval<const Queue&>().executor());
    using allocator =
        typename std::allocator_traits<asio::associated_allocator_t<Handler>>::template rebind_alloc<cross_thread_handler_operation>;
    using traits = std::allocator_traits<allocator>;
    using block_ptr = typename Queue::block_ptr;
    using typename base::completion;

public:
    /// Submits an operation, whose requests `write(buffer)` appends.
    template <class Write>
    static void start(Handler&& handler, const std::shared_ptr<Queue>& queue, operation_options options, const Write& write,
                      Response&& response) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto memory = allocator(asio::get_associated_allocator(handler));
        cross_thread_handler_operation* const allocated = traits::allocate(memory, 1);
        struct rollback {
            allocator& memory;
            cross_thread_handler_operation* allocated;
            cross_thread_handler_operation* constructed;
            ~rollback() {
                if (!allocated) return;
                if (constructed) constructed->~cross_thread_handler_operation();
                traits::deallocate(memory, allocated, 1);
            }
        } rollback_guard{memory, allocated, nullptr};
        auto* const self = ::new (static_cast<void*>(allocated))
            cross_thread_handler_operation(std::move(handler), *queue, std::move(options), std::move(response));
        rollback_guard.constructed = self;
        if (slot.is_connected()) {
            self->block_ = block_ptr(new standalone_control_block<multiplexer_type>(*self));
            slot.template emplace<cross_thread_canceller<Queue>>(queue, self->block_);
        }
        queue->enqueue(*self, write);
        rollback_guard.allocated = nullptr;
    }

    // ---- for `call_handler`

    handler_work<Handler, executor_type> work;

    Handler release() {
        Handler handler(std::move(handler_));
        auto memory = allocator(asio::get_associated_allocator(handler));
        this->~cross_thread_handler_operation();
        traits::deallocate(memory, this, 1);
        return handler;
    }

private:
    cross_thread_handler_operation(Handler&& handler, Queue& queue, operation_options requested, Response&& response)
        : base(&on_complete, requested, std::move(response)), submitted_operation<multiplexer_type>(*this, std::move(requested)),
          work(work_for(handler, queue.executor())), handler_(std::move(handler)) {}
    ~cross_thread_handler_operation() {
        if (block_) block_->on_complete();
    }

    // The slot is not cleared: it belongs to the caller, who may use it on another thread.
    static void on_complete(base& operation, completion how) {
        auto& self = static_cast<cross_thread_handler_operation&>(operation);
        if (how == completion::abandoned) return static_cast<void>(self.release());
        deliver_to_handler<Adapter>(self, self.response_.outcome());
    }

    Handler handler_;
    block_ptr block_;  // if there is a slot
};

}  // namespace hibana::detail
