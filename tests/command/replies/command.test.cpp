// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/replies/command.hpp>
#include <hibana/command/management.hpp>

#include <string>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using test::decode_reply;
using test::decoded;

TEST_CASE("command replies: COMMAND INFO and COMMAND DOCS are decoded", "[command]") {
    const auto info = decoded<array<nullable<listed<replies::command_info>>>>(
        "*2\r\n*10\r\n$3\r\nget\r\n:2\r\n~1\r\n+readonly\r\n:1\r\n:1\r\n:1\r\n~0\r\n~0\r\n~1\r\n%3\r\n$5\r\nflags\r\n~"
        "1\r\n+RO\r\n$12\r\nbegin_search\r\n"
        "%2\r\n$4\r\ntype\r\n$5\r\nindex\r\n$4\r\nspec\r\n%1\r\n$5\r\nindex\r\n:1\r\n$9\r\nfind_keys\r\n%2\r\n$"
        "4\r\ntype\r\n$5\r\nrange\r\n$4\r\nspec\r\n"
        "%3\r\n$7\r\nlastkey\r\n:0\r\n$7\r\nkeystep\r\n:1\r\n$5\r\nlimit\r\n:0\r\n~0\r\n_\r\n");
    REQUIRE(info.size() == 2);
    REQUIRE(info[0].has_value());
    CHECK(info[1] == std::nullopt);
    CHECK(info[0]->name == "get");
    CHECK(info[0]->flags == std::vector<std::string>{"readonly"});
    REQUIRE(info[0]->key_specs.size() == 1);
    CHECK(info[0]->key_specs[0].begin_search.spec.index == 1);
    CHECK(info[0]->key_specs[0].find_keys.spec.keystep == 1);
    const auto docs = decoded<named_list<command_docs>>(
        "*2\r\n$3\r\nget\r\n*6\r\n$5\r\nsince\r\n$5\r\n1.0.0\r\n$9\r\narguments\r\n*1\r\n*4\r\n$4\r\nname\r\n$"
        "3\r\nkey\r\n$14\r\nkey_spec_index\r\n:0\r\n"
        "$7\r\nhistory\r\n*1\r\n*2\r\n$5\r\n2.0.0\r\n$1\r\nx\r\n");
    REQUIRE(docs.size() == 1);
    CHECK(docs[0].since == "1.0.0");
    CHECK(docs[0].history == std::vector<std::pair<std::string, std::string>>{{"2.0.0", "x"}});
    REQUIRE(docs[0].arguments.size() == 1);
    CHECK(docs[0].arguments[0].key_spec_index == 0);
}
