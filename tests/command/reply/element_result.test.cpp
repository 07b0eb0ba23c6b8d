// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"

#include <hibana/command/reply/element_result.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::decoded;
using test::status_of;

TEST_CASE("element_result: an error belongs to its element, and the other elements are decoded", "[command]") {
    const auto all = decoded<array<or_error<integer>>>("*4\r\n:1\r\n-WRONGTYPE no\r\n!9\r\nERR never\r\n:4\r\n");
    REQUIRE(all.size() == 4);
    CHECK(all[0] == 1);
    CHECK(all[1].error() == errc::wrong_type);
    CHECK(all[1].error().text() == "WRONGTYPE no");
    CHECK(all[2].error().text() == "ERR never");
    CHECK(all[2].error().fate() == fate::answered);
    CHECK(all[3] == 4);
}

TEST_CASE("element_result: a reused result changes between value and error", "[command]") {
    std::vector<result<std::int64_t>> used;
    CHECK(test::read_into<array<or_error<integer>>>(used, "*2\r\n-ERR a\r\n:2\r\n", 16) == protocol::status::done);
    CHECK(test::read_into<array<or_error<integer>>>(used, "*2\r\n:1\r\n-ERR b\r\n", 16) == protocol::status::done);
    REQUIRE(used.size() == 2);
    CHECK(used[0] == 1);
    CHECK(used[1].error().text() == "ERR b");
}

TEST_CASE("element_result: with another type an error fails the whole reply", "[command]") {
    CHECK(decoded<array<or_error<integer>>, std::vector<int>>("*2\r\n:1\r\n:2\r\n") == std::vector<int>{1, 2});
    CHECK(status_of<array<or_error<integer>>, std::vector<int>>("*2\r\n:1\r\n-ERR b\r\n") == protocol::status::failed);
    CHECK(status_of<array<or_error<integer>>>("*1\r\n+text\r\n") == protocol::status::mismatch);
}
