// SPDX-License-Identifier: BSL-1.0
/// \file  Support for operations awaited by asio::awaitable without an extra frame or a move of the reply.
#pragma once
#include <hibana/asio/config.hpp>

#include <exception>
#include <utility>

#if !defined(HIBANA_ASIO_STANDALONE)
#include <boost/asio/version.hpp>
#define HIBANA_ASIO_VERSION BOOST_ASIO_VERSION
#else
#define HIBANA_ASIO_VERSION ASIO_VERSION
#endif

namespace hibana::detail {

/// Completion signature of an operation whose outcome stays in place. `Adapter::unwrap` converts it to the result of `co_await`, or throws.
template <class Adapter, class Outcome> struct in_place_result {};

// The probes by which Asio detects an awaitable operation, and their results.
using operation_probe = asio::detail::async_operation_probe;
using operation_probe_result = asio::detail::async_operation_probe_result;
using signature_probe = asio::detail::completion_signature_probe;
template <class Signature> struct signature_of {
    using type = Signature;
};

}  // namespace hibana::detail

// Asio up to 1.26 cannot co_await an operation that completes with an exception_ptr and a value. This specialises, for a signature of
// this library, the handler that its await_transform creates.
#if defined(HIBANA_ASIO_STANDALONE)
namespace asio::detail {
#else
namespace boost::asio::detail {
#endif

template <class Adapter, class Outcome, class Executor>
class awaitable_async_op_handler<void(hibana::detail::in_place_result<Adapter, Outcome>), Executor> : public awaitable_thread<Executor> {
public:
    using result_type = Outcome*;

    template <class... Ignored>
    awaitable_async_op_handler(awaitable_thread<Executor>* from, result_type& outcome, Ignored&&...)
        : awaitable_thread<Executor>(std::move(*from)), outcome_(outcome) {}
    awaitable_async_op_handler(awaitable_async_op_handler&&) = default;

    const Executor& executor() { return this->entry_point()->u_.executor_; }

    void operator()(Outcome& outcome) {
        outcome_ = &outcome;
        this->entry_point()->top_of_stack_->attach_thread(this);
        this->entry_point()->top_of_stack_->clear_cancellation_slot();
        this->pump();
    }

    static auto resume(result_type& outcome) { return Adapter::unwrap(std::move(*outcome)); }

private:
    result_type& outcome_;
};

#if HIBANA_ASIO_VERSION < 102700
// Needed where such an operation is awaited after all, as with the token `deferred`: the handler of Asio before 1.27 does not compile
// (chriskohlhoff/asio#1172).
template <class Type, class Executor>
class awaitable_async_op_handler<void(std::exception_ptr, Type), Executor> : public awaitable_thread<Executor> {
public:
    struct result_type {
        std::exception_ptr* thrown = nullptr;
        Type* value = nullptr;
    };

    awaitable_async_op_handler(awaitable_thread<Executor>* from, result_type& result)
        : awaitable_thread<Executor>(std::move(*from)), result_(result) {}

    void operator()(std::exception_ptr thrown, Type value) {
        result_ = {&thrown, &value};
        this->entry_point()->top_of_stack_->attach_thread(this);
        this->entry_point()->top_of_stack_->clear_cancellation_slot();
        this->pump();
    }

    static Type resume(result_type& result) {
        if (*result.thrown) std::rethrow_exception(std::exchange(*result.thrown, nullptr));
        return std::move(*result.value);
    }

private:
    result_type& result_;
};
#endif

}  // namespace asio::detail

#undef HIBANA_ASIO_VERSION
