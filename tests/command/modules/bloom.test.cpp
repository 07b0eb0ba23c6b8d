// SPDX-License-Identifier: BSL-1.0
#include "command/decode_reply.hpp"
#include "catch.hpp"

#include <hibana/command/modules/bloom.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::answered;
using test::gives;
using test::said;

TEST_CASE("bloom: commands say their arguments in order", "[command]") {
    CHECK(said(cmd::bf::reserve("k", 0.01, 1000)) == "BF.RESERVE k 0.01 1000");
    CHECK(said(cmd::bf::reserve("k", 0.01, 1000, opt::bf::expansion(2))) == "BF.RESERVE k 0.01 1000 EXPANSION 2");
    CHECK(said(cmd::bf::reserve("k", 0.01, 1000, opt::bf::nonscaling)) == "BF.RESERVE k 0.01 1000 NONSCALING");
    CHECK(said(cmd::bf::add("k", "a")) == "BF.ADD k a");
    CHECK(said(cmd::bf::madd("k", "a", 2)) == "BF.MADD k a 2");
    CHECK(said(cmd::bf::insert("k", "a", "b", opt::bf::error(0.1), opt::bf::capacity(10), opt::bf::expansion(4)))
          == "BF.INSERT k CAPACITY 10 ERROR 0.1 EXPANSION 4 ITEMS a b");
    CHECK(said(cmd::bf::insert("k", std::vector<std::string>{"a"}, opt::bf::nocreate)) == "BF.INSERT k NOCREATE ITEMS a");
    CHECK(said(cmd::bf::exists("k", "a")) == "BF.EXISTS k a");
    CHECK(said(cmd::bf::mexists("k", "a", "b")) == "BF.MEXISTS k a b");
    CHECK(said(cmd::bf::card("k")) == "BF.CARD k");
    CHECK(said(cmd::bf::debug("k")) == "BF.DEBUG k");
    CHECK(said(cmd::bf::info("k")) == "BF.INFO k");
    CHECK(said(cmd::bf::info("k", opt::bf::expansion)) == "BF.INFO k EXPANSION");
    CHECK(said(cmd::bf::info("k", opt::bf::items)) == "BF.INFO k ITEMS");
    CHECK(said(cmd::bf::scandump("k", 0)) == "BF.SCANDUMP k 0");
    CHECK(said(cmd::bf::loadchunk("k", 1, "data")) == "BF.LOADCHUNK k 1 data");
    STATIC_REQUIRE(cmd::bf::insert.arity == -4);
    STATIC_REQUIRE(cmd::bf::card.facts.module_version == server_version{2, 4, 4});
}

TEST_CASE("bloom: replies are the same over RESP2 and RESP3", "[command]") {
    CHECK(answered(cmd::bf::add("k", "a"), ":1\r\n", "#t\r\n"));
    CHECK(answered(cmd::bf::mexists("k", "a", "b"), "*2\r\n:1\r\n:0\r\n", "*2\r\n#t\r\n#f\r\n") == std::vector<bool>{true, false});
    const auto partly = answered(cmd::bf::madd("k", "a", "b", "c"), "*2\r\n:1\r\n-ERR non scaling filter is full\r\n",
                                 "*2\r\n#t\r\n-ERR non scaling filter is full\r\n");
    REQUIRE(partly.size() == 2);
    CHECK(partly[0] == true);
    CHECK(partly[1].error() == errc::server_error);
    CHECK(answered(cmd::bf::insert("k", "a"), "*1\r\n:0\r\n", "*1\r\n#f\r\n") == std::vector<result<bool>>{false});
    CHECK(answered(cmd::bf::debug("k"), "*2\r\n$6\r\nsize:1\r\n$7\r\nbytes:8\r\n") == std::vector<std::string>{"size:1", "bytes:8"});
    CHECK(answered(cmd::bf::scandump("k", 0), "*2\r\n:1\r\n$2\r\nab\r\n") == replies::filter_chunk{1, "ab"});
    CHECK(answered(cmd::bf::scandump("k", 1), "*2\r\n:0\r\n$-1\r\n", "*2\r\n:0\r\n_\r\n") == replies::filter_chunk{0, std::nullopt});
    CHECK(answered(cmd::bf::info("k"),
                   "*10\r\n+Capacity\r\n:100\r\n+Size\r\n:296\r\n+Number of filters\r\n:1\r\n+Number of items inserted\r\n:7\r\n"
                   "+Expansion rate\r\n:2\r\n",
                   "%5\r\n+Capacity\r\n:100\r\n+Size\r\n:296\r\n+Number of filters\r\n:1\r\n+Number of items inserted\r\n:7\r\n"
                   "+Expansion rate\r\n:2\r\n")
          == replies::bloom_info{100, 296, 1, 7, 2});
    CHECK(answered(cmd::bf::info("k", opt::bf::capacity), "*1\r\n:100\r\n", "%1\r\n+Capacity\r\n:100\r\n") == 100);
    CHECK(answered(cmd::bf::info("k", opt::bf::expansion), "*1\r\n$-1\r\n", "%1\r\n+Expansion rate\r\n_\r\n") == 0);
}
