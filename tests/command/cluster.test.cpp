// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decode_reply.hpp"

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
using test::encoded_text;

namespace {

using ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

}  // namespace

TEST_CASE("cluster: commands for slots and nodes are encoded", "[command]") {
    CHECK(encoded_text(cmd::cluster::addslots(1, 2)) == "CLUSTER ADDSLOTS 1 2");
    CHECK(encoded_text(cmd::cluster::addslotsrange(0, 99, 200, 300)) == "CLUSTER ADDSLOTSRANGE 0 99 200 300");
    CHECK(encoded_text(cmd::cluster::delslots(1)) == "CLUSTER DELSLOTS 1");
    CHECK(encoded_text(cmd::cluster::delslotsrange(0, 1)) == "CLUSTER DELSLOTSRANGE 0 1");
    CHECK(encoded_text(cmd::cluster::flushslots()) == "CLUSTER FLUSHSLOTS");
    CHECK(encoded_text(cmd::cluster::countkeysinslot(5)) == "CLUSTER COUNTKEYSINSLOT 5");
    CHECK(encoded_text(cmd::cluster::getkeysinslot(5, 10)) == "CLUSTER GETKEYSINSLOT 5 10");
    CHECK(encoded_text(cmd::cluster::keyslot("k")) == "CLUSTER KEYSLOT k");
    CHECK(encoded_text(cmd::cluster::setslot(5, opt::importing("n"))) == "CLUSTER SETSLOT 5 IMPORTING n");
    CHECK(encoded_text(cmd::cluster::setslot(5, opt::migrating("n"))) == "CLUSTER SETSLOT 5 MIGRATING n");
    CHECK(encoded_text(cmd::cluster::setslot(5, opt::node("n"), opt::timeout(1s))) == "CLUSTER SETSLOT 5 NODE n TIMEOUT 1000");
    CHECK(encoded_text(cmd::cluster::setslot(5, opt::stable)) == "CLUSTER SETSLOT 5 STABLE");
    CHECK(encoded_text(cmd::cluster::slot_stats(opt::slotsrange(0, 2))) == "CLUSTER SLOT-STATS SLOTSRANGE 0 2");
    CHECK(encoded_text(cmd::cluster::slot_stats(opt::orderby("key-count"), opt::limit(2), opt::desc))
          == "CLUSTER SLOT-STATS ORDERBY key-count LIMIT 2 DESC");
    CHECK(encoded_text(cmd::cluster::migration(opt::import_(0, 9, 20, 29))) == "CLUSTER MIGRATION IMPORT 0 9 20 29");
    CHECK(encoded_text(cmd::cluster::migration(opt::cancel(opt::all))) == "CLUSTER MIGRATION CANCEL ALL");
    CHECK(encoded_text(cmd::cluster::migration(opt::status(opt::id("abc")))) == "CLUSTER MIGRATION STATUS ID abc");
    CHECK(encoded_text(cmd::cluster::migrateslots(opt::slotsrange(0, 9, opt::node("n")))) == "CLUSTER MIGRATESLOTS SLOTSRANGE 0 9 NODE n");
    CHECK(encoded_text(cmd::cluster::migrateslots(opt::slotsrange(0, 9, 20, 29, opt::node("n")), opt::slotsrange(30, 30, opt::node("m"))))
          == "CLUSTER MIGRATESLOTS SLOTSRANGE 0 9 20 29 NODE n SLOTSRANGE 30 30 NODE m");
    CHECK(encoded_text(cmd::cluster::cancelslotmigrations()) == "CLUSTER CANCELSLOTMIGRATIONS");
    CHECK(encoded_text(cmd::cluster::getslotmigrations()) == "CLUSTER GETSLOTMIGRATIONS");
    CHECK(encoded_text(cmd::cluster::failover(opt::takeover)) == "CLUSTER FAILOVER TAKEOVER");
    CHECK(encoded_text(cmd::cluster::meet("h", 1)) == "CLUSTER MEET h 1");
    CHECK(encoded_text(cmd::cluster::meet("h", 1, 2)) == "CLUSTER MEET h 1 2");
    CHECK(encoded_text(cmd::cluster::reset(opt::hard)) == "CLUSTER RESET HARD");
    CHECK(encoded_text(cmd::cluster::set_config_epoch(3)) == "CLUSTER SET-CONFIG-EPOCH 3");
    CHECK(encoded_text(cmd::cluster::count_failure_reports("n")) == "CLUSTER COUNT-FAILURE-REPORTS n");
    CHECK(encoded_text(cmd::cluster::forget("n")) == "CLUSTER FORGET n");
    CHECK(encoded_text(cmd::cluster::replicate("n")) == "CLUSTER REPLICATE n");
    CHECK(encoded_text(cmd::cluster::replicas("n")) == "CLUSTER REPLICAS n");
    CHECK(encoded_text(cmd::client::list(opt::id(1))) == "CLIENT LIST ID 1");
    CHECK(encoded_text(cmd::asking()) == "ASKING");
    CHECK(encoded_text(cmd::readonly()) == "READONLY");
    CHECK(encoded_text(cmd::readwrite()) == "READWRITE");
}
