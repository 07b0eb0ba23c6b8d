// SPDX-License-Identifier: BSL-1.0
/// \file  Roles of policies in a client.
#pragma once

#include <string_view>
#include <type_traits>

namespace hibana {

/// The roles of a composition. A policy names the one it plays: `using plays = role::backoff;`.
namespace role {

/// Transport of bytes to a server.
struct transport {
    static constexpr std::string_view name = "transport";
};
/// Protocol version.
struct parser {
    static constexpr std::string_view name = "parser";
};
/// Delay before an attempt.
struct backoff {
    static constexpr std::string_view name = "backoff";
};
/// Retry rule and limit.
struct retry {
    static constexpr std::string_view name = "retry";
};
/// Client-side caching.
struct cache {
    static constexpr std::string_view name = "cache";
};
/// Credentials sent to the server.
struct auth {
    static constexpr std::string_view name = "auth";
};
/// Sharing of connections.
struct connections {
    static constexpr std::string_view name = "connections";
};
/// Selection of the server.
struct topology {
    static constexpr std::string_view name = "topology";
};
/// Error reporting: thrown or returned.
struct errors {
    static constexpr std::string_view name = "errors";
};
/// Event sink (observer).
struct events {
    static constexpr std::string_view name = "events";
};
/// Clock.
struct clock {
    static constexpr std::string_view name = "clock";
};
/// Source of randomness.
struct random {
    static constexpr std::string_view name = "random";
};
/// Database, names, timeouts, limits.
struct settings {
    static constexpr std::string_view name = "settings";
};
/// Execution of an asynchronous client.
struct execution {
    static constexpr std::string_view name = "execution";
};
/// Access rule for commands.
struct access {
    static constexpr std::string_view name = "access";
};
/// Supported server versions.
struct server {
    static constexpr std::string_view name = "server";
};

}  // namespace role

/// A type that claims a role. The claim is proved by the concept of that role, in `hibana::policy`.
template <class P>
concept claims_role = requires { typename P::plays; };

/// A type that claims exactly this role.
template <class P, class Role>
concept claims = claims_role<P> && std::is_same_v<typename P::plays, Role>;

}  // namespace hibana
