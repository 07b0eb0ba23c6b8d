// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decode_reply.hpp"

#include <hibana/command/management.hpp>

#include <map>
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
using test::status_of;

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

TEST_CASE("management: INFO is decoded into sections of fields", "[command]") {
    const auto info = decoded<parsed<server_info>>("$60\r\n# Server\r\nredis_version:8.0.2\r\nos:Linux a:b\r\n\r\n# Memory\r\na:1\r\n");
    REQUIRE(info.sections.size() == 2);
    CHECK(info.sections[0].name == "Server");
    CHECK(info.sections[1] == info_section{"Memory", {{"a", "1"}}});
    CHECK(info.find("redis_version") == "8.0.2");
    CHECK(info.find("os") == "Linux a:b");
    CHECK(info.find("none") == std::nullopt);
    CHECK(decoded<parsed<server_info>>("$3\r\na:1\r\n") == server_info{{{"", {{"a", "1"}}}}});
    CHECK(decoded<parsed<server_info>, std::string>("$3\r\na:1\r\n") == "a:1");
}

TEST_CASE("management: the first word of ROLE determines its fields", "[command]") {
    CHECK(decoded<listed<server_role>>("*3\r\n$6\r\nmaster\r\n:7\r\n*1\r\n*3\r\n$1\r\nh\r\n$4\r\n6379\r\n$1\r\n5\r\n")
          == server_role{"master", 7, {{"h", 6379, 5}}, "", 0, "", {}});
    CHECK(decoded<listed<server_role>>("*5\r\n$5\r\nslave\r\n$1\r\nh\r\n:6379\r\n$9\r\nconnected\r\n:5\r\n")
          == server_role{"slave", 5, {}, "h", 6379, "connected", {}});
    CHECK(decoded<listed<server_role>>("*2\r\n$8\r\nsentinel\r\n*1\r\n$1\r\nm\r\n") == server_role{"sentinel", 0, {}, "", 0, "", {"m"}});
    CHECK(status_of<listed<server_role>>("*1\r\n$6\r\nmaster\r\n") == status::mismatch);
}

TEST_CASE("management: SLOWLOG and LATENCY are decoded", "[command]") {
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

TEST_CASE("management: MEMORY STATS is decoded for each database", "[command]") {
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

TEST_CASE("management: COMMAND INFO and COMMAND DOCS are decoded", "[command]") {
    const auto info = decoded<array<nullable<listed<replies::command_info>>>>(
        "*2\r\n*10\r\n$3\r\nget\r\n:2\r\n~1\r\n+readonly\r\n:1\r\n:1\r\n:1\r\n~0\r\n~0\r\n~1\r\n%3\r\n$5\r\nflags\r\n~"
        "1\r\n+RO\r\n$12\r\nbegin_search\r\n"
        "%2\r\n$4\r\ntype\r\n$5\r\nindex\r\n$4\r\nspec\r\n%1\r\n$5\r\nindex\r\n:1\r\n$9\r\nfind_keys\r\n%2\r\n$"
        "4\r\ntype\r\n$5\r\nrange\r\n$4\r\nspec\r\n"
        "%3\r\n$7\r\nlastkey\r\n:0\r\n$7\r\nkeystep\r\n:1\r\n$5\r\nlimit\r\n:0\r\n~0\r\n_\r\n");
    REQUIRE(info.size() == 2);
    REQUIRE(info[0].has_value());
    CHECK(info[1] == std::nullopt);
    CHECK(info[0]->name == "get");
    CHECK(info[0]->flags == std::vector<std::string>{"readonly"});
    REQUIRE(info[0]->key_specs.size() == 1);
    CHECK(info[0]->key_specs[0].begin_search.spec.index == 1);
    CHECK(info[0]->key_specs[0].find_keys.spec.keystep == 1);
    const auto docs = decoded<named_list<command_docs>>(
        "*2\r\n$3\r\nget\r\n*6\r\n$5\r\nsince\r\n$5\r\n1.0.0\r\n$9\r\narguments\r\n*1\r\n*4\r\n$4\r\nname\r\n$"
        "3\r\nkey\r\n$14\r\nkey_spec_index\r\n:0\r\n"
        "$7\r\nhistory\r\n*1\r\n*2\r\n$5\r\n2.0.0\r\n$1\r\nx\r\n");
    REQUIRE(docs.size() == 1);
    CHECK(docs[0].since == "1.0.0");
    CHECK(docs[0].history == std::vector<std::pair<std::string, std::string>>{{"2.0.0", "x"}});
    REQUIRE(docs[0].arguments.size() == 1);
    CHECK(docs[0].arguments[0].key_spec_index == 0);
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
