// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/count_min.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using test::decode_reply;
using test::encoded_text;

TEST_CASE("count_min: commands say their arguments in order", "[command]") {
    CHECK(encoded_text(cmd::cms::initbydim("k", 2000, 5)) == "CMS.INITBYDIM k 2000 5");
    CHECK(encoded_text(cmd::cms::initbyprob("k", 0.001, 0.01)) == "CMS.INITBYPROB k 0.001 0.01");
    CHECK(encoded_text(cmd::cms::incrby("k", "a", 1, "b", 2)) == "CMS.INCRBY k a 1 b 2");
    CHECK(encoded_text(cmd::cms::incrby("k", std::map<std::string, int>{{"a", 3}})) == "CMS.INCRBY k a 3");
    CHECK(encoded_text(cmd::cms::query("k", "a", "b")) == "CMS.QUERY k a b");
    CHECK(encoded_text(cmd::cms::merge("d", "a", "b")) == "CMS.MERGE d 2 a b");
    CHECK(encoded_text(cmd::cms::merge("d", "a", "b", opt::cms::weights(1, 3))) == "CMS.MERGE d 2 a b WEIGHTS 1 3");
    CHECK(encoded_text(cmd::cms::info("k")) == "CMS.INFO k");
    CHECK(slot(cmd::cms::merge("{x}d", "{x}a", "{y}b")) == -2);
}

TEST_CASE("count_min: replies are the same over RESP2 and RESP3", "[command]") {
    CHECK(decode_reply(cmd::cms::query("k", "a", "b"), "*2\r\n:10\r\n:0\r\n") == std::vector<std::int64_t>{10, 0});
    const auto partly = decode_reply(cmd::cms::incrby("k", "a", 1, "b", 2), "*2\r\n-CMS: INCRBY overflow\r\n:7\r\n");
    REQUIRE(partly.size() == 2);
    CHECK(partly[0].error().text() == "CMS: INCRBY overflow");
    CHECK(partly[1] == 7);
    CHECK(decode_reply(cmd::cms::info("k"), "*6\r\n+width\r\n:2000\r\n+depth\r\n:7\r\n+count\r\n:5\r\n",
                       "%3\r\n+width\r\n:2000\r\n+depth\r\n:7\r\n+count\r\n:5\r\n")
          == replies::count_min_info{2000, 7, 5});
}
