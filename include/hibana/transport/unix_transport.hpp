// SPDX-License-Identifier: BSL-1.0
/// \file  Transport over a Unix socket.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/dial.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/socket_options.hpp>

#include <string>

namespace hibana {

/// Plays `role::transport`: a Unix socket of the local machine.
struct unix_transport {
    using plays = role::transport;
    template <class Execution> using stream = typename Execution::socket;
    static constexpr bool is_encrypted = false;
    static constexpr bool protects_secrets = true;

    std::string path = "/var/run/redis/redis.sock";

    [[nodiscard]] hibana::endpoint endpoint() const { return hibana::endpoint::local(path); }

    template <class Execution>
    [[gnu::cold]] auto open(Execution& execution, const hibana::endpoint& to, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        return detail::dial(execution, to, socket_options{}, until);
    }
};

}  // namespace hibana
