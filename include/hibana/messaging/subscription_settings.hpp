// SPDX-License-Identifier: BSL-1.0
/// \file  Settings of a subscription.
#pragma once
#include <hibana/core/chrono.hpp>

#include <cstddef>

namespace hibana {

/// Settings of a subscription.
struct subscription_settings {
    /// After this time without messages, the subscription sends PING, and reconnects if there is no reply within the command timeout.
    std::chrono::milliseconds ping_interval{10'000};
    /// Use a dedicated connection even if the client has a shared one.
    bool dedicated_connection = false;
    /// On a shared connection: the maximum of buffered message bytes. Further messages are dropped and reported by a gap.
    std::size_t max_unread_bytes = 16 * 1024 * 1024;
};

}  // namespace hibana
