// SPDX-License-Identifier: BSL-1.0
/// \file  Node of an asynchronous client, with its connections.
#pragma once
#include <hibana/connection/server_node.hpp>
#include <hibana/multiplex/exclusive_connections.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/multiplex/multiplexer.hpp>

#include <memory>
#include <utility>

namespace hibana::detail {

/// The server that the transport of the context names. Keeps the context alive.
template <class Context> [[gnu::cold]] std::shared_ptr<server_node<Context>> make_node(std::shared_ptr<Context> context) {
    struct owner {
        std::shared_ptr<Context> context;
        server_node<Context> server;
        explicit owner(std::shared_ptr<Context> owned) : context(std::move(owned)), server(*context) {}
    };
    auto owned = std::make_shared<owner>(std::move(context));
    return std::shared_ptr<server_node<Context>>(owned, &owned->server);
}

/// The connections to a node: one that all calls share, and those of single calls. Used on the executor of the client.
template <class Context> class multiplexed_node {
public:
    using multiplexer_type = multiplexer<Context>;

    multiplexed_node(const std::shared_ptr<hibana::server_node<Context>>& to, const multiplexed& settings)
        : node_(to), shared_(multiplexer_type::make(to, settings, multiplexer_type::mode::shared)), exclusive_(to, settings) {}

    hibana::server_node<Context>& node() const noexcept { return *node_; }
    multiplexer_type& shared() noexcept { return *shared_; }
    exclusive_connections<multiplexer_type>& exclusive() noexcept { return exclusive_; }
    void shut_down() {
        shared_->shut_down();
        exclusive_.shut_down();
    }

private:
    std::shared_ptr<hibana::server_node<Context>> node_;
    std::shared_ptr<multiplexer_type> shared_;
    exclusive_connections<multiplexer_type> exclusive_;
};

}  // namespace hibana::detail
