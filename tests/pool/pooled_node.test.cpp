// SPDX-License-Identifier: BSL-1.0
#include <hibana/pool/pooled_node.hpp>
#include <hibana/pool/connection_pool.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

using namespace hibana;

TEST_CASE("pooled_node: has the endpoint of the transport and the connections of the policy", "[pool]") {
    auto server = scripted::greeted().serve();
    auto transport = server.transport();
    transport.host = "there";
    scripted::client<connection_pool> db{transport, scripted::unnamed(), connection_pool{.max_connections = 3}};

    CHECK(db.node().endpoint().host() == "there");
    CHECK(&db.node().connections() == &db.connections());
    CHECK(db.node().connections().stats().max == 3);
}
