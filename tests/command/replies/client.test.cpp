// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/replies/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/generic.hpp>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;

TEST_CASE("client replies: CLIENT INFO is decoded from any subset of its fields", "[command]") {
    using replies::client_info;
    const auto client =
        test::decoded<parsed<client_info>>("$76\r\nid=7 addr=a:1 laddr=b:2 name= age=5 multi=-1 later=x cmd=client|info resp=3\n\r\n");
    CHECK(client.id == 7);
    CHECK(client.addr == "a:1");
    CHECK(client.laddr == "b:2");
    CHECK(client.name.empty());
    CHECK(client.age == 5s);
    CHECK(client.multi == -1);
    CHECK(client.cmd == "client|info");
    CHECK(client.resp == 3);
    CHECK(client.user.empty());
    const auto all = test::decoded<parsed_lines<client_info>>("=18\r\ntxt:id=1 a\nid=2 b\n\r\n");
    REQUIRE(all.size() == 2);
    CHECK(all[0].id == 1);
    CHECK(all[1].id == 2);
    CHECK(test::decoded<parsed_lines<client_info>, std::string>("$4\r\nid=1\r\n") == "id=1");
}

TEST_CASE("client replies: HELLO is decoded as a struct", "[command]") {
    const auto hello = test::decoded<named<replies::hello>>(
        "*6\r\n$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:2\r\n$7\r\nmodules\r\n*1\r\n*4\r\n"
        "$4\r\nname\r\n$1\r\nm\r\n$3\r\nver\r\n:1\r\n");
    CHECK(hello.server == "redis");
    CHECK(hello.proto == 2);
    REQUIRE(hello.modules.size() == 1);
    CHECK(hello.modules[0].ver == 1);
}
