// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/cuckoo.hpp>

#include <vector>

using namespace hibana;
using test::decode_reply;
using test::encoded_text;

TEST_CASE("cuckoo: commands say their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::cf::reserve("k", 1000)) == "CF.RESERVE k 1000");
    CHECK(encoded_text(cmd::cf::reserve("k", 1000, opt::cf::expansion(1), opt::cf::bucketsize(2), opt::cf::maxiterations(20)))
          == "CF.RESERVE k 1000 BUCKETSIZE 2 MAXITERATIONS 20 EXPANSION 1");
    CHECK(encoded_text(cmd::cf::add("k", "a")) == "CF.ADD k a");
    CHECK(encoded_text(cmd::cf::addnx("k", "a")) == "CF.ADDNX k a");
    CHECK(encoded_text(cmd::cf::insert("k", "a", "b", opt::cf::capacity(10))) == "CF.INSERT k CAPACITY 10 ITEMS a b");
    CHECK(encoded_text(cmd::cf::insertnx("k", "a", opt::cf::nocreate)) == "CF.INSERTNX k NOCREATE ITEMS a");
    CHECK(encoded_text(cmd::cf::exists("k", "a")) == "CF.EXISTS k a");
    CHECK(encoded_text(cmd::cf::mexists("k", "a", "b")) == "CF.MEXISTS k a b");
    CHECK(encoded_text(cmd::cf::del("k", "a")) == "CF.DEL k a");
    CHECK(encoded_text(cmd::cf::count("k", "a")) == "CF.COUNT k a");
    CHECK(encoded_text(cmd::cf::scandump("k", 0)) == "CF.SCANDUMP k 0");
    CHECK(encoded_text(cmd::cf::loadchunk("k", 1, "data")) == "CF.LOADCHUNK k 1 data");
    CHECK(encoded_text(cmd::cf::info("k")) == "CF.INFO k");
    CHECK(encoded_text(cmd::cf::compact("k")) == "CF.COMPACT k");
    CHECK(encoded_text(cmd::cf::debug("k")) == "CF.DEBUG k");
}

TEST_CASE("cuckoo: replies are the same over RESP2 and RESP3", "[command]") {
    CHECK(decode_reply(cmd::cf::add("k", "a"), ":1\r\n", "#t\r\n"));
    CHECK_FALSE(decode_reply(cmd::cf::del("k", "a"), ":0\r\n", "#f\r\n"));
    CHECK(decode_reply(cmd::cf::insertnx("k", "a", "b", "c"), "*3\r\n:1\r\n:0\r\n:-1\r\n", "*3\r\n#t\r\n#f\r\n:-1\r\n")
          == std::vector<std::int64_t>{1, 0, -1});
    const char* const facts =
        "+Size\r\n:1080\r\n+Number of buckets\r\n:512\r\n+Number of filters\r\n:1\r\n"
        "+Number of items inserted\r\n:3\r\n+Number of items deleted\r\n:2\r\n+Bucket size\r\n:4\r\n"
        "+Expansion rate\r\n:5\r\n+Max iterations\r\n:20\r\n";
    CHECK(decode_reply(cmd::cf::info("k"), std::string("*16\r\n") + facts, std::string("%8\r\n") + facts)
          == replies::cuckoo_info{1080, 512, 1, 3, 2, 4, 5, 20});
}
