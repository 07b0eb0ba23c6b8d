// SPDX-License-Identifier: BSL-1.0
/// \file  Execution concept: the operations that differ between blocking and asynchronous clients.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>
#include <hibana/transport/transport.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>

namespace hibana {

template <class Execution> concept has_tasks = requires { typename Execution::template task<int>; };
template <class Execution> concept has_now = requires(Execution& execution) {
    { execution.now() } -> std::same_as<time_point>;
};
template <class Execution> concept can_sleep = requires(Execution& execution, time_point until) { execution.sleep_until(until); };
template <class Execution> concept can_resolve =
    requires(Execution& execution, std::string_view host, std::uint16_t port, deadline until) {
        execution.resolve(host, port, until);
    };
template <class Execution> concept can_connect =
    requires(Execution& execution, const socket_address& address, const socket_options& options, deadline until) {
        requires byte_stream<typename Execution::socket>;
        execution.connect(address, options, until);
    };
template <class Execution> concept has_condition_variable = requires {
    typename Execution::mutex;
    typename Execution::condition_variable;
};
template <class Execution> concept has_concurrency_flag = requires {
    { Execution::concurrent } -> std::convertible_to<bool>;
};

/// Template parameter of every flow (connect, retry, redirect, lock, scan), so that each flow is written once. A handle that is cheap to
/// copy.
///
/// `task<T>` is a coroutine type; awaiting it in another task returns the `T`. Tasks await these operations:
/// `sleep_until(time_point)` returns `result<void>`, success or cancelled; `resolve(host, port, deadline)` returns a `result` of a
/// non-empty `address_list`; `connect(address, options, deadline)` returns a `result<socket>`. `concurrent` is true if operations of
/// different flows overlap; the correctness of a flow must not depend on it.
///
/// `condition_variable` is constructed from the execution and used by pools; it is complete with the header of the condition variable of
/// the execution. `wait(lock, deadline)` takes a `std::unique_lock<mutex>`, unlocks it while it waits, and returns `result<void>`:
/// notified, timeout or cancelled. `notify_one()` and `notify_all()` are called while the mutex is locked. No other lock is held across
/// an await.
///
/// Errors are values: operations throw nothing but `std::bad_alloc`.
template <class Execution>
concept execution =
    std::copy_constructible<Execution> && has_tasks<Execution> && has_now<Execution> && can_sleep<Execution> &&
    can_resolve<Execution> && can_connect<Execution> && has_condition_variable<Execution> && has_concurrency_flag<Execution>;

}  // namespace hibana
