// SPDX-License-Identifier: BSL-1.0
/// \file  Server role: the oldest server that a client supports.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana {

namespace policy {
template <class Server>
concept server = requires {
    { Server::is_any } -> std::convertible_to<bool>;
};
}  // namespace policy

/// Plays `role::server`: commands of every version compile.
struct any_server {
    using plays = role::server;
    static constexpr bool is_any = true;
};

/// Plays `role::server`: a command or option newer than this Redis version does not compile.
///
/// Since 8.0 the modules of Redis have the version of the server. The modules of older servers are not checked.
template <int Major, int Minor = 0> struct redis_server {
    using plays = role::server;
    static constexpr bool is_any = false;
    static constexpr bool has(const auto& known) {
        return includes(known.redis) && (known.module_version.major < 8 || includes(known.module_version));
    }

private:
    static constexpr bool includes(const auto& since) { return since.major < Major || (since.major == Major && since.minor <= Minor); }
};

/// Plays `role::server`: a command or option newer than this Valkey version, or unknown to Valkey, does not compile.
template <int Major, int Minor = 0> struct valkey_server {
    using plays = role::server;
    static constexpr bool is_any = false;
    static constexpr bool has(const auto& known) {
        return (known.valkey.major < Major || (known.valkey.major == Major && known.valkey.minor <= Minor))
               && known.module_version.major < 8;
    }
};

}  // namespace hibana
