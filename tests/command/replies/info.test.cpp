// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/replies/info.hpp>
#include <hibana/command/management.hpp>

#include <string>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using test::decode_reply;
using test::decoded;

TEST_CASE("info reply: INFO is decoded into sections of fields", "[command]") {
    const auto info = decoded<parsed<server_info>>("$60\r\n# Server\r\nredis_version:8.0.2\r\nos:Linux a:b\r\n\r\n# Memory\r\na:1\r\n");
    REQUIRE(info.sections.size() == 2);
    CHECK(info.sections[0].name == "Server");
    CHECK(info.sections[1] == info_section{"Memory", {{"a", "1"}}});
    CHECK(info.find("redis_version") == "8.0.2");
    CHECK(info.find("os") == "Linux a:b");
    CHECK(info.find("none") == std::nullopt);
    CHECK(decoded<parsed<server_info>>("$3\r\na:1\r\n") == server_info{{{"", {{"a", "1"}}}}});
    CHECK(decoded<parsed<server_info>, std::string>("$3\r\na:1\r\n") == "a:1");
}
