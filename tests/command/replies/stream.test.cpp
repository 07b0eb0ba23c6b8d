// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decoded.hpp"
#include "command/encoded.hpp"

#include <hibana/command/replies/stream.hpp>
#include <hibana/command/stream.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using namespace std::chrono_literals;
using test::decoded;

TEST_CASE("stream replies: entries are decoded over RESP2 and RESP3, and deleted ones have no fields", "[command]") {
    using kind = nullable<map<bulk, array<listed<stream_entry>>>>;
    const std::string entries = "*2\r\n*2\r\n$3\r\n1-1\r\n*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n*2\r\n$3\r\n2-2\r\n";
    const auto two = decoded<kind>("*1\r\n*2\r\n$1\r\ns\r\n" + entries + "*-1\r\n");
    const auto three = decoded<kind>("%1\r\n$1\r\ns\r\n" + entries + "_\r\n");
    CHECK(two == three);
    CHECK(two.value().at(0).second == std::vector{stream_entry{"1-1", {{"a", "1"}, {"b", "2"}}}, stream_entry{"2-2", {}}});
    CHECK(decoded<kind>("*-1\r\n") == std::nullopt);
    CHECK(decoded<kind>("_\r\n") == std::nullopt);
    CHECK(decoded<listed<claimed_entry>>("*4\r\n$3\r\n1-1\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n:250\r\n:2\r\n")
          == claimed_entry{"1-1", {{"a", "1"}}, 250ms, 2});
}

TEST_CASE("stream replies: XPENDING and XAUTOCLAIM are decoded", "[command]") {
    CHECK(decoded<listed<pending_summary>>("*4\r\n:1\r\n$3\r\n1-1\r\n$3\r\n1-2\r\n*1\r\n*2\r\n$1\r\nc\r\n$1\r\n1\r\n")
          == pending_summary{1, "1-1", "1-2", {{"c", 1}}});
    CHECK(decoded<listed<pending_summary>>("*4\r\n:0\r\n$-1\r\n$-1\r\n*-1\r\n") == pending_summary{});
    CHECK(decoded<listed<pending_entry>>("*4\r\n$3\r\n1-1\r\n$1\r\nc\r\n:7\r\n:2\r\n") == pending_entry{"1-1", "c", 7ms, 2});
    CHECK(decoded<listed<autoclaim_result>>("*2\r\n$3\r\n0-0\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n+a\r\n+b\r\n")
          == autoclaim_result{"0-0", {{"1-1", {{"a", "b"}}}}, {}});
    CHECK(decoded<listed<autoclaim_ids_result>>("*3\r\n$3\r\n0-0\r\n*1\r\n$3\r\n1-1\r\n*1\r\n$3\r\n0-9\r\n")
          == autoclaim_ids_result{"0-0", {"1-1"}, {"0-9"}});
}

TEST_CASE("stream replies: XINFO is decoded as structs", "[command]") {
    const std::string group =
        "$4\r\nname\r\n$1\r\ng\r\n$9\r\nconsumers\r\n:1\r\n$7\r\npending\r\n:2\r\n$17\r\nlast-delivered-id\r\n$3\r\n1-"
        "1\r\n"
        "$12\r\nentries-read\r\n";
    CHECK(decoded<array<named<stream_group>>>("*1\r\n*12\r\n" + group + ":1\r\n$3\r\nlag\r\n:0\r\n")
          == decoded<array<named<stream_group>>>("*1\r\n%6\r\n" + group + ":1\r\n$3\r\nlag\r\n:0\r\n"));
    CHECK(decoded<named<stream_group>>("%6\r\n" + group + "_\r\n$3\r\nlag\r\n_\r\n") == stream_group{"g", 1, 2, "1-1", {}, {}});
    const std::string idempotence =
        "+idmp-duration\r\n:100\r\n+idmp-maxsize\r\n:99\r\n+pids-tracked\r\n:1\r\n+iids-tracked\r\n:2\r\n"
        "+iids-added\r\n:3\r\n+iids-duplicates\r\n:4\r\n";
    const auto info = decoded<named<stream_info>>("%6\r\n" + idempotence);
    CHECK(decoded<named<stream_info>>("*12\r\n" + idempotence) == info);
    CHECK(info.idmp_duration == 100s);
    CHECK(info.idmp_maxsize == 99);
    CHECK(info.pids_tracked == 1);
    CHECK(info.iids_tracked == 2);
    CHECK(info.iids_added == 3);
    CHECK(info.iids_duplicates == 4);
    const auto full = decoded<named<stream_details>>("%7\r\n" + idempotence + "+groups\r\n*1\r\n%1\r\n+nacked-count\r\n:5\r\n");
    CHECK(full.idmp_duration == 100s);
    CHECK(full.idmp_maxsize == 99);
    CHECK(full.pids_tracked == 1);
    CHECK(full.iids_tracked == 2);
    CHECK(full.iids_added == 3);
    CHECK(full.iids_duplicates == 4);
    CHECK(full.groups.at(0).nacked_count == 5);
    const auto details = decoded<named<stream_details>>(
        "%2\r\n+entries\r\n*0\r\n+groups\r\n*1\r\n%3\r\n+name\r\n+g\r\n+pel-count\r\n:1\r\n+consumers\r\n*1\r\n%2\r\n+"
        "seen-time\r\n:1700000000123\r\n"
        "+pending\r\n*1\r\n*3\r\n+1-1\r\n:1700000000124\r\n:1\r\n");
    REQUIRE(details.groups.size() == 1);
    const auto& consumer = details.groups[0].consumers.at(0);
    CHECK(consumer.seen_time == unix_time(1700000000123ms));
    CHECK(consumer.active_time == std::nullopt);
    CHECK(consumer.pending == std::vector{consumer_pending{"1-1", unix_time(1700000000124ms), 1}});
}
