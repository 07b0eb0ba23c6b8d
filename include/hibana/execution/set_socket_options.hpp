// SPDX-License-Identifier: BSL-1.0
/// \file  Configuration of a TCP socket, for every execution.
#pragma once
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/socket_options.hpp>

#include <cerrno>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <system_error>

namespace hibana::detail {

/// Sets the options; an error names the option that the system rejects.
[[gnu::cold, gnu::noinline]] inline error set_socket_options(int descriptor, const socket_options& options) {
    error err;
    const auto set = [&](int level, int name, long long value, std::string_view option) {
        const int number = static_cast<int>(value);
        if (!err && (number != value || ::setsockopt(descriptor, level, name, &number, sizeof number) != 0))
            err = error(errc::invalid_argument, fate::not_sent, {"the system rejects the socket option ", option})
                          .with_cause(std::error_code(number != value ? EINVAL : errno, std::system_category()));
    };
    if (options.no_delay) set(IPPROTO_TCP, TCP_NODELAY, 1, "no_delay");
    if (options.keepalive) {
        set(SOL_SOCKET, SO_KEEPALIVE, 1, "keepalive");
#ifdef TCP_KEEPIDLE
        set(IPPROTO_TCP, TCP_KEEPIDLE, options.keepalive_idle.count(), "keepalive_idle");
#endif
#ifdef TCP_KEEPINTVL
        set(IPPROTO_TCP, TCP_KEEPINTVL, options.keepalive_interval.count(), "keepalive_interval");
#endif
#ifdef TCP_KEEPCNT
        set(IPPROTO_TCP, TCP_KEEPCNT, options.keepalive_count, "keepalive_count");
#endif
    }
#ifdef TCP_USER_TIMEOUT
    if (options.user_timeout.count() != 0)
        set(IPPROTO_TCP, TCP_USER_TIMEOUT, options.user_timeout.count(), "user_timeout");
#endif
    return err;
}

/// Whether a socket is connected to itself: without a listener on a local port, the kernel may assign that port to the connecting socket.
[[gnu::cold]] inline bool is_connected_to_itself(int descriptor, const socket_address& address) {
    sockaddr_storage local;
    socklen_t size = sizeof local;
    return ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&local), &size) == 0 &&
           socket_address(reinterpret_cast<const sockaddr*>(&local), size) == address;
}

}  // namespace hibana::detail
