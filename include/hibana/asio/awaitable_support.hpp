// SPDX-License-Identifier: BSL-1.0
/// \file  How asio::awaitable awaits a call: without a frame, without moving the reply, and with the exceptions of the library.
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

/// In the signature of a call: the outcome stays where it is, and `Face::deliver` makes of it what `co_await` gives, or throws.
template <class Face, class Outcome> struct in_its_place {};

// What Asio asks a type that is awaited, and the answers.
using operation_probe = asio::detail::async_operation_probe;
using operation_probe_result = asio::detail::async_operation_probe_result;
using signature_probe = asio::detail::completion_signature_probe;
template <class Signature> struct signature_of {
    using type = Signature;
};

}  // namespace hibana::detail

// Asio up to 1.26 cannot co_await an operation that ends with an exception_ptr and a value. What stands here specialises, for a
// signature of ours, the handler that its await_transform makes.
#if defined(HIBANA_ASIO_STANDALONE)
namespace asio::detail {
#else
namespace boost::asio::detail {
#endif

template <class Face, class Outcome, class Executor>
class awaitable_async_op_handler<void(hibana::detail::in_its_place<Face, Outcome>), Executor> : public awaitable_thread<Executor> {
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

    static auto resume(result_type& outcome) { return Face::unwrap(std::move(*outcome)); }

private:
    result_type& outcome_;
};

#if HIBANA_ASIO_VERSION < 102700
// What such an operation needs where it is awaited after all, as with the token `deferred`: what Asio itself has for it does not compile
// before 1.27 (chriskohlhoff/asio#1172).
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
