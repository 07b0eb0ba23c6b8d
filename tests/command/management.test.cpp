// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decode_reply.hpp"

#include <hibana/command/management.hpp>

#include <string>

using namespace hibana;
using namespace hibana::notation;
using namespace hibana::replies;
using namespace std::chrono_literals;
using protocol::status;
using test::decode_reply;
using test::decoded;
using test::encoded_text;
using test::has_reply;

TEST_CASE("management: persistence commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::bgrewriteaof()) == "BGREWRITEAOF");
    CHECK(encoded_text(cmd::bgsave(opt::schedule)) == "BGSAVE SCHEDULE");
    CHECK(encoded_text(cmd::bgsave(opt::cancel)) == "BGSAVE CANCEL");
    STATIC_REQUIRE(decltype(cmd::bgsave(opt::cancel))::info.valkey == server_version{8, 1, 0});
    STATIC_REQUIRE(decltype(cmd::bgsave(opt::cancel))::info.redis == no_version);
    CHECK(encoded_text(cmd::save()) == "SAVE");
    CHECK(encoded_text(cmd::lastsave()) == "LASTSAVE");
    CHECK(encoded_text(cmd::dbsize()) == "DBSIZE");
    CHECK(encoded_text(cmd::flushall(opt::async)) == "FLUSHALL ASYNC");
    CHECK(encoded_text(cmd::flushdb(opt::sync)) == "FLUSHDB SYNC");
    CHECK(encoded_text(cmd::swapdb(0, 1)) == "SWAPDB 0 1");
    CHECK(encoded_text(cmd::restore_asking("k", 0ms, "x", opt::replace)) == "RESTORE-ASKING k 0 x REPLACE");
    CHECK(encoded_text(cmd::shutdown(opt::nosave, opt::now)) == "SHUTDOWN NOSAVE NOW");
    CHECK(encoded_text(cmd::shutdown(opt::abort)) == "SHUTDOWN ABORT");
    CHECK(encoded_text(cmd::debug("SLEEP", 0)) == "DEBUG SLEEP 0");
}

TEST_CASE("management: replication commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::replicaof("h", 6379)) == "REPLICAOF h 6379");
    CHECK(encoded_text(cmd::replicaof(opt::no_one)) == "REPLICAOF NO ONE");
    CHECK(encoded_text(cmd::slaveof(opt::no_one)) == "SLAVEOF NO ONE");
    CHECK(encoded_text(cmd::failover()) == "FAILOVER");
    CHECK(encoded_text(cmd::failover(opt::to("h", 1, opt::force), opt::timeout(5s))) == "FAILOVER TO h 1 FORCE TIMEOUT 5000");
    CHECK(encoded_text(cmd::failover(opt::to("h", 1))) == "FAILOVER TO h 1");
    CHECK(encoded_text(cmd::failover(opt::abort)) == "FAILOVER ABORT");
    CHECK(encoded_text(cmd::role()) == "ROLE");
    CHECK(encoded_text(cmd::monitor()) == "MONITOR");
    CHECK(encoded_text(cmd::sync()) == "SYNC");
    CHECK(encoded_text(cmd::psync("?", -1)) == "PSYNC ? -1");
    CHECK(encoded_text(cmd::replconf("listening-port", 1)) == "REPLCONF listening-port 1");
    STATIC_REQUIRE(cmd::monitor.info.pubsub);
    STATIC_REQUIRE(cmd::sync.info.pubsub);
}

TEST_CASE("management: commands for monitoring a server are encoded", "[command]") {
    CHECK(encoded_text(cmd::info()) == "INFO");
    CHECK(encoded_text(cmd::info("server", "memory")) == "INFO server memory");
    CHECK(encoded_text(cmd::time()) == "TIME");
    CHECK(encoded_text(cmd::lolwut()) == "LOLWUT");
    CHECK(encoded_text(cmd::lolwut(opt::version(5, 40, 20))) == "LOLWUT VERSION 5 40 20");
    CHECK(encoded_text(cmd::config::get("max*", "save")) == "CONFIG GET max* save");
    CHECK(encoded_text(cmd::config::set("maxmemory", 0, "save", "")) == "CONFIG SET maxmemory 0 save ''");
    CHECK(encoded_text(cmd::config::rewrite()) == "CONFIG REWRITE");
    CHECK(encoded_text(cmd::config::resetstat()) == "CONFIG RESETSTAT");
    CHECK(encoded_text(cmd::latency::histogram("get", "set")) == "LATENCY HISTOGRAM get set");
    CHECK(encoded_text(cmd::latency::history("command")) == "LATENCY HISTORY command");
    CHECK(encoded_text(cmd::latency::graph("command")) == "LATENCY GRAPH command");
    CHECK(encoded_text(cmd::latency::latest()) == "LATENCY LATEST");
    CHECK(encoded_text(cmd::latency::doctor()) == "LATENCY DOCTOR");
    CHECK(encoded_text(cmd::latency::reset("command")) == "LATENCY RESET command");
    CHECK(encoded_text(cmd::memory::usage("k", opt::samples(0))) == "MEMORY USAGE k SAMPLES 0");
    CHECK(encoded_text(cmd::memory::stats()) == "MEMORY STATS");
    CHECK(encoded_text(cmd::memory::malloc_stats()) == "MEMORY MALLOC-STATS");
    CHECK(encoded_text(cmd::memory::purge()) == "MEMORY PURGE");
    CHECK(encoded_text(cmd::memory::doctor()) == "MEMORY DOCTOR");
    CHECK(encoded_text(cmd::slowlog::get()) == "SLOWLOG GET");
    CHECK(encoded_text(cmd::slowlog::get(-1)) == "SLOWLOG GET -1");
    CHECK(encoded_text(cmd::slowlog::len()) == "SLOWLOG LEN");
    CHECK(encoded_text(cmd::slowlog::reset()) == "SLOWLOG RESET");
    CHECK(encoded_text(cmd::commandlog::get(10, opt::large_reply)) == "COMMANDLOG GET 10 LARGE-REPLY");
    CHECK(encoded_text(cmd::commandlog::help()) == "COMMANDLOG HELP");
    CHECK(has_reply<array<text>>(cmd::commandlog::help()));
    CHECK(encoded_text(cmd::commandlog::len(opt::slow)) == "COMMANDLOG LEN SLOW");
    CHECK(encoded_text(cmd::commandlog::reset(opt::large_request)) == "COMMANDLOG RESET LARGE-REQUEST");
}

TEST_CASE("management: commands about modules and commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::module::list()) == "MODULE LIST");
    CHECK(encoded_text(cmd::module::load("/a.so", "x", 1)) == "MODULE LOAD /a.so x 1");
    CHECK(encoded_text(cmd::module::loadex("/a.so", opt::config("a", "b"), opt::config("c", "d"), opt::args("x")))
          == "MODULE LOADEX /a.so CONFIG a b CONFIG c d ARGS x");
    CHECK(encoded_text(cmd::module::unload("a")) == "MODULE UNLOAD a");
    CHECK(encoded_text(cmd::command_()) == "COMMAND");
    CHECK(encoded_text(cmd::command::count()) == "COMMAND COUNT");
    CHECK(encoded_text(cmd::command::info("get", "set")) == "COMMAND INFO get set");
    CHECK(encoded_text(cmd::command::docs("get")) == "COMMAND DOCS get");
    CHECK(encoded_text(cmd::command::getkeys("set", "a", "b")) == "COMMAND GETKEYS set a b");
    CHECK(encoded_text(cmd::command::getkeysandflags("set", "a", "b")) == "COMMAND GETKEYSANDFLAGS set a b");
    CHECK(encoded_text(cmd::command::list(opt::filterby(opt::pattern("x*")))) == "COMMAND LIST FILTERBY PATTERN x*");
    CHECK(encoded_text(cmd::command::list(opt::filterby(opt::module("m")))) == "COMMAND LIST FILTERBY MODULE m");
    CHECK(encoded_text(cmd::command::list(opt::filterby(opt::aclcat("read")))) == "COMMAND LIST FILTERBY ACLCAT read");
}

TEST_CASE("management: HOTKEYS is encoded and decoded", "[command]") {
    CHECK(encoded_text(cmd::hotkeys::start(opt::metrics(opt::cpu))) == "HOTKEYS START METRICS 1 CPU");
    CHECK(encoded_text(
              cmd::hotkeys::start(opt::metrics(opt::cpu, opt::net), opt::count(5), opt::duration(60s), opt::sample(10), opt::slots(1, 2)))
          == "HOTKEYS START METRICS 2 CPU NET COUNT 5 DURATION 60 SAMPLE 10 SLOTS 2 1 2");
    CHECK(encoded_text(cmd::hotkeys::help()) == "HOTKEYS HELP");
    CHECK(encoded_text(cmd::hotkeys::stop()) == "HOTKEYS STOP");
    CHECK(encoded_text(cmd::hotkeys::get()) == "HOTKEYS GET");
    CHECK(encoded_text(cmd::hotkeys::reset()) == "HOTKEYS RESET");
    const std::string fields =
        "$15\r\ntracking-active\r\n:1\r\n$12\r\nsample-ratio\r\n:5\r\n$14\r\nselected-slots\r\n*2\r\n*1\r\n:7\r\n*2\r\n:9\r\n:11\r\n"
        "$34\r\nsampled-commands-selected-slots-us\r\n:3\r\n$30\r\nall-commands-selected-slots-us\r\n:4\r\n"
        "$25\r\nall-commands-all-slots-us\r\n:5\r\n$41\r\nnet-bytes-sampled-commands-selected-slots\r\n:6\r\n"
        "$37\r\nnet-bytes-all-commands-selected-slots\r\n:7\r\n$32\r\nnet-bytes-all-commands-all-slots\r\n:8\r\n"
        "$14\r\nby-cpu-time-us\r\n*4\r\n$1\r\nx\r\n:104\r\n$1\r\ny\r\n:98\r\n";
    const auto keys = decode_reply(cmd::hotkeys::get(), "*1\r\n*20\r\n" + fields, "*1\r\n%10\r\n" + fields);
    REQUIRE(keys.has_value());
    REQUIRE(keys->size() == 1);
    const hotkeys& here = keys->front();
    CHECK(here.tracking_active);
    CHECK(here.sample_ratio == 5);
    CHECK(here.selected_slots == std::vector<selected_slots>{{7, std::nullopt}, {9, 11}});
    CHECK(here.sampled_commands_selected_slots_us == 3);
    CHECK(here.all_commands_selected_slots_us == 4);
    CHECK(here.all_commands_all_slots_us == 5);
    CHECK(here.net_bytes_sampled_commands_selected_slots == 6);
    CHECK(here.net_bytes_all_commands_selected_slots == 7);
    CHECK(here.net_bytes_all_commands_all_slots == 8);
    CHECK(here.by_cpu_time_us == std::vector<std::pair<std::string, std::int64_t>>{{"x", 104}, {"y", 98}});
    CHECK(decode_reply(cmd::hotkeys::get(), "$-1\r\n", "_\r\n") == std::nullopt);
}

TEST_CASE("management: backup commands are encoded", "[command]") {
    CHECK(encoded_text(cmd::backup::start()) == "BACKUP START");
    CHECK(encoded_text(cmd::backup::seal()) == "BACKUP SEAL");
    CHECK(encoded_text(cmd::backup::status()) == "BACKUP STATUS");
    CHECK(encoded_text(cmd::backup::list()) == "BACKUP LIST");
    CHECK(encoded_text(cmd::backup::cleanup()) == "BACKUP CLEANUP");
    CHECK(encoded_text(cmd::backup::abort()) == "BACKUP ABORT");
    CHECK(encoded_text(cmd::backup::help()) == "BACKUP HELP");
    CHECK(has_reply<array<bulk>>(cmd::backup::list()));
    const backup_status expected{"incrementing", "", std::chrono::sys_seconds(1717921800s), {}};
    const char* const fields = "$5\r\nstate\r\n$12\r\nincrementing\r\n$5\r\nerror\r\n$0\r\n\r\n$10\r\nstart_time\r\n";
    CHECK(decoded<named<backup_status>>(std::string("*8\r\n") + fields + "$10\r\n1717921800\r\n$8\r\nend_time\r\n$1\r\n0\r\n") == expected);
    CHECK(decoded<named<backup_status>>(std::string("%4\r\n") + fields + ":1717921800\r\n$8\r\nend_time\r\n:0\r\n") == expected);
}
