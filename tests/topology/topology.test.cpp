// SPDX-License-Identifier: BSL-1.0
#include <hibana/topology/standalone.hpp>
#include <hibana/topology/topology.hpp>

#include "catch.hpp"

using namespace hibana;

namespace {

template <class Node> struct empty_state {
    template <class... Argument> explicit empty_state(const auto&, Argument&&...) {}
    Node* find(const request_route&) { return nullptr; }
    topology_advice on_error(const error&) const { return topology_advice::rediscover; }
    template <class Visit> void for_each_node(Visit) {}
};
struct several_servers {
    using plays = role::topology;
    static constexpr bool is_standalone = false;
    template <class Node> using state = empty_state<Node>;
};
struct without_is_standalone {
    using plays = role::topology;
    template <class Node> using state = empty_state<Node>;
};
struct without_state {
    using plays = role::topology;
    static constexpr bool is_standalone = false;
};
struct without_find {
    using plays = role::topology;
    static constexpr bool is_standalone = false;
    template <class Node> struct state {
        template <class... Argument> explicit state(const without_find&, Argument&&...) {}
        topology_advice on_error(const error&) const { return topology_advice::none; }
        template <class Visit> void for_each_node(Visit) {}
    };
};

}  // namespace

TEST_CASE("topology: requires is_standalone, and a state that finds nodes", "[topology]") {
    STATIC_REQUIRE(policy::topology<standalone>);
    STATIC_REQUIRE(policy::topology<several_servers>);
    STATIC_REQUIRE_FALSE(policy::topology<without_is_standalone>);
    STATIC_REQUIRE_FALSE(policy::topology<without_state>);
    STATIC_REQUIRE_FALSE(policy::topology<without_find>);
    STATIC_REQUIRE_FALSE(policy::topology<int>);
}
