// SPDX-License-Identifier: BSL-1.0
/// \file  How a subscription is kept.
#pragma once
#include <hibana/core/chrono.hpp>

#include <cstddef>

namespace hibana {

/// How a subscription is kept.
struct subscription_settings {
    /// After this time without messages, the subscription sends PING, and reconnects if there is no reply within the command timeout.
    std::chrono::milliseconds ping_interval{10'000};
    /// A connection of its own, also where the client has one that could be shared.
    bool dedicated_connection = false;
    /// On a shared connection: the limit of buffered message bytes. Messages beyond it are dropped, and reported by a gap.
    std::size_t max_unread_bytes = 16 * 1024 * 1024;
};

}  // namespace hibana
