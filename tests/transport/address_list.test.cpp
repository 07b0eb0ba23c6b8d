// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/transport/address_list.hpp>

#include <cstddef>
#include <cstdint>

using namespace hibana;

TEST_CASE("address_list: keeps the order of its addresses", "[transport]") {
    address_list list{*socket_address::numeric("192.0.2.1", 1), *socket_address::numeric("::1", 2)};
    list.add(*socket_address::numeric("192.0.2.3", 3));

    REQUIRE(list.size() == 3);
    std::uint16_t port = 0;
    for (const socket_address& each : list) CHECK(each.port() == ++port);
    CHECK(list.front() == list[0]);
    CHECK(list[1].endpoint().host() == "::1");
}

TEST_CASE("address_list: addresses beyond the capacity are dropped", "[transport]") {
    address_list list;
    CHECK(list.empty());
    for (std::size_t number = 0; number != address_list::capacity + 5; ++number)
        list.add(*socket_address::numeric("192.0.2.1", static_cast<std::uint16_t>(number)));

    CHECK(list.size() == address_list::capacity);
    CHECK(list[address_list::capacity - 1].port() == address_list::capacity - 1);
}
