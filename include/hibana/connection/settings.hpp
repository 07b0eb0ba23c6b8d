// SPDX-License-Identifier: BSL-1.0
/// \file  Connection settings: database, names, timeouts, limits.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/version.hpp>
#include <hibana/protocol/limits.hpp>

#include <concepts>
#include <string>

namespace hibana {

/// A timeout that never expires.
inline constexpr std::chrono::milliseconds no_timeout = std::chrono::milliseconds::max();

/// Plays `role::settings`: the settings of all connections of a client.
struct session_settings {
    using plays = role::settings;
    unsigned database = 0;
    std::string client_name{};                         ///< empty: unnamed
    std::string library_name = "hibana";               ///< sent with CLIENT SETINFO; empty: not sent
    std::string library_version{hibana::library_version};
    std::chrono::milliseconds command_timeout{5'000};  ///< of one call, with connecting, waiting, retries and the reply
    std::chrono::milliseconds connect_timeout{5'000};  ///< of one connection attempt, with the handshake
    /// A connection that was idle for longer is checked before use, so that a connection closed by the server is replaced instead of
    /// failing the command.
    std::chrono::milliseconds health_check_interval{1'000};
    protocol::limits limits{};
};

namespace policy {
template <class Settings> concept settings = std::derived_from<Settings, session_settings>;
}  // namespace policy

}  // namespace hibana
