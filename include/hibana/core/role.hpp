// SPDX-License-Identifier: BSL-1.0
/// \file  Which roles can be played in a client, and how a type claims to be a policy.
#pragma once

#include <string_view>
#include <type_traits>

namespace hibana {

/// The roles of a composition. A policy names the one it plays: `using plays = role::backoff;`.
namespace role {

/// How bytes reach a server.
struct transport {
    static constexpr std::string_view name = "transport";
};
/// Which protocol is spoken.
struct parser {
    static constexpr std::string_view name = "parser";
};
/// How long to wait before an attempt.
struct backoff {
    static constexpr std::string_view name = "backoff";
};
/// What is attempted again, how often.
struct retry {
    static constexpr std::string_view name = "retry";
};
/// What is remembered on this side.
struct cache {
    static constexpr std::string_view name = "cache";
};
/// Who we say that we are.
struct auth {
    static constexpr std::string_view name = "auth";
};
/// How connections are shared.
struct connections {
    static constexpr std::string_view name = "connections";
};
/// Which server to talk to.
struct topology {
    static constexpr std::string_view name = "topology";
};
/// Thrown or returned.
struct errors {
    static constexpr std::string_view name = "errors";
};
/// Who is told what happens.
struct events {
    static constexpr std::string_view name = "events";
};
/// What time it is.
struct clock {
    static constexpr std::string_view name = "clock";
};
/// Where chance comes from.
struct random {
    static constexpr std::string_view name = "random";
};
/// Database, names, timeouts, limits.
struct settings {
    static constexpr std::string_view name = "settings";
};
/// What runs an asynchronous client.
struct execution {
    static constexpr std::string_view name = "execution";
};
/// Which commands may be sent.
struct access {
    static constexpr std::string_view name = "access";
};
/// Which server versions are spoken to.
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
