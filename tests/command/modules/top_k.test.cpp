// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/top_k.hpp>

#include <string>
#include <vector>

using namespace hibana;
using test::decode_reply;
using test::encoded_text;

TEST_CASE("top_k: commands say their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::topk::reserve("k", 50)) == "TOPK.RESERVE k 50");
    CHECK(encoded_text(cmd::topk::reserve("k", 50, 2000, 7, 0.925)) == "TOPK.RESERVE k 50 2000 7 0.925");
    CHECK(encoded_text(cmd::topk::add("k", "a", "b")) == "TOPK.ADD k a b");
    CHECK(encoded_text(cmd::topk::incrby("k", "a", 3, "b", 2)) == "TOPK.INCRBY k a 3 b 2");
    CHECK(encoded_text(cmd::topk::query("k", "a")) == "TOPK.QUERY k a");
    CHECK(encoded_text(cmd::topk::count("k", "a")) == "TOPK.COUNT k a");
    CHECK(encoded_text(cmd::topk::list("k", opt::topk::withcount)) == "TOPK.LIST k WITHCOUNT");
    CHECK(encoded_text(cmd::topk::info("k")) == "TOPK.INFO k");
}

TEST_CASE("top_k: replies are the same over RESP2 and RESP3", "[command]") {
    CHECK(decode_reply(cmd::topk::add("k", "a", "b"), "*2\r\n$-1\r\n$1\r\nz\r\n", "*2\r\n_\r\n$1\r\nz\r\n")
          == std::vector<std::optional<std::string>>{std::nullopt, "z"});
    CHECK(decode_reply(cmd::topk::query("k", "a", "b"), "*2\r\n:1\r\n:0\r\n", "*2\r\n#t\r\n#f\r\n") == std::vector<bool>{true, false});
    CHECK(decode_reply(cmd::topk::list("k"), "*2\r\n$1\r\na\r\n$1\r\nb\r\n") == std::vector<std::string>{"a", "b"});
    CHECK(decode_reply(cmd::topk::list("k", opt::topk::withcount), "*4\r\n$1\r\na\r\n:3\r\n$1\r\nb\r\n:1\r\n")
          == std::vector<std::pair<std::string, std::int64_t>>{{"a", 3}, {"b", 1}});
    CHECK(decode_reply(cmd::topk::info("k"), "*8\r\n+k\r\n:50\r\n+width\r\n:2000\r\n+depth\r\n:7\r\n+decay\r\n$5\r\n0.925\r\n",
                       "%4\r\n+k\r\n:50\r\n+width\r\n:2000\r\n+depth\r\n:7\r\n+decay\r\n,0.925\r\n")
          == replies::top_k_info{50, 2000, 7, 0.925});
}
