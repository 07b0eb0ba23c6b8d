// SPDX-License-Identifier: BSL-1.0
/// \file  A call made by any thread: what co_await takes, and what any other completion token makes.
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
#include <tuple>
#include <type_traits>
#include <utility>

namespace hibana::detail {

/// Cancels a call from the slot of its handler, at any time, on any thread.
template <class Inbox> class cross_thread_canceller {
public:
    cross_thread_canceller(std::shared_ptr<Inbox> inbox, typename Inbox::anchor_type call) : inbox_(std::move(inbox)), call_(std::move(call)) {}
    void operator()(asio::cancellation_type type) const {
        if (type != asio::cancellation_type::none) inbox_->cancel(call_, is_total(type));
    }

private:
    std::shared_ptr<Inbox> inbox_;
    typename Inbox::anchor_type call_;
};

/// A call that is awaited. It is shared by who awaits it and the executor.
template <class Face, class Inbox, class Response>
class shared_operation_state final : public queued_operation<typename Inbox::carrier_type, abandonable<Response>>,
                        public submitted_operation<typename Inbox::carrier_type>,
                        public control_block<typename Inbox::carrier_type> {
    using carrier_type = typename Inbox::carrier_type;
    using base = queued_operation<carrier_type, abandonable<Response>>;
    using anchor = control_block<carrier_type>;
    using anchor_type = typename Inbox::anchor_type;
    using ending = typename base::ending;

public:
    using outcome_type = typename Response::outcome_type;
    using signature = void(in_place_result<Face, outcome_type>);
    template <class Executor> using awaiting = asio::detail::awaitable_async_op_handler<signature, Executor>;

    /// Who makes it holds it.
    template <class... Said>
    shared_operation_state(std::shared_ptr<Inbox> inbox, operation_options asked, const Said&... said)
        : base(&end, said...), submitted_operation<carrier_type>(*this, std::move(asked)), anchor(*this, &destroy), inbox_(std::move(inbox)) {}

    template <class Write> void begin(Write&& write) {
        anchor_type of_the_executor = another();
        inbox_->begin(*this, std::forward<Write>(write));
        of_the_executor.forget();
    }

    bool is_over() const noexcept { return stage_.load(std::memory_order_acquire) == stage::over; }
    outcome_type& outcome() { return this->response_.outcome(); }
    void cancel(bool totally) { inbox_->cancel(another(), totally); }

    /// The caller wants it no more, and holds it no longer.
    void give_up() {
        const stage before = stage_.exchange(stage::left, std::memory_order_acq_rel);
        if (before == stage::over || before == stage::dropped) return this->release();
        this->response_.give_up();
        inbox_->leave(*this);
    }

    /// These have the caller wait, unless the end is there already.
    template <class Executor> void resume_at_its_end(awaiting<Executor>&& handler) {
        auto slot = handler.get_cancellation_slot();
        if (slot.is_connected()) [[unlikely]] slot.template emplace<cross_thread_canceller<Inbox>>(inbox_, another());
        keep(std::move(handler));
        if (waits(&resume<awaiting<Executor>>)) [[likely]] return;
        awaiting<Executor> ready = taken<awaiting<Executor>>();
        if (stage_.load(std::memory_order_acquire) == stage::dropped) return;
        const auto executor = ready.executor();
        asio::post(executor, [moved = std::move(ready), this]() mutable { moved(outcome()); });
    }
    bool resume_at_its_end(std::coroutine_handle<> waiter) noexcept {
        keep(std::move(waiter));
        const bool is_to_wait = waits([](shared_operation_state& self, ending how) {
            const auto kept = self.template taken<std::coroutine_handle<>>();
            if (how == ending::completed) kept.resume();
        });
        return is_to_wait || stage_.load(std::memory_order_relaxed) == stage::dropped;
    }
    template <class Waiter> void tell_at_its_end(Waiter& waiter) noexcept {
        keep(&waiter);
        waits([](shared_operation_state& self, ending how) { self.template taken<Waiter*>()->ended(how == ending::completed); });
    }

private:
    enum class stage : unsigned char { begun, awaited, over, dropped, left };
    using waker = void (*)(shared_operation_state& self, ending how);

    ~shared_operation_state() = default;
    static void destroy(anchor& self) noexcept { delete static_cast<shared_operation_state*>(&self); }

    anchor_type another() noexcept {
        this->hold();
        return anchor_type(this);
    }
    template <class Waiter> void keep(Waiter&& waiter) {
        using kept = std::remove_cvref_t<Waiter>;
        static_assert(sizeof(kept) <= sizeof store_ && alignof(kept) <= alignof(void*));
        ::new (static_cast<void*>(store_)) kept(std::forward<Waiter>(waiter));
    }
    template <class Waiter> Waiter taken() {
        auto* const stored = std::launder(reinterpret_cast<Waiter*>(store_));
        Waiter waiter(std::move(*stored));
        stored->~Waiter();
        return waiter;
    }
    bool waits(waker how) noexcept {
        wake_ = how;
        stage expected = stage::begun;
        return stage_.compare_exchange_strong(expected, stage::awaited, std::memory_order_acq_rel, std::memory_order_acquire);
    }

    static void end(base& pending, ending how) {
        auto& self = static_cast<shared_operation_state&>(pending);
        const anchor_type of_the_executor(&self);
        self.ended();
        const stage before = self.stage_.exchange(how == ending::completed ? stage::over : stage::dropped, std::memory_order_acq_rel);
        if (before == stage::awaited) [[likely]] self.wake_(self, how);
    }
    template <class Handler> static void resume(shared_operation_state& self, ending how) {
        Handler handler = self.template taken<Handler>();
        if (how == ending::dropped) return;
        const auto executor = handler.executor();
        if (is_same_executor(executor, self.inbox_->executor())) return handler(self.outcome());
        // as soon as it is posted it may run, and be the last that its loop waits for
        const asio::executor_work_guard<std::remove_const_t<decltype(executor)>> work(executor);
        asio::post(executor, [moved = std::move(handler), &self]() mutable { moved(self.outcome()); });
    }

    std::shared_ptr<Inbox> inbox_;
    waker wake_ = nullptr;
    std::atomic<stage> stage_{stage::begun};
    alignas(void*) unsigned char store_[2 * sizeof(void*)];
};

/// A call that has begun, to be awaited once. Destroyed before its end, it is given up, and nothing of the caller is touched any more.
template <class Face, class Inbox, class Response> class [[nodiscard]] cross_thread_operation {
    using state = shared_operation_state<Face, Inbox, Response>;

public:
    template <class Write, class... Said>
    cross_thread_operation(std::shared_ptr<Inbox> inbox, operation_options terms, Write&& write, const Said&... said)
        : state_(new state(std::move(inbox), std::move(terms), said...)) {
        struct undo {
            state* made;
            ~undo() {
                if (made) made->release();
            }
        } rollback_guard{state_};
        state_->begin(std::forward<Write>(write));
        rollback_guard.made = nullptr;
    }
    cross_thread_operation(const cross_thread_operation&) = delete;
    cross_thread_operation& operator=(const cross_thread_operation&) = delete;
    ~cross_thread_operation() { state_->give_up(); }

    // ---- awaited by asio::awaitable

    operation_probe_result operator()(operation_probe);
    signature_of<typename state::signature> operator()(signature_probe);
    template <class Executor> void operator()(asio::detail::awaitable_async_op_handler<typename state::signature, Executor>&& handler) {
        state_->resume_at_its_end(std::move(handler));
    }

    // ---- awaited by any other coroutine: resumed on the client's executor

    bool await_ready() const noexcept { return state_->is_over(); }
    bool await_suspend(std::coroutine_handle<> waiter) noexcept { return state_->resume_at_its_end(waiter); }
    auto await_resume() { return Face::unwrap(std::move(state_->outcome())); }

    // ---- awaited by a flow of the executor

    template <class Waiter> void is_awaited_by(Waiter& waiter) noexcept { state_->tell_at_its_end(waiter); }
    void cancel(bool totally) { state_->cancel(totally); }

private:
    state* state_;
};

/// A call that ends by a handler. Its memory is the handler's, and is given back before the handler is called.
template <class Face, class Inbox, class Response, class Handler>
class cross_thread_handler_operation final : public queued_operation<typename Inbox::carrier_type, Response>,
                               public submitted_operation<typename Inbox::carrier_type> {
    using carrier_type = typename Inbox::carrier_type;
    using base = queued_operation<carrier_type, Response>;
    using own_executor = decltype(std::declval<const Inbox&>().executor());
    using handler_executor = asio::associated_executor_t<Handler, own_executor>;
    using anchor_type = typename Inbox::anchor_type;

public:
    template <class Write>
    static void start(Handler&& handler, const std::shared_ptr<Inbox>& inbox, operation_options terms, Response&& response,
                      Write&& write) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto memory = allocator(asio::get_associated_allocator(handler));
        cross_thread_handler_operation* const room = traits::allocate(memory, 1);
        struct undo {
            allocator& memory;
            cross_thread_handler_operation* room;
            cross_thread_handler_operation* made;
            ~undo() {
                if (!room) return;
                if (made) made->~cross_thread_handler_operation();
                traits::deallocate(memory, room, 1);
            }
        } rollback_guard{memory, room, nullptr};
        auto* const made = ::new (static_cast<void*>(room))
            cross_thread_handler_operation(std::move(handler), *inbox, std::move(terms), std::move(response));
        rollback_guard.made = made;
        if (slot.is_connected()) {
            made->anchor_ = anchor_type(new standalone_control_block<carrier_type>(*made));
            slot.template emplace<cross_thread_canceller<Inbox>>(inbox, made->anchor_);
        }
        inbox->begin(*made, std::forward<Write>(write));
        rollback_guard.room = nullptr;
    }

private:
    using any_allocator = asio::associated_allocator_t<Handler>;
    using allocator = typename std::allocator_traits<any_allocator>::template rebind_alloc<cross_thread_handler_operation>;
    using traits = std::allocator_traits<allocator>;

    cross_thread_handler_operation(Handler&& handler, Inbox& inbox, operation_options asked, Response&& response)
        : base(&end, std::move(response)), submitted_operation<carrier_type>(*this, std::move(asked)), handler_(std::move(handler)) {
        const auto executor = asio::get_associated_executor(handler_, inbox.executor());
        if (!is_same_executor(executor, inbox.executor())) work_.emplace(executor);
    }
    ~cross_thread_handler_operation() {
        if (anchor_) anchor_->ended();
    }

    static Handler release(cross_thread_handler_operation& self) {
        Handler handler(std::move(self.handler_));
        auto memory = allocator(asio::get_associated_allocator(handler));
        self.~cross_thread_handler_operation();
        traits::deallocate(memory, &self, 1);
        return handler;
    }

    // The slot is left as it is: it belongs to the caller, who may be at it on another thread.
    static void end(base& pending, typename base::ending how) {
        auto& self = static_cast<cross_thread_handler_operation&>(pending);
        if (how == base::ending::dropped) return static_cast<void>(release(self));
        auto& outcome = self.response_.outcome();
        if constexpr (Face::throws) {
            using value = unwrapped<Face, typename Response::outcome_type>;
            std::exception_ptr thrown = Face::to_exception(outcome);
            if (thrown) [[unlikely]] call_with(self, std::move(thrown), value{});
            else call_with(self, std::exception_ptr(), Face::unwrap(std::move(outcome)));
        } else {
            call_with(self, std::move(outcome));
        }
    }
    template <class... Argument> static void call_with(cross_thread_handler_operation& self, Argument... argument) {
        if (!self.work_) {
            Handler handler = release(self);
            return std::move(handler)(std::move(argument)...);
        }
        const auto work = std::move(self.work_);
        const auto executor = work->get_executor();
        asio::dispatch(executor, [handler = release(self), all = std::tuple<Argument...>(std::move(argument)...)]() mutable {
            std::apply([&handler](Argument&... each) { std::move(handler)(std::move(each)...); }, all);
        });
    }

    Handler handler_;
    anchor_type anchor_;  // where there is a slot
    std::optional<asio::executor_work_guard<handler_executor>> work_;  // of an executor that is not the client's
};

}  // namespace hibana::detail
