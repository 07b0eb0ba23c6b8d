// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "live/replies.hpp"

#include <hibana/command/acl.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/management.hpp>
#include <hibana/command/string.hpp>

#include <algorithm>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

// The server saves one thing at a time.
void wait_until_saved(live::conversation& run) {
    const auto is_busy = [&] {
        const auto info = run(cmd::info("persistence"));
        return info.find("rdb_bgsave_in_progress") == "1" || info.find("aof_rewrite_in_progress") == "1";
    };
    while (is_busy()) {
    }
}

}  // namespace

void live::of_administration(trial& ask) {
    wait_until_saved(ask.run());
    ask(cmd::acl::setuser("bob", "on", ">x", "~a*", "+get", "(+set ~b*)"), cmd::acl::getuser("bob"),
        cmd::acl::getuser("nobody"), cmd::acl::cat(), cmd::acl::cat("read"), cmd::acl::dryrun("bob", "get", "x"),
        cmd::acl::dryrun("bob", "get", "a"), cmd::acl::genpass(), cmd::acl::genpass(5), cmd::acl::help(),
        cmd::acl::list(), cmd::acl::users(), cmd::acl::whoami());
    CHECK_THROWS(ask.run()(cmd::auth("bob", "wrong")));
    ask(cmd::acl::log(), cmd::acl::log(1), cmd::acl::log(opt::reset), cmd::acl::deluser("bob"));

    ask(cmd::set("k", "v"), cmd::get("k"), cmd::save(), cmd::bgsave(opt::schedule), cmd::lastsave(), cmd::dbsize(),
        cmd::info(), cmd::info("server"), cmd::time(), cmd::role(), cmd::lolwut(), cmd::lolwut(opt::version(5, 10, 5)),
        cmd::config::get("maxmemory", "save"),
        cmd::config::set("slowlog-log-slower-than", 0, "latency-monitor-threshold", 1), cmd::config::resetstat(),
        cmd::config::rewrite(), cmd::config::help(), cmd::debug("SLEEP", 0.01), cmd::get("k"),
        cmd::config::set("slowlog-log-slower-than", -1));
    ask(cmd::latency::latest(), cmd::latency::history("command"), cmd::latency::graph("command"),
        cmd::latency::histogram(), cmd::latency::histogram("get"), cmd::latency::doctor(), cmd::latency::help(),
        cmd::latency::reset(), cmd::memory::usage("k"), cmd::memory::usage("none", opt::samples(0)),
        cmd::memory::stats(), cmd::memory::doctor(), cmd::memory::malloc_stats(), cmd::memory::purge(),
        cmd::memory::help(), cmd::slowlog::get(), cmd::slowlog::get(2), cmd::slowlog::len(), cmd::slowlog::reset(),
        cmd::slowlog::help(), cmd::commandlog::get(10, opt::slow), cmd::commandlog::len(opt::large_reply),
        cmd::commandlog::reset(opt::large_request), cmd::commandlog::help());
    ask(cmd::command_(), cmd::command::count(), cmd::command::info(), cmd::command::info("get", "nosuch", "config"),
        cmd::command::docs(), cmd::command::docs("config"), cmd::command::getkeys("mset", "a", 1, "b", 2),
        cmd::command::getkeysandflags("set", "a", 1), cmd::command::help(), cmd::command::list(),
        cmd::command::list(opt::filterby(opt::pattern("x*"))), cmd::command::list(opt::filterby(opt::aclcat("read"))),
        cmd::command::list(opt::filterby(opt::module("none"))), cmd::module::list(), cmd::module::help());
    ask(cmd::swapdb(8, 9), cmd::flushdb(opt::async), cmd::flushall(), cmd::replicaof(opt::no_one),
        cmd::slaveof(opt::no_one), cmd::set("k", "v"));
    const std::string dump = ask.reply(cmd::dump("k")).value();
    ask(cmd::restore_asking("r", 0ms, dump, opt::replace));
    wait_until_saved(ask.run());
    ask(cmd::bgrewriteaof());
}

TEST_CASE("replies of administration: every field is equal over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    live::two_passes held({.settings = {"enable-debug-command yes", "save \"\""}});
    held(live::of_administration);
    auto &two = held.two(), &three = held.three();
    live::both same(two, three);

    two(cmd::acl::setuser("bob", "on", ">x", "~a*", "+get", "(+set ~b*)"));
    CHECK_THROWS(two(cmd::auth("bob", "wrong")));
    same(cmd::acl::getuser("bob"), cmd::acl::cat(), cmd::acl::list(), cmd::acl::users(), cmd::role(),
         cmd::config::get("maxmemory", "save"), cmd::command_(),
         cmd::command::info("get", "nosuch", "config", "xreadgroup"), cmd::command::docs("config", "set"),
         cmd::command::getkeysandflags("set", "a", 1), cmd::module::list(), cmd::latency::history("command"),
         cmd::latency::latest(), cmd::acl::help(), cmd::dbsize());

    const auto user = three(cmd::acl::getuser("bob")).value();
    CHECK(std::find(user.flags.begin(), user.flags.end(), "on") != user.flags.end());
    CHECK(user.passwords.size() == 1);
    CHECK(user.keys == "~a*");
    REQUIRE(user.selectors.size() == 1);
    CHECK(user.selectors[0].keys == "~b*");
    const auto log = two(cmd::acl::log(1));
    REQUIRE(log.size() == 1);
    CHECK(log[0].username == "bob");
    CHECK(log[0].reason == "auth");
    CHECK(log[0].client_info.cmd == "auth");
    CHECK(log[0].client_info.user == "default");

    CHECK(three(cmd::role())
          == replies::server_role{.role = "master",
                                  .offset = three(cmd::role()).offset,
                                  .replicas = {},
                                  .master_host = {},
                                  .master_port = 0,
                                  .state = {},
                                  .masters = {}});
    const auto info = two(cmd::info("server", "clients"));
    CHECK(info.sections.size() >= 2);
    CHECK(info.find("redis_version").value_or("") != "");
    CHECK(info.find("connected_clients") == "2");
    CHECK(three(cmd::time()).to_time_point() - two(cmd::time()).to_time_point() < 10s);
    CHECK(two(cmd::memory::stats()).total_allocated > 0);
    const auto stats = three(cmd::memory::stats());
    CHECK(stats.keys_count >= 1);
    REQUIRE(stats.databases.size() == 1);
    CHECK(stats.databases[0].first == "0");
    three(cmd::config::set("slowlog-log-slower-than", 0));
    three(cmd::memory::stats());
    const auto slow = three(cmd::slowlog::get(1));
    REQUIRE(slow.size() == 1);
    CHECK(slow[0].arguments == std::vector<std::string>{"MEMORY", "STATS"});
    const auto histogram = two(cmd::latency::histogram("memory|stats"));
    REQUIRE(histogram.size() == 1);
    CHECK(histogram[0].calls >= 1);
    CHECK_FALSE(histogram[0].histogram_usec.empty());

    const auto known = three(cmd::command::info("xreadgroup", "nosuch", "config"));
    REQUIRE(known.size() == 3);
    REQUIRE(known[0]->key_specs.size() == 1);
    CHECK(known[0]->key_specs[0].begin_search.spec.keyword == "STREAMS");
    CHECK(known[1] == std::nullopt);
    CHECK(known[2]->subcommands.size() >= 5);
    const auto docs = two(cmd::command::docs("set"));
    REQUIRE(docs.size() == 1);
    CHECK(docs[0].since == "1.0.0");
    CHECK(docs[0].arguments.size() >= 4);
    CHECK_FALSE(docs[0].history.empty());
}

TEST_CASE("replies of administration: the fields of clients are decoded", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    const test::server server;
    live::conversation two(server, 2), three(server, 3);
    two(cmd::client::setname("second"));
    const auto all = three(cmd::client::list());
    REQUIRE(all.size() == 2);
    const auto& other = all[all[0].name == "second" ? 0 : 1];
    CHECK(other.name == "second");
    CHECK(other.id == two(cmd::client::id()));
    CHECK(other.cmd.substr(0, 6) == "client");
    const auto info = two(cmd::client::info());
    CHECK(info.name == "second");
    CHECK(info.id == other.id);
    CHECK(info.multi == -1);
    CHECK(info.user == "default");
    CHECK(two(cmd::client::trackinginfo()) == replies::tracking_info{{"off"}, -1, {}});
    live::both(two, three)(cmd::client::trackinginfo());
    const auto hello = three(cmd::hello(3));
    CHECK(hello.server == test::release().name);
    CHECK(hello.proto == 3);
    CHECK(hello.role == "master");
    CHECK(two(cmd::hello(2)).version == hello.version);
}
