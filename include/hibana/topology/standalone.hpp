// SPDX-License-Identifier: BSL-1.0
/// \file  Topology of one server.
#pragma once
#include <hibana/call/request_route.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>
#include <hibana/retry/retry_state.hpp>

#include <utility>

namespace hibana {

/// Plays `role::topology`: every command goes to the endpoint of the transport.
struct standalone {
    using plays = role::topology;
    static constexpr bool is_standalone = true;

    template <class Node> class state {
    public:
        template <class... Argument>
        explicit state(const standalone&, Argument&&... argument) : only_(std::forward<Argument>(argument)...) {}

        Node* find(const request_route&) noexcept { return &only_; }
        static constexpr topology_advice on_error(const error&) noexcept { return topology_advice::none; }
        template <class Visit> void for_each_node(Visit visit) { visit(only_); }

    private:
        Node only_;
    };
};

}  // namespace hibana
