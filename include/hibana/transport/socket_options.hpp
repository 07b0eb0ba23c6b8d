// SPDX-License-Identifier: BSL-1.0
/// \file  What the sockets of a transport are set to.
#pragma once

#include <hibana/core/chrono.hpp>

namespace hibana {

/// The options of a TCP socket; a Unix socket has none of them. What the platform does not know is left out.
///
/// With the defaults a peer that vanished is noticed 45 seconds after the last byte on an idle connection, and after 15
/// seconds where something was sent.
struct socket_options {
    bool no_delay = true;                              ///< a request leaves at once
    bool keepalive = true;                             ///< an idle connection is probed
    std::chrono::seconds keepalive_idle{30};           ///< quiet time before the first probe
    std::chrono::seconds keepalive_interval{5};        ///< time between probes
    int keepalive_count = 3;                           ///< probes that may stay unanswered
    std::chrono::milliseconds user_timeout{15'000};    ///< how long sent bytes may stay unacknowledged; 0: the system's
};

}  // namespace hibana
