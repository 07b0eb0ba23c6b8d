// SPDX-License-Identifier: BSL-1.0
/// \file  Topology role: the choice of the server for a command.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana::policy {

/// A topology policy. `is_standalone` tells whether all commands go to the endpoint of the transport.
template <class Topology> concept topology = requires {
    { Topology::is_standalone } -> std::convertible_to<bool>;
};

}  // namespace hibana::policy
