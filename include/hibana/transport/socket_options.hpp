// SPDX-License-Identifier: BSL-1.0
/// \file  Socket options of a transport.
#pragma once

#include <hibana/core/chrono.hpp>

namespace hibana {

/// The options of a TCP socket; they do not apply to Unix sockets. Options that the platform does not support are ignored.
///
/// With the defaults, a vanished peer is detected 45 seconds after the last byte on an idle connection, and 15 seconds after bytes were
/// sent.
struct socket_options {
    bool no_delay = true;                              ///< sends without delay (disables Nagle's algorithm)
    bool keepalive = true;                             ///< probes an idle connection
    std::chrono::seconds keepalive_idle{30};           ///< idle time before the first probe
    std::chrono::seconds keepalive_interval{5};        ///< time between probes
    int keepalive_count = 3;                           ///< number of unanswered probes after which the connection fails
    std::chrono::milliseconds user_timeout{15'000};    ///< time that sent bytes may stay unacknowledged; 0: system default
};

}  // namespace hibana
