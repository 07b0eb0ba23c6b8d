// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/replies/cluster.hpp>
#include <hibana/command/cluster.hpp>
#include <hibana/command/connection.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using namespace std::chrono_literals;
using test::decode_reply;
using test::decoded;
using test::has_reply;

namespace {

std::string bulk_of(std::string_view text) { return '$' + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n"; }
using ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

}  // namespace

TEST_CASE("cluster replies: each line of CLUSTER NODES is a node", "[command]") {
    const auto nodes = decoded<parsed_lines<cluster_node>>(
        bulk_of("07c3 127.0.0.1:30004@31004,host-4,shard-id=x slave e7d1 0 1426238317239 4 connected\n"
                "e7d1 ::1:30001@31001 myself,master - 5 0 1 disconnected 0-99 200 [93->-292f] [77-<-e7d1]\n"));
    REQUIRE(nodes.size() == 2);
    CHECK(nodes[0].id == "07c3");
    CHECK(nodes[0].ip == "127.0.0.1");
    CHECK(nodes[0].port == 30004);
    CHECK(nodes[0].bus_port == 31004);
    CHECK(nodes[0].hostname == "host-4");
    CHECK(nodes[0].flags == std::vector<std::string>{"slave"});
    CHECK(nodes[0].primary == "e7d1");
    CHECK(nodes[0].pong_received.time_since_epoch() == 1426238317239ms);
    CHECK(nodes[0].config_epoch == 4);
    CHECK(nodes[0].connected);
    CHECK(nodes[0].slots.empty());
    CHECK(nodes[1].ip == "::1");
    CHECK(nodes[1].primary.empty());
    CHECK(nodes[1].flags == std::vector<std::string>{"myself", "master"});
    CHECK_FALSE(nodes[1].connected);
    CHECK(nodes[1].slots == ranges{{0, 99}, {200, 200}});
    CHECK(nodes[1].migrating == std::vector{moving_slot{93, "292f"}});
    CHECK(nodes[1].importing == std::vector{moving_slot{77, "e7d1"}});
    CHECK(decoded<array<parsed<cluster_node>>>("*1\r\n" + bulk_of("a :0@0 slave,noaddr b 0 0 1 connected"))[0].id == "a");
    CHECK(decoded<parsed<cluster_node>>(bulk_of("")) == cluster_node{});
}

TEST_CASE("cluster replies: CLUSTER INFO is decoded as a struct", "[command]") {
    const auto info =
        decoded<parsed<cluster_info>>(bulk_of("cluster_state:ok\r\ncluster_slots_assigned:16384\r\nlater:1\r\ncluster_my_epoch:2\r\n"));
    CHECK(info.cluster_state == "ok");
    CHECK(info.cluster_slots_assigned == 16384);
    CHECK(info.cluster_my_epoch == 2);
}

TEST_CASE("cluster replies: CLUSTER SLOTS has any number of nodes", "[command]") {
    const auto two = decoded<array<listed<slot_range>>>(
        "*1\r\n*4\r\n:0\r\n:99\r\n*4\r\n$1\r\nh\r\n:1\r\n$1\r\na\r\n*2\r\n$8\r\nhostname\r\n$1\r\nx\r\n"
        "*3\r\n$-1\r\n:2\r\n$1\r\nb\r\n");
    const auto three = decoded<array<listed<slot_range>>>(
        "*1\r\n*4\r\n:0\r\n:99\r\n*4\r\n$1\r\nh\r\n:1\r\n$1\r\na\r\n%1\r\n$8\r\nhostname\r\n$1\r\nx\r\n"
        "*3\r\n_\r\n:2\r\n$1\r\nb\r\n");
    CHECK(two == three);
    CHECK(two == std::vector{slot_range{0, 99, {{"h", 1, "a", {{"hostname", "x"}}}, {"", 2, "b", {}}}}});
}

TEST_CASE("cluster replies: CLUSTER SHARDS is decoded over RESP2 and RESP3", "[command]") {
    const auto shards = decoded<array<named<cluster_shard>>>(
        "*1\r\n*4\r\n$5\r\nslots\r\n*4\r\n:0\r\n:99\r\n:200\r\n:300\r\n$5\r\nnodes\r\n*1\r\n*6\r\n$2\r\nid\r\n$"
        "1\r\na\r\n"
        "$4\r\nport\r\n:1\r\n$6\r\nhealth\r\n$6\r\nonline\r\n");
    REQUIRE(shards.size() == 1);
    CHECK(shards[0].slots == ranges{{0, 99}, {200, 300}});
    REQUIRE(shards[0].nodes.size() == 1);
    CHECK(shards[0].nodes[0].port == 1);
    CHECK(shards[0].nodes[0].health == "online");
    CHECK(decoded<array<listed<slot_stats>>>("*1\r\n*2\r\n:7\r\n%1\r\n$9\r\nkey-count\r\n:3\r\n")
          == std::vector{slot_stats{7, {3, 0, 0, 0, 0}}});
}

TEST_CASE("cluster replies: slot migrations are decoded over RESP2 and RESP3", "[command]") {
    const std::string task = bulk_of("id") + bulk_of("t") + bulk_of("slots") + bulk_of("0-10 20-30") + bulk_of("source") + bulk_of("a")
                             + bulk_of("dest") + bulk_of("b") + bulk_of("operation") + bulk_of("import") + bulk_of("state")
                             + bulk_of("completed") + bulk_of("last_error") + bulk_of("") + bulk_of("retries") + ":2\r\n"
                             + bulk_of("create_time") + ":1720000000123\r\n" + bulk_of("start_time") + ":1720000000124\r\n"
                             + bulk_of("end_time") + ":-1\r\n" + bulk_of("write_pause_ms") + ":25\r\n";
    const auto tasks = decode_reply(cmd::cluster::migration(opt::status(opt::all)), "*1\r\n*24\r\n" + task, "*1\r\n%12\r\n" + task);
    const auto at = [](std::int64_t time) { return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time)); };
    CHECK(tasks
          == std::vector<migration_task>{
              {"t", "0-10 20-30", "a", "b", "import", "completed", "", 2, at(1720000000123), at(1720000000124), at(-1), 25ms}});
    CHECK(has_reply<bulk>(cmd::cluster::migration(opt::import_(0, 9))));
    CHECK(has_reply<integer>(cmd::cluster::migration(opt::cancel(opt::id("t")))));

    const std::string fields = bulk_of("name") + bulk_of("n") + bulk_of("operation") + bulk_of("EXPORT") + bulk_of("slot_ranges")
                               + bulk_of("0-10") + bulk_of("target_node") + bulk_of("a") + bulk_of("source_node") + bulk_of("b")
                               + bulk_of("create_time") + ":1754870400\r\n" + bulk_of("last_update_time") + ":1754870401\r\n"
                               + bulk_of("last_ack_time") + ":1754870402\r\n" + bulk_of("state") + bulk_of("success") + bulk_of("message")
                               + bulk_of("") + bulk_of("cow_size") + ":7\r\n";
    CHECK(decode_reply(cmd::cluster::getslotmigrations(), "*1\r\n*22\r\n" + fields, "*1\r\n%11\r\n" + fields)
          == std::vector<slot_migration>{{"n", "EXPORT", "0-10", "a", "b", std::chrono::sys_seconds(1754870400s),
                                          std::chrono::sys_seconds(1754870401s), std::chrono::sys_seconds(1754870402s), "success", "", 7}});
}
