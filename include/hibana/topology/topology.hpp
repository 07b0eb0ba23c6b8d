// SPDX-License-Identifier: BSL-1.0
/// \file  Topology role: the choice of the server for a command.
#pragma once
#include <hibana/call/request_route.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/retry_state.hpp>

#include <concepts>

namespace hibana::policy {

namespace detail {

// A node for use in the concept.
struct any_node {};

}  // namespace detail

template <class Topology> concept has_is_standalone = requires {
    { Topology::is_standalone } -> std::convertible_to<bool>;
};
/// `find(route)` returns the node of a route, or null if it is not known; `on_error(error)` tells what an error says about the topology.
template <class State>
concept topology_state = requires(State& state, const request_route& to, const error& err) {
    { state.find(to) } -> std::same_as<detail::any_node*>;
    { state.on_error(err) } -> std::same_as<topology_advice>;
};

/// A topology policy. `is_standalone` tells whether all commands go to the endpoint of the transport.
///
/// The state of a client is a `Topology::state<Node>`, constructed from the policy and the arguments of a node: it owns the nodes, finds
/// the node of a route, classifies errors, and calls `visit(node)` for each node in `for_each_node(visit)`.
template <class Topology>
concept topology = has_is_standalone<Topology> && topology_state<typename Topology::template state<detail::any_node>>;

}  // namespace hibana::policy
