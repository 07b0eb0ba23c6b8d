// SPDX-License-Identifier: BSL-1.0
#include <hibana/topology/standalone.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <type_traits>

using namespace hibana;

TEST_CASE("standalone: satisfies the topology role, is empty and is the default", "[topology]") {
    STATIC_REQUIRE(claims<standalone, role::topology>);
    STATIC_REQUIRE(std::is_empty_v<standalone>);
    STATIC_REQUIRE(standalone::is_standalone);
    STATIC_REQUIRE(std::is_same_v<client<>::composition::topology, standalone>);
}

TEST_CASE("standalone: every command goes to the endpoint of the transport", "[topology]") {
    auto server = scripted::greeted().expect(scripted::words("GET a")).answer("_\r\n").expect(scripted::words("GET b")).answer("-ERR no\r\n").serve();
    auto transport = server.transport();
    transport.host = "only";
    scripted::client<standalone> db{transport, scripted::unnamed()};

    CHECK(db(cmd::get("a")));
    CHECK(db(cmd::get("b")).error().endpoint() == "only:6379");
    CHECK(server.connections() == 1);
}

TEST_CASE("standalone: its state has one node, for every route, and no error concerns the topology", "[topology]") {
    struct numbered_node {
        explicit numbered_node(int given) : number(given) {}
        int number;
    };
    standalone::state<numbered_node> nodes(standalone(), 7);

    CHECK(nodes.find(request_route())->number == 7);
    CHECK(nodes.find({.target = request_route::target_type::slot, .slot = 12}) == nodes.find(request_route()));
    CHECK(nodes.on_error(error(errc::connection_lost)) == topology_advice::none);
    int sum = 0;
    nodes.for_each_node([&](numbered_node& each) { sum += each.number; });
    CHECK(sum == 7);
}
