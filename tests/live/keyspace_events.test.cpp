// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/set.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/command/string.hpp>
#include <hibana/messaging/keyspace_events.hpp>
#include <hibana/protocol/resp2_parser.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <chrono>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

struct by_resp2 {
    using client_type = client<unix_transport, resp2_parser>;
};
struct by_resp3 {
    using client_type = client<unix_transport>;
};
constexpr auto time_limit = 10s;

}  // namespace

TEMPLATE_TEST_CASE("keyspace_events: events of keys are received, by key and by event", "[live]", by_resp2, by_resp3) {
    const test::server server;
    typename TestType::client_type db{live::at(server)};
    const std::string binary("user:\0\xff*\r\n", 10);

    CHECK_THROWS_AS(keyspace_events(db, on_keys("*")), redis_error);
    enable_keyspace_events(db, "KEA");
    auto events = keyspace_events(db, on_keys("user:*"), on_key(binary + "exact"), on_event("expired", any_database));

    db(cmd::set(binary, "x"));
    CHECK(*events.next(time_limit) == keyspace_event(0, "set", binary));
    db(cmd::rename(binary, "user:2"));
    CHECK(*events.next(time_limit) == keyspace_event(0, "rename_from", binary));
    CHECK(*events.next(time_limit) == keyspace_event(0, "rename_to", "user:2"));
    db(cmd::del("user:2"));
    CHECK(*events.next(time_limit) == keyspace_event(0, "del", "user:2"));
    db(cmd::set("other", "x", opt::px(20ms)));
    CHECK(*events.next(time_limit) == keyspace_event(0, "expired", "other"));
    typename TestType::client_type third{live::at(server), session_settings{.database = 3}};
    third(cmd::set("other", "x", opt::px(20ms)));
    CHECK(*events.next(time_limit) == keyspace_event(3, "expired", "other"));
    db(any_request("CLIENT KILL", "TYPE", "pubsub"));
    CHECK(events.next(time_limit)->is_gap());
}

TEST_CASE("keyspace_events: the event classes equal those of the server", "[live]") {
    const test::server server;
    client db{live::at(server)};
    struct row {
        std::string event;
        any_request request;
    };
    const row rows[] = {
        {"set", any_request("SET", "k", "1")},          {"incrby", any_request("INCR", "k")},
        {"append", any_request("APPEND", "k", "0")},    {"expire", any_request("EXPIRE", "k", 100)},
        {"persist", any_request("PERSIST", "k")},       {"del", any_request("DEL", "k")},
        {"lpush", any_request("LPUSH", "l", "x")},      {"lset", any_request("LSET", "l", 0, "y")},
        {"rpop", any_request("RPOP", "l")},             {"sadd", any_request("SADD", "s", "x")},
        {"spop", any_request("SPOP", "s")},             {"hset", any_request("HSET", "h", "f", 1)},
        {"hincrby", any_request("HINCRBY", "h", "f", 1)}, {"hdel", any_request("HDEL", "h", "f")},
        {"zadd", any_request("ZADD", "z", 1, "x")},     {"zincr", any_request("ZINCRBY", "z", 1, "x")},
        {"zrem", any_request("ZREM", "z", "x")},        {"xadd", any_request("XADD", "t", "*", "f", "v")},
        {"xtrim", any_request("XTRIM", "t", "MAXLEN", 0)}, {"keymiss", any_request("GET", "none")},
        {"new", any_request("SET", "fresh", "x")},
    };
    for (const row& each : rows) {
        const char letter = keyspace_class_of(each.event);
        INFO(each.event << " is of class " << letter);
        db(any_request("CONFIG SET", "notify-keyspace-events", std::string("E") + letter));
        auto events = keyspace_events(db, on_event(each.event));
        db(each.request);
        const auto reported = events.next(time_limit);
        REQUIRE(reported);
        CHECK(reported->event == each.event);
    }
}
