// SPDX-License-Identifier: BSL-1.0
/// \file  Which server a client is written for: the server role, any server, and the oldest that it has to run on.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana {

namespace policy {
template <class Server> concept server = requires {
    { Server::is_any } -> std::convertible_to<bool>;
};
}  // namespace policy

/// Plays `role::server`: no command is refused for its age.
struct any_server {
    using plays = role::server;
    static constexpr bool is_any = true;
};

/// Plays `role::server`: a command or an option that is younger than this Redis does not compile.
///
/// The modules of Redis have its version from 8.0 on; what an older one has only the server knows.
template <int Major, int Minor = 0> struct redis_server {
    using plays = role::server;
    static constexpr bool is_any = false;
    static constexpr bool has(const auto& known) {
        return reaches(known.redis) && (known.module_version.major < 8 || reaches(known.module_version));
    }

private:
    static constexpr bool reaches(const auto& since) {
        return since.major < Major || (since.major == Major && since.minor <= Minor);
    }
};

/// Plays `role::server`: a command or an option that is younger than this Valkey, or that it lacks, does not compile.
template <int Major, int Minor = 0> struct valkey_server {
    using plays = role::server;
    static constexpr bool is_any = false;
    static constexpr bool has(const auto& known) {
        return (known.valkey.major < Major || (known.valkey.major == Major && known.valkey.minor <= Minor))
               && known.module_version.major < 8;
    }
};

}  // namespace hibana
