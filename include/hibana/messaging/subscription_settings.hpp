// SPDX-License-Identifier: BSL-1.0
/// \file  How a subscription is kept.
#pragma once
#include <hibana/core/chrono.hpp>

#include <cstddef>

namespace hibana {

/// How a subscription is kept.
struct subscription_settings {
    /// A connection on which nothing was heard for so long is asked whether it is still there. What it is asked it has to answer
    /// within the timeout of the session, or it is given up and replaced.
    std::chrono::milliseconds ping_interval{10'000};
    /// A connection of its own, also where the client has one that could be shared.
    bool is_alone = false;
    /// On a shared connection: so many bytes of messages wait for who is slow to read them. What comes then is dropped until he has
    /// read all of it, and is a gap.
    std::size_t max_unread_bytes = 16 * 1024 * 1024;
};

}  // namespace hibana
