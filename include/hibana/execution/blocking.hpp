// SPDX-License-Identifier: BSL-1.0
/// \file  Execution of the blocking client: operations complete before they return.
#pragma once
#include <hibana/core/clock.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/result.hpp>
#include <hibana/execution/blocking_socket.hpp>
#include <hibana/execution/blocking_task.hpp>
#include <hibana/execution/ready.hpp>
#include <hibana/execution/resolver.hpp>
#include <hibana/transport/address_list.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <string_view>
#include <utility>

namespace hibana {

class blocking_mutex;                               // complete with <hibana/execution/condition_variable.hpp>
template <class Clock> class blocking_condition_variable;

/// A clock that is advanced explicitly, as in tests and simulations: sleeping advances it.
template <class Clock>
concept is_manual_clock = requires(Clock& clock, duration by) { clock.advance(by); };

/// An execution whose tasks run to completion on the caller's stack, and whose operations block in system calls.
///
/// The deadlines of sockets and name lookups use `monotonic_clock`, whatever `Clock` is.
template <class Clock = monotonic_clock> class basic_blocking {
public:
    using clock = Clock;
    using socket = blocking_socket;
    using mutex = blocking_mutex;
    using condition_variable = blocking_condition_variable<Clock>;
    template <class T> using task = blocking_task<T>;
    static constexpr bool concurrent = false;

    basic_blocking() = default;
    explicit basic_blocking(Clock policy) : clock_(std::move(policy)) {}

    [[nodiscard]] time_point now() noexcept(noexcept(std::declval<Clock&>().now())) { return clock_.now(); }

    ready<result<void>> sleep_until(time_point when) {
        // a user-defined clock may differ from the system clock, so this sleeps for a duration
        for (time_point before; (before = clock_.now()) < when;) {
            const duration left = when - before;
            if constexpr (is_manual_clock<Clock>) {
                clock_.advance(left);
            } else {
                const timespec length{static_cast<std::time_t>(left.count() / 1'000'000'000),
                                      static_cast<long>(left.count() % 1'000'000'000)};
                ::nanosleep(&length, nullptr);
            }
        }
        return result<void>();
    }

    ready<result<address_list>> resolve(std::string_view host, std::uint16_t port, deadline until) {
        return resolver::resolve(host, port, until);
    }

    ready<result<socket>> connect(const socket_address& address, const socket_options& options, deadline until) {
        return socket::connect(address, options, until);
    }

    [[nodiscard]] Clock& clock_policy() noexcept { return clock_; }

private:
    [[no_unique_address]] Clock clock_;
};

/// The execution of `client`.
using blocking = basic_blocking<>;

}  // namespace hibana
