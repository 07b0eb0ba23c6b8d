// SPDX-License-Identifier: BSL-1.0
/// \file  Node of a blocking client, with its connections.
#pragma once
#include <hibana/connection/server_node.hpp>

namespace hibana {

/// A node and the source of its connections.
template <class Context, class Source> class pooled_node : public server_node<Context> {
public:
    /// The server that the transport names, with connections by the policy `recipe`.
    template <class Connections>
    pooled_node(Context& context, const Connections& recipe) : server_node<Context>(context), connections_(recipe, *this) {}

    Source& connections() noexcept { return connections_; }

private:
    Source connections_;
};

}  // namespace hibana
