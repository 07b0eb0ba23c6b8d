// SPDX-License-Identifier: BSL-1.0
/// \file  Operations of an asynchronous client: as an awaitable, and with a completion handler.
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

/// Whether a handler of the executor `handler_executor` may be called by a function that runs on `current`.
template <class HandlerExecutor, class Current>
bool is_same_executor(const HandlerExecutor& handler_executor, const Current& current) {
    if constexpr (std::is_same_v<HandlerExecutor, Current>) return handler_executor == current;
    else if constexpr (requires { handler_executor.template target<Current>(); }) {
        const auto* const inner = handler_executor.template target<Current>();
        return inner && *inner == current;
    } else return false;
}

/// An operation with its response. The derived class completes it.
template <class Multiplexer, class Response> class queued_operation : public operation<Multiplexer> {
    using base = operation<Multiplexer>;

protected:
    enum class completion : unsigned char { delivered, abandoned };
    using completion_function = void (*)(queued_operation& self, completion how);

    template <class... Request>
    explicit queued_operation(completion_function on_complete, const operation_options& options, const Request&... request)
        : base(functions, 0), response_(request...), on_complete_(on_complete) {
        this->replies = response_.replies();
        set_options(options);
    }
    queued_operation(completion_function on_complete, const operation_options& options, Response&& response)
        : base(functions, response.replies()), response_(std::move(response)), on_complete_(on_complete) {
        set_options(options);
    }
    ~queued_operation() = default;

    Response response_;
    completion_function on_complete_;

private:
    void set_options(const operation_options& options) {
        if constexpr (requires { response_.depends_on_watch(); })
            if (options.depends_on_watch) response_.depends_on_watch();
    }

    static feed_result feed(base& operation, Multiplexer& multiplexer, bool is_partial) {
        auto& self = static_cast<queued_operation&>(operation);
        error broken;
        const feed_result fed = self.response_.consume(multiplexer.connection(), is_partial, self.replies, broken);
        if (fed != feed_result::done) [[unlikely]] return fed == feed_result::error ? multiplexer.break_stream(std::move(broken)) : fed;
        if constexpr (Response::is_single) {
            const error* const refusal = self.response_.server_error();
            if (refusal && multiplexer.requeue_if_retryable(self, *refusal)) [[unlikely]] {
                self.response_.reset();
                return feed_result::done;
            }
        }
        multiplexer.pop(self);
        multiplexer.notify_failures(self.response_.outcome());
        self.on_complete_(self, completion::delivered);
        return feed_result::done;
    }
    static void fail(base& operation, Multiplexer& multiplexer, error err) {
        auto& self = static_cast<queued_operation&>(operation);
        self.response_.fail(std::move(err));
        multiplexer.notify_failures(self.response_.outcome());
        self.on_complete_(self, completion::delivered);
    }
    static void abandon(base& operation) noexcept {
        auto& self = static_cast<queued_operation&>(operation);
        self.on_complete_(self, completion::abandoned);
    }
    static constexpr typename base::vtable_type functions{&feed,   &fail, &abandon, Response::command, Response::is_idempotent,
                                                          Response::only_reads, Response::is_single};
};

/// Whether a cancellation of this type must have no effect that the caller can observe.
constexpr bool is_total(asio::cancellation_type type) noexcept {
    const auto with_effects = asio::cancellation_type::partial | asio::cancellation_type::terminal;
    return (type & with_effects) == asio::cancellation_type::none;
}

/// The function in the cancellation slot of a handler.
template <class Multiplexer> struct operation_canceller {
    Multiplexer* multiplexer;
    operation<Multiplexer>* target;
    void operator()(asio::cancellation_type type) const {
        if (type != asio::cancellation_type::none) multiplexer->cancel(*target, is_total(type));
    }
};

/// An operation that is awaited, once. It lives where it was returned to, usually in the frame of the coroutine, and is the queue node.
///
/// The request is encoded when it starts, and is not referred to afterwards. It is removed from its queue if it is destroyed before it
/// completes.
template <class Adapter, class Multiplexer, class Response>
class [[nodiscard]] awaitable_operation final : public queued_operation<Multiplexer, Response> {
    using base = queued_operation<Multiplexer, Response>;
    using outcome_type = typename Response::outcome_type;
    using signature = void(in_place_result<Adapter, outcome_type>);
    using typename base::completion;

public:
    /// Starts the operation, whose requests `write(buffer)` appends.
    template <class Write, class... Request>
    awaitable_operation(Multiplexer& multiplexer, operation_options& options, const Write& write, const Request&... request)
        : base(&on_complete, options, request...), multiplexer_(&multiplexer) {
        struct rollback {
            awaitable_operation* started;
            ~rollback() {
                if (started) started->multiplexer_->rollback(*started);
            }
        } rollback_guard{this};
        multiplexer.enqueue(*this, options, write);
        rollback_guard.started = nullptr;
    }
    awaitable_operation(const awaitable_operation&) = delete;
    awaitable_operation& operator=(const awaitable_operation&) = delete;
    ~awaitable_operation() {
        if (this->is_queued()) multiplexer_->remove(*this);
    }

    // ---- awaited in an asio::awaitable

    operation_probe_result operator()(operation_probe);
    signature_of<signature> operator()(signature_probe);

    template <class Executor> void operator()(asio::detail::awaitable_async_op_handler<signature, Executor>&& handler) {
        using handler_type = asio::detail::awaitable_async_op_handler<signature, Executor>;
        static_assert(sizeof(handler_type) <= sizeof waiter_storage_ && alignof(handler_type) <= alignof(void*));
        auto slot = handler.get_cancellation_slot();
        auto* const waiter = ::new (static_cast<void*>(waiter_storage_)) handler_type(std::move(handler));
        if (is_done_) [[unlikely]] return asio::post(waiter->executor(), posted_continuation(this, &resume_handler<handler_type>));
        resume_ = &resume<handler_type>;
        if (slot.is_connected()) [[unlikely]] slot.template emplace<operation_canceller<Multiplexer>>(multiplexer_, this);
    }

    // ---- awaited in a coroutine of another type, which is resumed directly

    bool await_ready() const noexcept { return is_done_; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept {
        ::new (static_cast<void*>(waiter_storage_)) std::coroutine_handle<>(waiter);
        resume_ = [](awaitable_operation& self, completion how) {
            const auto stored = *std::launder(reinterpret_cast<std::coroutine_handle<>*>(self.waiter_storage_));
            if (how == completion::delivered) stored.resume();
        };
    }
    auto await_resume() { return Adapter::unwrap(std::move(this->response_.outcome())); }

    // ---- awaited in a flow

    /// `waiter.ended(is_delivered)` is called once; if it is false, the operation will never complete.
    template <class Waiter> void set_waiter(Waiter& waiter) noexcept {
        ::new (static_cast<void*>(waiter_storage_)) Waiter*(&waiter);
        resume_ = [](awaitable_operation& self, completion how) {
            (*std::launder(reinterpret_cast<Waiter**>(self.waiter_storage_)))->ended(how == completion::delivered);
        };
    }
    void cancel(bool is_total) { multiplexer_->cancel(*this, is_total); }

private:
    using resume_function = void (*)(awaitable_operation& self, completion how);

    static void on_complete(base& operation, completion how) {
        auto& self = static_cast<awaitable_operation&>(operation);
        self.is_done_ = true;
        if (self.resume_) [[likely]] self.resume_(self, how);
    }
    template <class Handler> static void resume(awaitable_operation& self, completion how) {
        Handler& waiter = *std::launder(reinterpret_cast<Handler*>(self.waiter_storage_));
        if (how == completion::delivered && !is_same_executor(waiter.executor(), self.multiplexer_->executor())) [[unlikely]]
            return asio::post(waiter.executor(), posted_continuation(&self, &resume_handler<Handler>));
        resume_handler<Handler>(&self, how == completion::delivered);
    }
    // The coroutine is resumed, or destroyed with its frame, to which the operation belongs.
    template <class Handler> static void resume_handler(void* operation, bool is_delivered) {
        auto& self = *static_cast<awaitable_operation*>(operation);
        auto* const stored = std::launder(reinterpret_cast<Handler*>(self.waiter_storage_));
        Handler handler(std::move(*stored));
        stored->~Handler();
        if (is_delivered) handler(self.response_.outcome());
    }

    Multiplexer* multiplexer_;
    resume_function resume_ = nullptr;
    bool is_done_ = false;
    alignas(void*) unsigned char waiter_storage_[2 * sizeof(void*)];
};

/// Calls the handler of an operation with these arguments, on its executor. `Operation` has `work`, which is set if that is not the
/// executor of the client, and `release()`, which destroys the operation, frees its memory and returns the handler.
template <class Operation, class... Argument> void call_handler(Operation& operation, Argument... argument) {
    if (!operation.work) [[likely]] {
        auto handler = operation.release();
        return std::move(handler)(std::move(argument)...);
    }
    const auto work = std::move(operation.work);
    const auto executor = work->get_executor();
    asio::dispatch(executor, [handler = operation.release(), all = std::tuple<Argument...>(std::move(argument)...)]() mutable {
        std::apply([&handler](Argument&... each) { std::move(handler)(std::move(each)...); }, all);
    });
}
/// Calls the handler of an operation with its outcome.
template <class Adapter, class Operation, class Outcome> void deliver_to_handler(Operation& operation, Outcome& outcome) {
    if constexpr (Adapter::throws) {
        std::exception_ptr thrown = Adapter::to_exception(outcome);
        if (thrown) [[unlikely]] call_handler(operation, std::move(thrown), unwrapped<Adapter, Outcome>{});
        else call_handler(operation, std::exception_ptr(), Adapter::unwrap(std::move(outcome)));
    } else {
        call_handler(operation, std::move(outcome));
    }
}

/// The executor that a handler is called on if it is not that of the client, kept from running out of work.
template <class Handler, class Executor>
using handler_work = std::optional<asio::executor_work_guard<asio::associated_executor_t<Handler, Executor>>>;
template <class Handler, class Executor> handler_work<Handler, Executor> work_for(const Handler& handler, const Executor& own) {
    const auto executor = asio::get_associated_executor(handler, own);
    if (is_same_executor(executor, own)) return std::nullopt;
    return handler_work<Handler, Executor>(std::in_place, executor);
}

/// An operation that completes by a handler. Its memory is allocated by the handler's allocator, or by the multiplexer, and freed before
/// the handler is called.
template <class Adapter, class Multiplexer, class Response, class Handler>
class handler_operation final : public queued_operation<Multiplexer, Response> {
    using base = queued_operation<Multiplexer, Response>;
    using executor_type = decltype(std::declval<const Multiplexer&>().executor());
    using allocator = typename std::allocator_traits<
        asio::associated_allocator_t<Handler, slab_allocator<void>>>::template rebind_alloc<handler_operation>;
    using traits = std::allocator_traits<allocator>;
    using typename base::completion;

public:
    /// Starts an operation, whose requests `write(buffer)` appends.
    template <class Write>
    static void start(Handler&& handler, Multiplexer& multiplexer, operation_options& options, const Write& write, Response&& response) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto memory = allocator_for(handler, multiplexer);
        handler_operation* const allocated = traits::allocate(memory, 1);
        struct rollback {
            allocator& memory;
            handler_operation* allocated;
            handler_operation* constructed;
            decltype(slot)* emplaced;
            ~rollback() {
                if (!allocated) return;
                if (constructed) {
                    if (emplaced) emplaced->clear();
                    constructed->multiplexer_->rollback(*constructed);
                    constructed->~handler_operation();
                }
                traits::deallocate(memory, allocated, 1);
            }
        } rollback_guard{memory, allocated, nullptr, nullptr};
        auto* const self =
            ::new (static_cast<void*>(allocated)) handler_operation(std::move(handler), multiplexer, options, std::move(response));
        rollback_guard.constructed = self;
        if (slot.is_connected()) [[unlikely]] {
            slot.template emplace<operation_canceller<Multiplexer>>(&multiplexer, self);
            rollback_guard.emplaced = &slot;
        }
        multiplexer.enqueue(*self, options, write);
        rollback_guard.allocated = nullptr;
    }

    // ---- for `call_handler`

    handler_work<Handler, executor_type> work;

    Handler release() {
        Handler handler(std::move(handler_));
        auto memory = allocator_for(handler, *multiplexer_);
        this->~handler_operation();
        traits::deallocate(memory, this, 1);
        return handler;
    }

private:
    handler_operation(Handler&& handler, Multiplexer& multiplexer, const operation_options& options, Response&& response)
        : base(&on_complete, options, std::move(response)), work(work_for(handler, multiplexer.executor())), handler_(std::move(handler)),
          multiplexer_(&multiplexer) {}
    ~handler_operation() = default;

    static allocator allocator_for(const Handler& handler, Multiplexer& multiplexer) {
        return allocator(asio::get_associated_allocator(handler, slab_allocator<void>(multiplexer.memory())));
    }

    static void on_complete(base& operation, completion how) {
        auto& self = static_cast<handler_operation&>(operation);
        if (how == completion::abandoned) return static_cast<void>(self.release());
        if (auto slot = asio::get_associated_cancellation_slot(self.handler_); slot.is_connected()) slot.clear();
        deliver_to_handler<Adapter>(self, self.response_.outcome());
    }

    Handler handler_;
    Multiplexer* multiplexer_;
};

/// The signature of a completion handler.
template <class Adapter, class Outcome, bool Throws = Adapter::throws> struct handler_signature {
    using type = void(Outcome);
};
template <class Adapter, class Outcome> struct handler_signature<Adapter, Outcome, true> {
    using type = void(std::exception_ptr, unwrapped<Adapter, Outcome>);
};

/// Whether a completion token is itself the handler, as a callback is, and one that is bound to an executor.
template <class Token, class Signature>
concept is_its_own_handler = requires {
    requires std::is_same_v<typename asio::async_result<Token, Signature>::completion_handler_type, Token>;
    requires std::is_void_v<typename asio::async_result<Token, Signature>::return_type>;
};

/// Whether a token that is its own handler can be called with the arguments of the signature. Other tokens are not checked.
template <class Token, class Signature> inline constexpr bool is_invocable_as = true;
template <class Token, class... Argument>
    requires is_its_own_handler<Token, void(Argument...)>
inline constexpr bool is_invocable_as<Token, void(Argument...)> =
    requires(Token& handler, Argument&... argument) { std::move(handler)(std::move(argument)...); };

/// Checks a completion token; the diagnostics say which arguments a callback is called with.
template <class Adapter, class Token, class Signature> consteval bool check_token() {
    static_assert(is_invocable_as<Token, Signature> || !Adapter::throws,
                  "hibana: a callback is called with (std::exception_ptr, T), where T is what co_await gives for the same call; this one "
                  "cannot be");
    static_assert(is_invocable_as<Token, Signature> || Adapter::throws,
                  "hibana: a callback of results(), or with return_errors, is called with one argument, what co_await gives for the same "
                  "call, such as result<T>; this one cannot be");
    return is_invocable_as<Token, Signature>;
}

}  // namespace hibana::detail
