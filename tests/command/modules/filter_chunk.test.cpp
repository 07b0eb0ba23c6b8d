// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"

#include <hibana/command/modules/filter_chunk.hpp>

using namespace hibana;
using namespace hibana::notation;

TEST_CASE("filter_chunk: one fact is read alone, in brackets, and beside its name", "[command]") {
    for (const char* const bytes : {":7\r\n", "*1\r\n:7\r\n", "~1\r\n:7\r\n", "%1\r\n+Size\r\n:7\r\n", "*1\r\n$1\r\n7\r\n"})
        CHECK(test::decoded<single_integer>(bytes) == 7);
    CHECK(test::decoded<single_integer>("*1\r\n$-1\r\n") == 0);
    for (const char* const bytes : {"*2\r\n:7\r\n:8\r\n", "%0\r\n", "*1\r\n+x\r\n"})
        CHECK(test::status_of<single_integer>(bytes) == protocol::status::mismatch);
}
