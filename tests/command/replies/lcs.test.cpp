// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/replies/lcs.hpp>
#include <hibana/command/string.hpp>

#include <string>

using namespace hibana;
using namespace hibana::notation;

TEST_CASE("lcs reply: LCS IDX is decoded over RESP2 and RESP3", "[command]") {
    const std::string match = "*1\r\n*3\r\n*2\r\n:4\r\n:7\r\n*2\r\n:5\r\n:8\r\n:4\r\n";
    const auto two = test::decoded<named<replies::lcs>>("*4\r\n$7\r\nmatches\r\n" + match + "$3\r\nlen\r\n:6\r\n");
    const auto three = test::decoded<named<replies::lcs>>("%2\r\n$7\r\nmatches\r\n" + match + "$3\r\nlen\r\n:6\r\n");
    CHECK(two == three);
    CHECK(two == replies::lcs{{{{4, 7}, {5, 8}, 4}}, 6});
}
