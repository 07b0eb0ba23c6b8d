// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/bloom.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::decode_reply;
using test::encoded_text;
using test::has_reply;

TEST_CASE("bloom: commands say their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::bf::reserve("k", 0.01, 1000)) == "BF.RESERVE k 0.01 1000");
    CHECK(encoded_text(cmd::bf::reserve("k", 0.01, 1000, opt::bf::expansion(2))) == "BF.RESERVE k 0.01 1000 EXPANSION 2");
    CHECK(encoded_text(cmd::bf::reserve("k", 0.01, 1000, opt::bf::nonscaling)) == "BF.RESERVE k 0.01 1000 NONSCALING");
    CHECK(encoded_text(cmd::bf::add("k", "a")) == "BF.ADD k a");
    CHECK(encoded_text(cmd::bf::madd("k", "a", 2)) == "BF.MADD k a 2");
    CHECK(encoded_text(cmd::bf::insert("k", "a", "b", opt::bf::error(0.1), opt::bf::capacity(10), opt::bf::expansion(4)))
          == "BF.INSERT k CAPACITY 10 ERROR 0.1 EXPANSION 4 ITEMS a b");
    CHECK(encoded_text(cmd::bf::insert("k", std::vector<std::string>{"a"}, opt::bf::nocreate)) == "BF.INSERT k NOCREATE ITEMS a");
    CHECK(encoded_text(cmd::bf::exists("k", "a")) == "BF.EXISTS k a");
    CHECK(encoded_text(cmd::bf::mexists("k", "a", "b")) == "BF.MEXISTS k a b");
    CHECK(encoded_text(cmd::bf::card("k")) == "BF.CARD k");
    CHECK(encoded_text(cmd::bf::debug("k")) == "BF.DEBUG k");
    CHECK(encoded_text(cmd::bf::info("k")) == "BF.INFO k");
    CHECK(encoded_text(cmd::bf::info("k", opt::bf::expansion)) == "BF.INFO k EXPANSION");
    CHECK(encoded_text(cmd::bf::info("k", opt::bf::items)) == "BF.INFO k ITEMS");
    CHECK(encoded_text(cmd::bf::scandump("k", 0)) == "BF.SCANDUMP k 0");
    CHECK(encoded_text(cmd::bf::loadchunk("k", 1, "data")) == "BF.LOADCHUNK k 1 data");
    STATIC_REQUIRE(cmd::bf::insert.arity == -4);
    STATIC_REQUIRE(cmd::bf::card.info.module_version == server_version{2, 4, 4});
}

TEST_CASE("bloom: replies are the same over RESP2 and RESP3", "[command]") {
    CHECK(decode_reply(cmd::bf::add("k", "a"), ":1\r\n", "#t\r\n"));
    CHECK(decode_reply(cmd::bf::mexists("k", "a", "b"), "*2\r\n:1\r\n:0\r\n", "*2\r\n#t\r\n#f\r\n") == std::vector<bool>{true, false});
    const auto partly = decode_reply(cmd::bf::madd("k", "a", "b", "c"), "*2\r\n:1\r\n-ERR non scaling filter is full\r\n",
                                     "*2\r\n#t\r\n-ERR non scaling filter is full\r\n");
    REQUIRE(partly.size() == 2);
    CHECK(partly[0] == true);
    CHECK(partly[1].error() == errc::server_error);
    CHECK(decode_reply(cmd::bf::insert("k", "a"), "*1\r\n:0\r\n", "*1\r\n#f\r\n") == std::vector<result<bool>>{false});
    CHECK(decode_reply(cmd::bf::debug("k"), "*2\r\n$6\r\nsize:1\r\n$7\r\nbytes:8\r\n") == std::vector<std::string>{"size:1", "bytes:8"});
    CHECK(decode_reply(cmd::bf::scandump("k", 0), "*2\r\n:1\r\n$2\r\nab\r\n") == replies::filter_chunk{1, "ab"});
    CHECK(decode_reply(cmd::bf::scandump("k", 1), "*2\r\n:0\r\n$-1\r\n", "*2\r\n:0\r\n_\r\n") == replies::filter_chunk{0, std::nullopt});
    CHECK(decode_reply(cmd::bf::info("k"),
                       "*10\r\n+Capacity\r\n:100\r\n+Size\r\n:296\r\n+Number of filters\r\n:1\r\n+Number of items inserted\r\n:7\r\n"
                       "+Expansion rate\r\n:2\r\n",
                       "%5\r\n+Capacity\r\n:100\r\n+Size\r\n:296\r\n+Number of filters\r\n:1\r\n+Number of items inserted\r\n:7\r\n"
                       "+Expansion rate\r\n:2\r\n")
          == replies::bloom_info{100, 296, 1, 7, 2});
    CHECK(decode_reply(cmd::bf::info("k", opt::bf::capacity), "*1\r\n:100\r\n", "%1\r\n+Capacity\r\n:100\r\n") == 100);
    CHECK(decode_reply(cmd::bf::info("k", opt::bf::expansion), "*1\r\n$-1\r\n", "%1\r\n+Expansion rate\r\n_\r\n") == 0);
}
