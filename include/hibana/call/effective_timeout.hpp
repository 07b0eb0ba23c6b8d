// SPDX-License-Identifier: BSL-1.0
/// \file  How long a call may take: its timeout, and on top of it as long as the server is asked to keep the answer back.
#pragma once
#include <hibana/connection/settings.hpp>
#include <hibana/core/chrono.hpp>

namespace hibana::detail {

/// The timeout of the settings; as the timeout of a call.
inline constexpr std::chrono::milliseconds default_timeout = std::chrono::milliseconds::min();

/// A time and another on top of it; either may be `no_timeout`.
constexpr std::chrono::milliseconds saturating_add(std::chrono::milliseconds time, std::chrono::milliseconds by) noexcept {
    return time == no_timeout || by == no_timeout ? no_timeout : time + by;
}

/// The time that a command may wait in the server. Zero means forever.
constexpr std::chrono::milliseconds server_block_time(std::chrono::milliseconds reported) noexcept {
    return reported == std::chrono::milliseconds::zero() ? no_timeout : reported;
}

}  // namespace hibana::detail
