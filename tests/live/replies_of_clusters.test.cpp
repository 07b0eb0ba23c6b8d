// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "live/replies.hpp"

#include <hibana/command/cluster.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/grammar/key.hpp>
#include <hibana/command/management.hpp>
#include <hibana/command/sentinel.hpp>
#include <hibana/protocol/value_read.hpp>

#include <algorithm>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

// A node without other nodes.
void live::of_clusters(trial& ask) {
    ask(cmd::cluster::set_config_epoch(5), cmd::cluster::flushslots(), cmd::cluster::addslots(0, 1), cmd::cluster::delslots(1),
        cmd::cluster::addslotsrange(2, 99, 200, 16383), cmd::cluster::delslotsrange(300, 301),
        cmd::cluster::bumpepoch(), cmd::cluster::countkeysinslot(5), cmd::cluster::getkeysinslot(5, 10),
        cmd::cluster::help(), cmd::cluster::info(), cmd::cluster::keyslot("a"), cmd::cluster::links(),
        cmd::cluster::myid(), cmd::cluster::myshardid(), cmd::cluster::nodes(), cmd::cluster::saveconfig(),
        cmd::cluster::shards(), cmd::cluster::slots(), cmd::cluster::slot_stats(opt::slotsrange(2, 3)),
        cmd::cluster::slot_stats(opt::orderby("key-count"), opt::limit(2), opt::desc),
        cmd::cluster::getslotmigrations(), cmd::cluster::cancelslotmigrations(),
        cmd::cluster::migration(opt::status(opt::all)));
    const std::string id = ask.reply(cmd::cluster::myid());
    ask(cmd::cluster::count_failure_reports(id), cmd::cluster::replicas(id), cmd::cluster::slaves(id),
        cmd::cluster::setslot(2, opt::stable), cmd::cluster::meet("127.0.0.1", 1),
        cmd::cluster::meet("127.0.0.1", 1, 2), cmd::asking(), cmd::readonly(), cmd::readwrite());
}

void live::of_leaving_clusters(trial& ask) {
    const std::string id = ask.run()(cmd::cluster::myid());
    for (const auto& node : ask.run()(cmd::cluster::nodes()))
        if (node.id != id) ask(cmd::cluster::forget(node.id));
    ask(cmd::cluster::reset(opt::soft), cmd::cluster::reset(opt::hard));
}

void live::of_sentinels(trial& ask) {
    ask(cmd::sentinel::ckquorum("watched"), cmd::sentinel::config(opt::get("*")),
        cmd::sentinel::config(opt::set("announce-port", 0)), cmd::sentinel::debug(),
        cmd::sentinel::debug("ask-period", 1000), cmd::sentinel::flushconfig(),
        cmd::sentinel::get_master_addr_by_name("watched"), cmd::sentinel::get_master_addr_by_name("nobody"),
        cmd::sentinel::get_primary_addr_by_name("watched"), cmd::sentinel::help(), cmd::sentinel::info_cache("watched"),
        cmd::sentinel::is_master_down_by_addr("127.0.0.1", 1, 0, "*"),
        cmd::sentinel::is_primary_down_by_addr("127.0.0.1", 1, 0, "*"), cmd::sentinel::master("watched"),
        cmd::sentinel::masters(), cmd::sentinel::primary("watched"), cmd::sentinel::primaries(),
        cmd::sentinel::monitor("other", "127.0.0.1", 2, 1), cmd::sentinel::myid(), cmd::sentinel::pending_scripts(),
        cmd::sentinel::remove("other"), cmd::sentinel::replicas("watched"), cmd::sentinel::slaves("watched"),
        cmd::sentinel::sentinels("watched"), cmd::sentinel::set("watched", "quorum", 1), cmd::sentinel::reset("nobody"),
        cmd::sentinel::simulate_failure("help"), cmd::role());
}

TEST_CASE("replies of clusters: every field is equal over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    live::two_passes held({.tcp = true, .cluster = true});
    held(live::of_clusters);
    auto &two = held.two(), &three = held.three();
    live::both(two, three)(cmd::cluster::slots(), cmd::cluster::shards(),
                           cmd::cluster::slot_stats(opt::slotsrange(2, 3)), cmd::cluster::keyslot("a"));

    CHECK(two(cmd::cluster::keyslot("foo{a}")) == key_slot("a"));
    const std::string id = two(cmd::cluster::myid());
    const auto info = three(cmd::cluster::info());
    CHECK(info.cluster_slots_assigned == 16281);
    CHECK(info.cluster_known_nodes >= 1);
    const auto nodes = two(cmd::cluster::nodes());
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const auto& node) { return node.id == id; });
    REQUIRE(found != nodes.end());
    const auto& self = *found;
    CHECK(self.port == held.server().port());
    CHECK(self.flags.front() == "myself");
    CHECK(self.connected);
    REQUIRE(self.slots.size() == 4);
    CHECK(self.slots[1] == std::pair<std::int64_t, std::int64_t>(2, 99));
    const auto slots = three(cmd::cluster::slots());
    REQUIRE(slots.size() == 4);
    CHECK(slots[0].first == 0);
    CHECK(slots[1].last == 99);
    REQUIRE(slots[0].nodes.size() == 1);
    CHECK(slots[0].nodes[0].id == id);
    CHECK(slots[0].nodes[0].port == held.server().port());
    const auto shards = two(cmd::cluster::shards());
    REQUIRE(shards.size() == 1);
    CHECK(shards[0].slots.size() == 4);
    REQUIRE(shards[0].nodes.size() == 1);
    CHECK(shards[0].nodes[0].role == "master");
    CHECK(shards[0].nodes[0].health == "online");
}

TEST_CASE("replies of sentinels: every field is equal over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    live::two_passes held({.settings = {"sentinel monitor watched 127.0.0.1 1 1"}, .sentinel = true});
    held(live::of_sentinels);
    auto &two = held.two(), &three = held.three();
    live::both(two, three)(cmd::sentinel::get_master_addr_by_name("watched"), cmd::sentinel::config(opt::get("*")),
                           cmd::sentinel::debug(), cmd::role(), cmd::sentinel::myid());
    const auto masters = two(cmd::sentinel::masters());
    REQUIRE(masters.size() == 1);
    CHECK(masters[0].name == "watched");
    CHECK(masters[0].ip == "127.0.0.1");
    CHECK(masters[0].port == 1);
    CHECK(masters[0].quorum == 1);
    CHECK(masters[0].down_after_milliseconds == 30s);
    CHECK(three(cmd::sentinel::master("watched")).name == "watched");
    CHECK(three(cmd::sentinel::get_master_addr_by_name("watched")) == replies::server_address{"127.0.0.1", 1});
    CHECK(two(cmd::sentinel::is_master_down_by_addr("127.0.0.1", 1, 0, "*")).leader_runid == "*");
    CHECK(three(cmd::role()).masters == std::vector<std::string>{"watched"});
}
