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
struct any_node {
    explicit any_node(int) {}
};

}  // namespace detail

template <class Topology> concept has_is_standalone = requires {
    { Topology::is_standalone } -> std::convertible_to<bool>;
};
template <class Topology>
concept has_state = requires { typename Topology::template state<detail::any_node>; } &&
                    std::constructible_from<typename Topology::template state<detail::any_node>, const Topology&, int>;
/// Returns the node of a route, or null if it is not known.
template <class Topology> concept can_find = requires(typename Topology::template state<detail::any_node>& state, const request_route& to) {
    { state.find(to) } -> std::same_as<detail::any_node*>;
};
/// Tells what an error says about the topology.
template <class Topology> concept can_classify = requires(const typename Topology::template state<detail::any_node>& state, const error& err) {
    { state.on_error(err) } -> std::same_as<topology_advice>;
};
/// Calls `visit(node)` for each known node.
template <class Topology>
concept can_visit = requires(typename Topology::template state<detail::any_node>& state) { state.for_each_node([](detail::any_node&) {}); };

/// A topology policy. `is_standalone` tells whether all commands go to the endpoint of the transport.
///
/// The state of a client is a `Topology::state<Node>`, constructed from the policy and the arguments of a node: it owns the nodes, finds the
/// node of a route and classifies errors.
template <class Topology>
concept topology = has_is_standalone<Topology> && has_state<Topology> && can_find<Topology> && can_classify<Topology> && can_visit<Topology>;

}  // namespace hibana::policy
