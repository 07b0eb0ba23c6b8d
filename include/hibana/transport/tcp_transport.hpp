// SPDX-License-Identifier: BSL-1.0
/// \file  TCP transport, without encryption.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/dial.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/socket_options.hpp>

#include <cstdint>
#include <string>

namespace hibana {

/// Plays `role::transport`: TCP, unencrypted. The host name is looked up for each connection, and its addresses are tried in order.
struct tcp_transport {
    using plays = role::transport;
    template <class Execution> using stream = typename Execution::socket;
    static constexpr bool is_encrypted = false;
    static constexpr bool protects_secrets = false;

    std::string host = "localhost";
    std::uint16_t port = 6379;
    socket_options options{};

    [[nodiscard]] hibana::endpoint endpoint() const { return hibana::endpoint(detail::concat({host}), port); }

    template <class Execution>
    [[gnu::cold]] auto open(Execution& execution, const hibana::endpoint& to, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        return detail::dial(execution, to, options, until);
    }
};

}  // namespace hibana
