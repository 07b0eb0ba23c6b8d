// SPDX-License-Identifier: BSL-1.0
/// \file  What a session is set to: database, names, timeouts, limits.
#pragma once
#include <hibana/core/chrono.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/version.hpp>
#include <hibana/protocol/limits.hpp>

#include <concepts>
#include <string>

namespace hibana {

/// Waits for ever; as a timeout.
inline constexpr std::chrono::milliseconds no_timeout = std::chrono::milliseconds::max();

/// Plays `role::settings`: what every connection of a client is set to.
struct session_settings {
    using plays = role::settings;
    unsigned database = 0;
    std::string client_name{};                         ///< empty: the connection stays unnamed
    std::string library_name = "hibana";               ///< reported by CLIENT SETINFO; empty: nothing is reported
    std::string library_version{hibana::library_version};
    std::chrono::milliseconds command_timeout{5'000};          ///< of a call: connecting, waiting, retrying and the reply
    std::chrono::milliseconds connect_timeout{5'000};  ///< of one attempt to connect, handshake included
    /// A connection that was idle longer is looked at before it is used, so that one the server has closed is replaced
    /// instead of failing the command.
    std::chrono::milliseconds health_check_interval{1'000};
    protocol::limits limits{};
};

namespace policy {
template <class Settings> concept settings = std::derived_from<Settings, session_settings>;
}  // namespace policy

}  // namespace hibana
