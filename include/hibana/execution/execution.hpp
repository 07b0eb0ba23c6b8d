// SPDX-License-Identifier: BSL-1.0
/// \file  What a flow may wait for: the operations that differ between a blocking and an asynchronous client.
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
template <class Execution> concept tells_time = requires(Execution& execution) {
    { execution.now() } -> std::same_as<time_point>;
};
template <class Execution> concept sleeps = requires(Execution& execution, time_point until) { execution.sleep_until(until); };
template <class Execution> concept resolves_names =
    requires(Execution& execution, std::string_view host, std::uint16_t port, deadline until) {
        execution.resolve(host, port, until);
    };
template <class Execution> concept connects_sockets =
    requires(Execution& execution, const socket_address& address, const socket_options& options, deadline until) {
        requires byte_stream<typename Execution::socket>;
        execution.connect(address, options, until);
    };
template <class Execution> concept has_gates = requires {
    typename Execution::mutex;
    typename Execution::gate;
};
template <class Execution> concept has_concurrency_flag = requires {
    { Execution::concurrent } -> std::convertible_to<bool>;
};

/// What every flow (connect, retry, redirect, lock, scan) is a template over, so that it is written once. A handle that is
/// cheap to copy.
///
/// `task<T>` is a coroutine type; awaiting it in another gives the `T`. These are awaited inside tasks:
/// `sleep_until(time_point)` gives `result<void>`, success or cancelled; `resolve(host, port, deadline)` a `result` of a
/// `address_list`, at least one; `connect(address, options, deadline)` a `result<socket>`. `concurrent` says
/// whether awaits overlap: a flow may gain by that, and may not need it to be right.
///
/// `gate`, made from the execution, is where flows wait for one another; used by pools only, and complete with the header of
/// the execution's gate. `wait(lock, deadline)` is awaited with a `std::unique_lock<mutex>`, which is unlocked meanwhile, and
/// gives `result<void>`: woken, timeout or cancelled; `notify_one()` and `notify_all()` are called under the lock. No other
/// lock is held across an await.
///
/// Errors are values: no operation throws but for want of memory.
template <class Execution>
concept execution =
    std::copy_constructible<Execution> && has_tasks<Execution> && tells_time<Execution> && sleeps<Execution> &&
    resolves_names<Execution> && connects_sockets<Execution> && has_gates<Execution> && has_concurrency_flag<Execution>;

}  // namespace hibana
