// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/replies/server.hpp>
#include <hibana/command/management.hpp>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using namespace std::chrono_literals;
using protocol::status;
using test::decode_reply;
using test::decoded;
using test::status_of;

TEST_CASE("server replies: the first word of ROLE determines its fields", "[command]") {
    CHECK(decoded<listed<server_role>>("*3\r\n$6\r\nmaster\r\n:7\r\n*1\r\n*3\r\n$1\r\nh\r\n$4\r\n6379\r\n$1\r\n5\r\n")
          == server_role{"master", 7, {{"h", 6379, 5}}, "", 0, "", {}});
    CHECK(decoded<listed<server_role>>("*5\r\n$5\r\nslave\r\n$1\r\nh\r\n:6379\r\n$9\r\nconnected\r\n:5\r\n")
          == server_role{"slave", 5, {}, "h", 6379, "connected", {}});
    CHECK(decoded<listed<server_role>>("*2\r\n$8\r\nsentinel\r\n*1\r\n$1\r\nm\r\n") == server_role{"sentinel", 0, {}, "", 0, "", {"m"}});
    CHECK(status_of<listed<server_role>>("*1\r\n$6\r\nmaster\r\n") == status::mismatch);
}

TEST_CASE("server replies: SLOWLOG and LATENCY are decoded", "[command]") {
    CHECK(decoded<listed<slowlog_entry>>("*6\r\n:25\r\n:1700000000\r\n:3\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n$3\r\na:1\r\n$0\r\n\r\n")
          == slowlog_entry{25, std::chrono::sys_time<std::chrono::seconds>(1700000000s), 3, {"GET", "k"}, "a:1", ""});
    CHECK(decoded<listed<latency_event>>("*4\r\n$1\r\nx\r\n:1700000000\r\n:10\r\n:12\r\n").max == 12ms);
    const auto histogram = decoded<named_list<latency_histogram>>(
        "%1\r\n$3\r\nget\r\n%2\r\n$5\r\ncalls\r\n:3\r\n$14\r\nhistogram_usec\r\n%2\r\n:1\r\n:2\r\n:4\r\n:3\r\n");
    CHECK(histogram
          == decoded<named_list<latency_histogram>>(
              "*2\r\n$3\r\nget\r\n*4\r\n$5\r\ncalls\r\n:3\r\n$14\r\nhistogram_usec\r\n*4\r\n:1\r\n:2\r\n:4\r\n:3\r\n"));
    REQUIRE(histogram.size() == 1);
    CHECK(histogram[0] == latency_histogram{"get", 3, {{1, 2}, {4, 3}}});
    CHECK(decoded<listed<server_time>>("*2\r\n$10\r\n1700000000\r\n$3\r\n250\r\n").to_time_point().time_since_epoch() == 1700000000000250us);
}

TEST_CASE("server replies: MEMORY STATS is decoded for each database", "[command]") {
    const auto stats = decoded<named<memory_stats>>(
        "%4\r\n+peak.allocated\r\n:9\r\n+db.dict.rehashing.count\r\n:1\r\n+db.0\r\n%1\r\n+overhead.hashtable.main\r\n:"
        "72\r\n"
        "+db.12\r\n*2\r\n+overhead.hashtable.expires\r\n:5\r\n");
    CHECK(stats.peak_allocated == 9);
    CHECK(stats.db_dict_rehashing_count == 1);
    REQUIRE(stats.databases.size() == 2);
    CHECK(stats.databases[0].first == "0");
    CHECK(stats.databases[0].second.overhead_hashtable_main == 72);
    CHECK(stats.databases[1].first == "12");
    CHECK(stats.databases[1].second.overhead_hashtable_expires == 5);
}
