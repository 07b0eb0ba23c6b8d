// SPDX-License-Identifier: BSL-1.0
/// \file  Which server a client is written for: the server role, and any server.
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

}  // namespace hibana
