// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "live/replies.hpp"

#include <hibana/command/any_request.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/stream.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

void live::of_streams(trial& ask) {
    ask.run()(cmd::del("s", "t", "u"));
    ask(cmd::xadd("s", "1-1", "a", 1), cmd::xadd("s", "2-2", "b", 2, "c", 3),
        cmd::xadd("none", opt::nomkstream, "*", "a", 1), cmd::xadd("s", opt::maxlen(100), "3-3", "a", 1),
        cmd::xadd("s", opt::maxlen(opt::about, 1000, opt::limit(50)), "4-4", "a", 1),
        cmd::xadd("s", opt::minid(opt::exactly, "1-1"), "5-5", "a", 1), cmd::xadd("s", opt::keepref, "6-6", "a", 1),
        cmd::xadd("s", opt::idmp("p", "i"), "*", "a", 1), cmd::xadd("s", opt::idmpauto("p"), "*", "a", 1),
        cmd::xlen("s"), cmd::xtrim("s", opt::maxlen(100)), cmd::xtrim("s", opt::minid(opt::about, "1", opt::limit(10))),
        cmd::xtrim("s", opt::maxlen(100), opt::delref), cmd::xrange("s", "-", "+"),
        cmd::xrange("s", "(1-1", "+", opt::count(1)), cmd::xrange("none", "-", "+"),
        cmd::xrevrange("s", "+", "-", opt::count(2)), cmd::xread("s", "0"), cmd::xread("none", "0"),
        cmd::xread("s", "0", "none", "0", opt::count(1)), cmd::xread("s", "$", opt::block(10ms)),
        cmd::xread("s", "0", opt::maxcount(1)));
    ask(cmd::xgroup::create("s", "g", "0"), cmd::xgroup::create("t", "g", "$", opt::mkstream),
        cmd::xgroup::create("s", "h", "0", opt::entriesread(0)), cmd::xgroup::createconsumer("s", "g", "d"),
        cmd::xgroup::help(), cmd::xreadgroup("g", "c", "s", ">", opt::count(3)),
        cmd::xreadgroup("h", "c", "s", ">", opt::noack), cmd::xreadgroup("g", "c", "t", ">", opt::block(10ms)),
        cmd::xpending("s", "g"), cmd::xpending("t", "g"), cmd::xpending("s", "g", "-", "+", 10),
        cmd::xpending("s", "g", "-", "+", 10, "c", opt::idle(0ms)));
    ask.run()(cmd::xdel("s", "1-1"));  // and is pending still
    ask(cmd::xreadgroup("g", "c", "s", "0"), cmd::xreadgroup("g", "c", "s", ">", opt::claim(0ms)),
        cmd::xinfo::stream("s"), cmd::xinfo::stream("t"), cmd::xinfo::stream("s", opt::full),
        cmd::xinfo::stream("s", opt::full(opt::count(1))), cmd::xinfo::groups("s"), cmd::xinfo::groups("t"),
        cmd::xinfo::consumers("s", "g"), cmd::xinfo::help(), cmd::xclaim("s", "g", "d", 0ms, "2-2"),
        cmd::xclaim("s", "g", "d", 0ms, "3-3", opt::idle(1s), opt::retrycount(2), opt::force, opt::justid),
        cmd::xclaim("s", "g", "d", 0ms, "3-3", opt::time(std::chrono::system_clock::now()), opt::lastid("3-3")),
        cmd::xautoclaim("s", "g", "c", 0ms, "0", opt::count(10)),
        cmd::xautoclaim("s", "g", "c", 0ms, "0", opt::justid));
    ask(cmd::xackdel("s", "g", "2-2", opt::delref), cmd::xdelex("s", "9-9", opt::acked),
        cmd::xnack("s", "g", opt::silent, "3-3"), cmd::xcfgset("s", opt::idmp_duration(60s)),
        cmd::xack("s", "g", "2-2", "3-3"), cmd::xdel("s", "2-2"), cmd::xsetid("s", "99-99"),
        cmd::xsetid("s", "99-99", opt::entriesadded(20), opt::maxdeletedid("2-2")), cmd::xgroup::setid("s", "g", "0"),
        cmd::xgroup::setid("s", "g", "0", opt::entriesread(0)), cmd::xgroup::delconsumer("s", "g", "c"),
        cmd::xgroup::destroy("s", "g"));
}

TEST_CASE("replies of streams: every field is equal over RESP2 and RESP3", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    live::two_passes held;
    held(live::of_streams);
    auto &two = held.two(), &three = held.three();

    for (const char* id : {"1-1", "2-2", "3-3"}) two(cmd::xadd("u", id, "a", 1, "b", 2));
    two(cmd::xgroup::create("u", "g", "0"));
    two(cmd::xreadgroup("g", "c", "u", ">", opt::count(2)));
    two(cmd::xdel("u", "1-1"));
    live::both same(two, three);
    same(cmd::xrange("u", "-", "+"), cmd::xread("u", "0", "s", "0"), cmd::xread("none", "0"),
         cmd::xreadgroup("g", "c", "u", "0"), cmd::xpending("u", "g"), cmd::xpending("t", "g"), cmd::xinfo::stream("u"),
         cmd::xinfo::stream("u", opt::full), cmd::xinfo::stream("t"), cmd::xinfo::groups("u"), cmd::xgroup::help());

    const auto info = three(cmd::xinfo::stream("u"));
    CHECK(info.length == 2);
    CHECK(info.entries_added == 3);
    CHECK(info.max_deleted_entry_id == "1-1");
    CHECK(info.first_entry == replies::stream_entry{"2-2", {{"a", "1"}, {"b", "2"}}});
    CHECK(info.last_entry.value().id == "3-3");
    const auto groups = three(cmd::xinfo::groups("u"));
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].name == "g");
    CHECK(groups[0].consumers == 1);
    CHECK(groups[0].pending == 2);
    CHECK(groups[0].last_delivered_id == "2-2");
    CHECK(three(cmd::xpending("u", "g")) == replies::pending_summary{2, "1-1", "2-2", {{"c", 2}}});
    const auto pending = two(cmd::xpending("u", "g", "-", "+", 10));
    REQUIRE(pending.size() == 2);
    CHECK(pending[0].id == "1-1");
    CHECK(pending[0].consumer == "c");
    CHECK(pending[1].delivery_count >= 1);
    const auto history = two(cmd::xreadgroup("g", "c", "u", "0"));
    REQUIRE(history.value().size() == 1);
    CHECK(history.value()[0].second
          == std::vector{replies::stream_entry{"1-1", {}}, replies::stream_entry{"2-2", {{"a", "1"}, {"b", "2"}}}});
    const auto details = three(cmd::xinfo::stream("u", opt::full));
    REQUIRE(details.groups.size() == 1);
    REQUIRE(details.groups[0].consumers.size() == 1);
    CHECK(details.groups[0].consumers[0].pending.size() == 2);
    CHECK(details.groups[0].consumers[0].seen_time > replies::unix_time(std::chrono::hours(400'000)));
    CHECK(details.entries.size() == 2);
    const auto consumers = two(cmd::xinfo::consumers("u", "g"));
    REQUIRE(consumers.size() == 1);
    CHECK(consumers[0].pending == 2);
    CHECK(two(cmd::xautoclaim("u", "g", "c", 1h, "0")) == replies::autoclaim_result{"0-0", {}, {"1-1"}});
    CHECK(three(cmd::xautoclaim("u", "g", "c", 0ms, "0"))
          == replies::autoclaim_result{"0-0", {{"2-2", {{"a", "1"}, {"b", "2"}}}}, {}});
}

namespace {

struct measured {
    std::string place{};
    int degrees = 0;
    friend bool operator==(const measured&, const measured&) = default;
};
using entry = std::pair<std::string, std::optional<measured>>;
using from_streams = std::optional<std::vector<std::pair<std::string, std::vector<entry>>>>;

}  // namespace

template <> struct hibana::members<measured> {
    static constexpr std::size_t size = 2;
    static constexpr void each(auto& object, auto f) {
        f("place", object.place);
        f("degrees", object.degrees);
    }
};

TEST_CASE("replies of streams: an entry is decoded as a struct, and a deleted entry as nothing", "[live]") {
    if (const auto reason = test::no_server()) SKIP_TEST(*reason);
    const test::server server;
    for (const int version : {2, 3}) {
        live::conversation db(server, version);
        db(cmd::del("m"));
        db(cmd::xadd("m", "1-1", measured{"here", 7}));
        db(cmd::xadd("m", "2-2", measured{"there", -8}));
        db(cmd::xadd("m", "3-3", "place", "far", "by", "me"));
        db(cmd::xgroup::create("m", "g", "0"));
        const std::vector<entry> all{{"1-1", measured{"here", 7}}, {"2-2", measured{"there", -8}}, {"3-3", measured{"far", 0}}};
        CHECK(db(cmd::xreadgroup("g", "c", "m", ">").as<from_streams>()).value().front().second == all);
        db(cmd::xdel("m", "1-1"));
        const auto pending = db(cmd::xreadgroup("g", "c", "m", "0").as<from_streams>()).value();
        CHECK(pending.front().first == "m");
        CHECK(pending.front().second == std::vector<entry>{{"1-1", std::nullopt}, all[1], all[2]});
        using taken_over = std::tuple<std::string, std::vector<entry>, std::vector<std::string>>;
        const auto [next, claimed, deleted] = db(cmd::xautoclaim("m", "g", "d", 0ms, "2").as<taken_over>());
        CHECK(claimed == std::vector<entry>{all[1], all[2]});
        CHECK(next == "0-0");
        CHECK(deleted.empty());
        CHECK(db(cmd::xread("m", "9").as<from_streams>()) == std::nullopt);
    }
}
