// SPDX-License-Identifier: BSL-1.0
/// \file  What decides which server a command goes to.
#pragma once
#include <hibana/core/role.hpp>

#include <concepts>

namespace hibana::policy {

/// Says whether the client talks to the one server that its transport names.
template <class Topology> concept topology = requires {
    { Topology::is_standalone } -> std::convertible_to<bool>;
};

}  // namespace hibana::policy
