// SPDX-License-Identifier: BSL-1.0
/// \file  The execution of the blocking client: every operation is done when it returns.
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

/// A clock that moves when it is told to, as those of tests and simulations do: sleeping advances it.
template <class Clock>
concept is_manual_clock = requires(Clock& clock, duration by) { clock.advance(by); };

/// The execution whose tasks run to their end on the caller's stack, and whose operations wait in system calls.
///
/// Sockets and name lookups keep their deadlines by the monotonic clock of the machine, whatever `Clock` is.
template <class Clock = monotonic_clock> class basic_blocking {
public:
    using clock = Clock;
    using socket = blocking_socket;
    using mutex = blocking_mutex;
    using gate = blocking_condition_variable<Clock>;
    template <class T> using task = blocking_task<T>;
    static constexpr bool concurrent = false;

    basic_blocking() = default;
    explicit basic_blocking(Clock policy) : clock_(std::move(policy)) {}

    [[nodiscard]] time_point now() noexcept(noexcept(std::declval<Clock&>().now())) { return clock_.now(); }

    ready<result<void>> sleep_until(time_point when) {
        // a clock of the user's may run apart from the machine's, so that the length counts, not the point
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
