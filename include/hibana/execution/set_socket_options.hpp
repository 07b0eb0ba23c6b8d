// SPDX-License-Identifier: BSL-1.0
/// \file  How a TCP socket is set up, whichever execution it belongs to.
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

/// Sets the options; an error names the one that the system refuses.
[[gnu::cold, gnu::noinline]] inline error set_socket_options(int descriptor, const socket_options& options) {
    error failure;
    const auto set = [&](int level, int name, long long value, std::string_view what) {
        const int number = static_cast<int>(value);
        if (!failure && (number != value || ::setsockopt(descriptor, level, name, &number, sizeof number) != 0))
            failure = error(errc::invalid_argument, fate::not_sent, {"the system refuses the socket option ", what})
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
    return failure;
}

/// Whether a connected socket has itself for a peer: a port of this machine that nobody listens on may be the one that the
/// connecting socket was given.
[[gnu::cold]] inline bool is_connected_to_itself(int descriptor, const socket_address& address) {
    sockaddr_storage own;
    socklen_t size = sizeof own;
    return ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size) == 0 &&
           socket_address(reinterpret_cast<const sockaddr*>(&own), size) == address;
}

}  // namespace hibana::detail
