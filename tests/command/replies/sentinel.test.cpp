// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/replies/sentinel.hpp>
#include <hibana/command/bitmap.hpp>
#include <hibana/command/sentinel.hpp>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using namespace std::chrono_literals;
using test::decoded;

TEST_CASE("sentinel replies: the properties of a server are decoded", "[command]") {
    const auto server = decoded<named<sentinel_instance>>(
        "*8\r\n$4\r\nname\r\n$1\r\nm\r\n$4\r\nport\r\n$4\r\n6379\r\n$23\r\ndown-after-milliseconds\r\n$5\r\n30000\r\n"
        "$6\r\nquorum\r\n$1\r\n2\r\n");
    CHECK(server.name == "m");
    CHECK(server.port == 6379);
    CHECK(server.down_after_milliseconds == 30s);
    CHECK(server.quorum == 2);
    CHECK(decoded<nullable<listed<server_address>>>("*2\r\n$1\r\nh\r\n$4\r\n6379\r\n") == server_address{"h", 6379});
    CHECK(decoded<nullable<listed<server_address>>>("*-1\r\n") == std::nullopt);
    CHECK(decoded<listed<sentinel_vote>>("*3\r\n:1\r\n$1\r\n*\r\n:0\r\n") == sentinel_vote{true, "*", 0});
}
