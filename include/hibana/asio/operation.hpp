// SPDX-License-Identifier: BSL-1.0
/// \file  A call of an asynchronous client on its way: what co_await takes, and what any other completion token makes.
#pragma once
#include <hibana/asio/awaitable_support.hpp>
#include <hibana/asio/config.hpp>
#include <hibana/asio/posted_continuation.hpp>
#include <hibana/call/response.hpp>
#include <hibana/call/result_adapter.hpp>
#include <hibana/core/error.hpp>
#include <hibana/execution/slab.hpp>
#include <hibana/multiplex/operation.hpp>

#include <coroutine>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace hibana::detail {

/// Whether a handler of the executor `one` may be called by a function that runs on `other`.
template <class One, class Other> bool is_same_executor(const One& one, const Other& other) {
    if constexpr (std::is_same_v<One, Other>) return one == other;
    else if constexpr (requires { one.template target<Other>(); }) {
        const auto* const inner = one.template target<Other>();
        return inner && *inner == other;
    } else return false;
}

/// A response in the line of a multiplexer. Who it belongs to says what its end is.
template <class Multiplexer, class Response> class queued_operation : public operation<Multiplexer> {
    using base = operation<Multiplexer>;

public:
    /// For a transaction: keys are watched, which it depends on.
    void depends_on_watch() {
        if constexpr (requires(Response& one) { one.depends_on_watch(); }) response_.depends_on_watch();
    }

protected:
    enum class ending : unsigned char { completed, dropped };
    using ender = void (*)(queued_operation& self, ending how);

    template <class... Said>
    explicit queued_operation(ender end, const Said&... said) : base(kind, 0), response_(said...), end_(end) {
        this->replies = response_.replies();
    }
    queued_operation(ender end, Response&& response)
        : base(kind, response.replies()), response_(std::move(response)), end_(end) {}
    ~queued_operation() = default;

    Response response_;
    ender end_;

private:
    static feed_result feed(base& operation, Multiplexer& from, bool partial) {
        auto& self = static_cast<queued_operation&>(operation);
        error broken;
        const feed_result state = self.response_.consume(from.connection(), partial, self.replies, broken);
        if (state != feed_result::done) [[unlikely]] return state == feed_result::error ? from.breaks(std::move(broken)) : state;
        if constexpr (Response::is_single) {
            const error* const refusal = self.response_.server_error();
            if (refusal && from.requeue_if_retryable(self, *refusal)) [[unlikely]] {
                self.response_.reset();
                return feed_result::done;
            }
        }
        from.release(self);
        from.notify_failures(self.response_.outcome());
        self.end_(self, ending::completed);
        return feed_result::done;
    }
    static void fail(base& operation, Multiplexer& from, error err) {
        auto& self = static_cast<queued_operation&>(operation);
        self.response_.fail(std::move(err));
        from.notify_failures(self.response_.outcome());
        self.end_(self, ending::completed);
    }
    static void drop(base& operation) noexcept {
        auto& self = static_cast<queued_operation&>(operation);
        self.end_(self, ending::dropped);
    }
    static constexpr typename base::kind kind{&feed, &fail, &drop, Response::command, Response::is_idempotent,
                                              Response::only_reads, Response::is_single};
};

/// Whether who cancels so wants nothing to be seen of what is cancelled.
constexpr bool is_total(asio::cancellation_type type) noexcept {
    const auto loses_something = asio::cancellation_type::partial | asio::cancellation_type::terminal;
    return (type & loses_something) == asio::cancellation_type::none;
}

/// Cancels a call from the slot of its handler.
template <class Multiplexer> struct operation_canceller {
    Multiplexer* carrier;
    operation<Multiplexer>* call;
    void operator()(asio::cancellation_type type) const {
        if (type != asio::cancellation_type::none) carrier->cancel(*call, is_total(type));
    }
};

/// A call that has begun, to be awaited once. It holds its own reply, and is what waits in line.
///
/// Nothing of the request is needed any more: it has been encoded. Destroyed before its end, it leaves the line.
template <class Face, class Multiplexer, class Response>
class [[nodiscard]] call final : public queued_operation<Multiplexer, Response> {
    using base = queued_operation<Multiplexer, Response>;
    using outcome_type = typename Response::outcome_type;
    using signature = void(in_place_result<Face, outcome_type>);

public:
    template <class Begin, class... Said>
    call(Multiplexer& carrier, Begin begin, const Said&... said) : base(&end, said...), carrier_(&carrier) {
        struct undo {
            call* begun;
            ~undo() {
                if (begun) begun->carrier_->take_back(*begun);
            }
        } rollback_guard{this};
        begin(carrier, *this);
        rollback_guard.begun = nullptr;
    }
    call(const call&) = delete;
    call& operator=(const call&) = delete;
    ~call() {
        if (this->ticket != base::nowhere) carrier_->leave(*this);
    }

    // ---- awaited by asio::awaitable

    operation_probe_result operator()(operation_probe);
    signature_of<signature> operator()(signature_probe);

    template <class Executor> void operator()(asio::detail::awaitable_async_op_handler<signature, Executor>&& handler) {
        using handler_type = asio::detail::awaitable_async_op_handler<signature, Executor>;
        static_assert(sizeof(handler_type) <= sizeof store_ && alignof(handler_type) <= alignof(void*));
        auto slot = handler.get_cancellation_slot();
        auto* const waiting = ::new (static_cast<void*>(store_)) handler_type(std::move(handler));
        if (is_over_) [[unlikely]] return asio::post(waiting->executor(), posted_continuation(this, &go_on<handler_type>));
        wake_ = &resume<handler_type>;
        if (slot.is_connected()) [[unlikely]] slot.template emplace<operation_canceller<Multiplexer>>(carrier_, this);
    }

    // ---- awaited by any other coroutine: resumed directly

    bool await_ready() const noexcept { return is_over_; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept {
        ::new (static_cast<void*>(store_)) std::coroutine_handle<>(waiter);
        wake_ = [](call& self, typename base::ending how) {
            const auto awaiting = *std::launder(reinterpret_cast<std::coroutine_handle<>*>(self.store_));
            if (how == base::ending::completed) awaiting.resume();
        };
    }
    auto await_resume() { return Face::unwrap(std::move(this->response_.outcome())); }

    // ---- awaited by a flow

    /// `waiter.ended(whether it will ever)` is called once.
    template <class Waiter> void is_awaited_by(Waiter& waiter) noexcept {
        ::new (static_cast<void*>(store_)) Waiter*(&waiter);
        wake_ = [](call& self, typename base::ending how) {
            (*std::launder(reinterpret_cast<Waiter**>(self.store_)))->ended(how == base::ending::completed);
        };
    }
    void cancel(bool totally) { carrier_->cancel(*this, totally); }

private:
    using wake_function = void (*)(call& self, typename base::ending how);

    static void end(queued_operation<Multiplexer, Response>& pending, typename base::ending how) {
        auto& self = static_cast<call&>(pending);
        self.is_over_ = true;
        if (self.wake_) [[likely]] self.wake_(self, how);
    }
    template <class Handler> static void resume(call& self, typename base::ending how) {
        Handler& waiting = *std::launder(reinterpret_cast<Handler*>(self.store_));
        if (how == base::ending::completed && !is_same_executor(waiting.executor(), self.carrier_->executor())) [[unlikely]]
            return asio::post(waiting.executor(), posted_continuation(&self, &go_on<Handler>));
        go_on<Handler>(&self, how == base::ending::completed);
    }
    // Who waits is resumed, or destroyed; `self` is his.
    template <class Handler> static void go_on(void* of, bool notified) {
        auto& self = *static_cast<call*>(of);
        auto* const stored = std::launder(reinterpret_cast<Handler*>(self.store_));
        Handler handler(std::move(*stored));
        stored->~Handler();
        if (notified) handler(self.response_.outcome());
    }

    Multiplexer* carrier_;
    wake_function wake_ = nullptr;
    bool is_over_ = false;
    alignas(void*) unsigned char store_[2 * sizeof(void*)];
};

/// A call that ends by a handler. Its memory is the handler's, or the multiplexer's, and is given back before the handler is called.
template <class Face, class Multiplexer, class Response, class Handler>
class handler_operation final : public queued_operation<Multiplexer, Response> {
    using base = queued_operation<Multiplexer, Response>;
    using own_executor = decltype(std::declval<const Multiplexer&>().executor());
    using handler_executor = asio::associated_executor_t<Handler, own_executor>;
public:
    /// Begins a call; `begin(multiplexer, call)` puts it in line, or refuses it.
    template <class Begin> static void start(Handler&& handler, Multiplexer& carrier, Response&& response, Begin begin) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto memory = allocator_for(handler, carrier);
        handler_operation* const room = traits::allocate(memory, 1);
        struct undo {
            allocator& memory;
            handler_operation* room;
            handler_operation* made;
            decltype(slot)* taken;
            ~undo() {
                if (!room) return;
                if (made) {
                    if (taken) taken->clear();
                    made->carrier_->take_back(*made);
                    made->~handler_operation();
                }
                traits::deallocate(memory, room, 1);
            }
        } rollback_guard{memory, room, nullptr, nullptr};
        auto* const made = ::new (static_cast<void*>(room)) handler_operation(std::move(handler), carrier, std::move(response));
        rollback_guard.made = made;
        if (slot.is_connected()) [[unlikely]] {
            slot.template emplace<operation_canceller<Multiplexer>>(&carrier, made);
            rollback_guard.taken = &slot;
        }
        begin(carrier, *made);
        rollback_guard.room = nullptr;
    }

private:
    using any_allocator = asio::associated_allocator_t<Handler, slab_allocator<void>>;
    using allocator = typename std::allocator_traits<any_allocator>::template rebind_alloc<handler_operation>;
    using traits = std::allocator_traits<allocator>;

    handler_operation(Handler&& handler, Multiplexer& carrier, Response&& response)
        : base(&end, std::move(response)), handler_(std::move(handler)), carrier_(&carrier) {
        const auto executor = asio::get_associated_executor(handler_, carrier.executor());
        if (!is_same_executor(executor, carrier.executor())) work_.emplace(executor);
    }
    ~handler_operation() = default;

    static allocator allocator_for(const Handler& handler, Multiplexer& carrier) {
        return allocator(asio::get_associated_allocator(handler, slab_allocator<void>(carrier.memory())));
    }
    static Handler release(handler_operation& self) {
        Handler handler(std::move(self.handler_));
        auto memory = allocator_for(handler, *self.carrier_);
        self.~handler_operation();
        traits::deallocate(memory, &self, 1);
        return handler;
    }

    static void end(queued_operation<Multiplexer, Response>& pending, typename base::ending how) {
        auto& self = static_cast<handler_operation&>(pending);
        if (how == base::ending::dropped) return static_cast<void>(release(self));
        if (auto slot = asio::get_associated_cancellation_slot(self.handler_); slot.is_connected()) slot.clear();
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
    template <class... Argument> static void call_with(handler_operation& self, Argument... argument) {
        if (!self.work_) [[likely]] {
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
    Multiplexer* carrier_;
    std::optional<asio::executor_work_guard<handler_executor>> work_;  // of an executor that is not the client's
};

/// What a call with a completion token ends with.
template <class Face, class Outcome, bool Throws = Face::throws> struct completion {
    using signature = void(Outcome);
};
template <class Face, class Outcome> struct completion<Face, Outcome, true> {
    using signature = void(std::exception_ptr, unwrapped<Face, Outcome>);
};

/// Whether a completion token is the handler that it makes, as a callback is, and one that is bound to an executor.
template <class Token, class Signature>
concept is_its_own_handler = requires {
    requires std::is_same_v<typename asio::async_result<Token, Signature>::completion_handler_type, Token>;
    requires std::is_void_v<typename asio::async_result<Token, Signature>::return_type>;
};

/// Whether a token can be called as the signature says, if it is what is called; what other tokens make of the signature is theirs.
template <class Token, class Signature> inline constexpr bool is_called_with = true;
template <class Token, class... Argument>
    requires is_its_own_handler<Token, void(Argument...)>
inline constexpr bool is_called_with<Token, void(Argument...)> =
    requires(Token& handler, Argument&... argument) { std::move(handler)(std::move(argument)...); };

/// Whether calls may end by this token; says what a callback is called with, where that is the reason.
template <class Face, class Token, class Signature> consteval bool may_end() {
    static_assert(is_called_with<Token, Signature> || !Face::throws,
                  "hibana: a callback is called with (std::exception_ptr, T), where T is what co_await gives for the same call; this one "
                  "cannot be");
    static_assert(is_called_with<Token, Signature> || Face::throws,
                  "hibana: a callback of results(), or with return_errors, is called with one argument, what co_await gives for the same "
                  "call, such as result<T>; this one cannot be");
    return is_called_with<Token, Signature>;
}

}  // namespace hibana::detail
