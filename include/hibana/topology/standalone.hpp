// SPDX-License-Identifier: BSL-1.0
/// \file  Topology of one server.
#pragma once
#include <hibana/core/role.hpp>

namespace hibana {

/// Plays `role::topology`: every command goes to the endpoint of the transport.
struct standalone {
    using plays = role::topology;
    static constexpr bool is_standalone = true;
};

}  // namespace hibana
