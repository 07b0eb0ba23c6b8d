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
