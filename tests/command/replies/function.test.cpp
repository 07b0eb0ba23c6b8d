// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/replies/function.hpp>
#include <hibana/command/scripting.hpp>

#include <vector>

using namespace hibana;
using namespace hibana::notation;

TEST_CASE("function replies: FUNCTION LIST and FUNCTION STATS are decoded", "[command]") {
    using namespace hibana::replies;
    using namespace std::chrono_literals;
    const auto stats = test::decoded<named<function_stats>>(
        "*4\r\n$14\r\nrunning_script\r\n*6\r\n$4\r\nname\r\n$1\r\nf\r\n$7\r\ncommand\r\n*1\r\n$5\r\nfcall\r\n"
        "$11\r\nduration_ms\r\n:7\r\n$7\r\nengines\r\n*2\r\n$3\r\nLUA\r\n*4\r\n$15\r\nlibraries_count\r\n:1\r\n"
        "$15\r\nfunctions_count\r\n:2\r\n");
    CHECK(stats == function_stats{running_function{"f", {"fcall"}, 7ms}, {{"LUA", 1, 2}}});
    CHECK(test::decoded<named<function_stats>>("%2\r\n+running_script\r\n_\r\n+engines\r\n%1\r\n+LUA\r\n%1\r\n+libraries_count\r\n:1\r\n")
          == function_stats{std::nullopt, {{"LUA", 1, 0}}});
    CHECK(test::decoded<array<named<function_library>>>(
              "*1\r\n%3\r\n+library_name\r\n+l\r\n+engine\r\n+LUA\r\n+functions\r\n*1\r\n%3\r\n+name\r\n+f\r\n+description\r\n_\r\n"
              "+flags\r\n~1\r\n+no-writes\r\n")
          == std::vector{function_library{"l", "LUA", {{"f", "", {"no-writes"}}}, ""}});
}
