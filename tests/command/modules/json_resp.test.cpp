// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/json_resp.hpp>
#include <hibana/protocol/value_read.hpp>

using namespace hibana;
using test::decode_reply;
using test::encoded_text;

TEST_CASE("json_resp: JSON.RESP is encoded with an optional path, and its reply is a value", "[command]") {
    CHECK(encoded_text(cmd::json::resp("doc")) == "JSON.RESP doc");
    CHECK(encoded_text(cmd::json::resp("doc", "$")) == "JSON.RESP doc $");

    const value reply = decode_reply(cmd::json::resp("doc"), "*3\r\n$1\r\n{\r\n$1\r\na\r\n:1\r\n");
    REQUIRE(reply.elements().size() == 3);
}
