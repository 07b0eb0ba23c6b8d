// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/connection.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <memory>
#include <string>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
namespace cmd = hibana::cmd;

namespace {

// Records the calls of a cache; copies share the record.
struct noting_cache {
    using plays = hibana::role::cache;
    static constexpr bool needs_pushes = true;
    std::shared_ptr<std::vector<std::string>> log = std::make_shared<std::vector<std::string>>();
    void invalidate(std::string_view key) { log->emplace_back(key); }
    void clear() { log->emplace_back("(all)"); }
};

struct noting_events {
    using plays = hibana::role::events;
    std::shared_ptr<std::vector<std::string>> log = std::make_shared<std::vector<std::string>>();
    void on(const hibana::event::connecting& e) { log->push_back("connecting " + std::string(e.endpoint) + " " + std::to_string(e.attempt)); }
    void on(const hibana::event::connected& e) { log->push_back("connected RESP" + std::to_string(e.protocol)); }
    void on(const hibana::event::disconnected& e) { log->push_back("disconnected " + std::string(e.endpoint)); }
    void on(const hibana::event::retrying& e) { log->push_back("retrying " + std::string(e.command) + " " + std::to_string(e.attempt)); }
    void on(const hibana::event::command_failed& e) { log->push_back("failed " + std::string(e.command)); }
    void on(const hibana::event::push& e) { log->push_back("push " + std::string(e.kind)); }
};

script tracked() { return script().expect(words("HELLO 3") + words("CLIENT TRACKING ON")).answer(hello_reply() + "+OK\r\n"); }

}  // namespace

TEST_CASE("connection: invalidations reach the cache before the reply that follows them", "[connection]") {
    const auto [push, expected] = GENERATE(table<std::string, std::vector<std::string>>({
        {">2\r\n" + bulk("invalidate") + "*2\r\n" + bulk("a") + bulk("b"), {"a", "b"}},
        {">2\r\n" + bulk("invalidate") + "_\r\n", {"(all)"}},
        {">2\r\n" + bulk("invalidate") + "*1\r\n*0\r\n", {"(all)"}},
        {">2\r\n" + bulk("invalidate") + "*?\r\n" + bulk("a") + ".\r\n", {"a"}},
        {">2\r\n" + bulk("unheard of") + ":1\r\n", {}},
    }));
    auto server = tracked().expect(words("GET k")).answer(push + bulk("v")).serve();
    noting_cache cache;
    client<noting_cache> db{server.transport(), cache, unnamed()};

    CHECK(db(cmd::get("k")).value() == "v");
    CHECK(*cache.log == expected);
}

TEST_CASE("connection: a lost connection clears the cache before the error is reported", "[connection]") {
    auto server = tracked().expect(words("GET k")).close().serve();
    noting_cache cache;
    client<noting_cache, hibana::no_retry> db{server.transport(), cache, unnamed()};

    CHECK_FALSE(db(cmd::get("k")));
    CHECK(*cache.log == std::vector<std::string>{"(all)"});
}

TEST_CASE("connection: events are emitted in order", "[connection]") {
    auto server = script()
                      .refuse()
                      .accept()
                      .expect(words("HELLO 3"))
                      .answer(hello_reply())
                      .expect(words("INCR n"))
                      .answer(">2\r\n" + bulk("pubsub") + ":1\r\n")
                      .close()
                      .serve();
    noting_events events;
    client<noting_events> db{server.transport(), events, unnamed()};

    CHECK_FALSE(db(cmd::incr("n")));
    CHECK(*events.log == std::vector<std::string>{"connecting in-memory:6379 1", "retrying INCR 2", "connecting in-memory:6379 2",
                                                   "connected RESP3", "push pubsub", "disconnected in-memory:6379", "failed INCR"});
}

TEST_CASE("connection: an idle connection is probed, and replaced if the server closed it", "[connection]") {
    auto server = greeted().expect(words("INCR n")).answer(":1\r\n").close().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("INCR n")).answer(":2\r\n").serve();
    client<hibana::no_retry> db{server.transport(), unnamed({.health_check_interval = 1s})};

    CHECK(db(cmd::incr("n")).value() == 1);
    static_cast<void>(db.execution().sleep_until(db.execution().now() + 1001ms));
    CHECK(db(cmd::incr("n")).value() == 2);
    CHECK(server.connections() == 2);
}

TEST_CASE("connection: a connection that was idle for less than health_check_interval is not probed", "[connection]") {
    auto server = greeted().expect(words("INCR n")).answer(":1\r\n").close().serve();
    client<hibana::no_retry> db{server.transport(), unnamed({.health_check_interval = 1s})};

    CHECK(db(cmd::incr("n")).value() == 1);
    CHECK(db(cmd::incr("n")).error().fate() != hibana::fate::answered);
    CHECK(server.connections() == 1);
}
