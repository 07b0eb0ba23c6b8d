// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/retry/retry_safe.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

using plain_client = client<unix_transport, return_errors, session_settings>;

template <class Client> bool is_usable(Client& db) {
    return db(cmd::set("usable", "yes")) && db(cmd::get("usable")).value() == "yes" && db(cmd::echo("own answer")).value() == "own answer";
}

template <class T> void check_says(const result<T>& outcome, const std::string& command, const test::server& server, errc condition, fate became) {
    REQUIRE_FALSE(outcome);
    INFO(outcome.error().message());
    CHECK(outcome.error().condition() == condition);
    CHECK(outcome.error().fate() == became);
    CHECK(outcome.error().command() == command);
    CHECK(outcome.error().endpoint() == live::name_of(server));
    CHECK_THAT(outcome.error().message(), Catch::StartsWith(command + " on " + live::name_of(server) + ": "));
}

}  // namespace

TEST_CASE("faults: the error of a refused command has the server's message", "[live]") {
    const test::server server;
    plain_client db{live::at(server)};
    REQUIRE(db(cmd::rpush("list", "not a number")));

    const auto value = db(cmd::get("list"));
    check_says(value, "GET", server, errc::wrong_type, fate::answered);
    CHECK(value.error().executed() == tristate::no);
    CHECK_THAT(value.error().message(), Catch::Contains("WRONGTYPE Operation against a key holding the wrong kind of value"));

    check_says(db(any_request("NOSUCHTHING", "secret")), "NOSUCHTHING", server, errc::unknown_command, fate::answered);
    check_says(db(cmd::lset("list", 7, "x")), "LSET", server, errc::server_error, fate::answered);
    CHECK(is_usable(db));
}

TEST_CASE("faults: no error message contains an argument of a command", "[live]") {
    const test::server server;
    plain_client db{live::at(server)};
    REQUIRE(db(cmd::set("k", "hunter2")));

    CHECK_THAT(db(cmd::get("k").as<int>()).error().message(), !Catch::Contains("hunter2"));
    CHECK_THAT(db(cmd::lpush("k", "hunter2")).error().message(), !Catch::Contains("hunter2"));
    CHECK_THAT(db.within(1ms)(any_request("DEBUG", "SLEEP", "0.05", "hunter2")).error().message(), !Catch::Contains("hunter2"));
}

TEST_CASE("faults: a reply of an unexpected type is an error, and the connection stays usable", "[live]") {
    const test::server server;
    plain_client db{live::at(server)};
    REQUIRE(db(cmd::set("text", "abc")));
    REQUIRE(db(cmd::rpush("list", "1", "two", "3")));
    const auto before = db(cmd::client::id()).value();

    check_says(db(cmd::get("text").as<int>()), "GET", server, errc::type_mismatch, fate::answered);
    check_says(db(cmd::lrange("list", 0, -1).as<std::vector<int>>()), "LRANGE", server, errc::type_mismatch, fate::answered);
    check_says(db(cmd::get("missing").as<int>()), "GET", server, errc::type_mismatch, fate::answered);
    check_says(db(any_request("LRANGE", "list", 0, -1).as<int>()), "LRANGE", server, errc::type_mismatch, fate::answered);

    CHECK(db(cmd::client::id()).value() == before);
    CHECK(is_usable(db));
}

TEST_CASE("faults: a reply over the limits is refused, and the next command opens a connection", "[live]") {
    const test::server server;
    session_settings settings;
    settings.limits.bulk = 1000;
    settings.limits.elements = 100;  // HELLO is answered with some
    plain_client db{live::at(server), settings};
    REQUIRE(db(cmd::set("fits", std::string(1000, 'x'))));
    REQUIRE(db(cmd::set("too-big", std::string(1001, 'x'))));
    for (int n = 0; n != 101; ++n) REQUIRE(db(cmd::rpush("too-many", n)));

    CHECK(db(cmd::get("fits")).value() == std::string(1000, 'x'));
    const auto big = db(cmd::get("too-big"));
    check_says(big, "GET", server, errc::limit_exceeded, fate::unknown);
    CHECK_THAT(big.error().message(), Catch::Contains("1001") || Catch::Contains("1000"));
    CHECK(is_usable(db));
    check_says(db(cmd::lrange("too-many", 0, -1)), "LRANGE", server, errc::limit_exceeded, fate::unknown);
    CHECK(is_usable(db));
}

TEST_CASE("faults: a refusal during a large write is received", "[live]") {
    const test::server server({.tcp = true, .settings = {"proto-max-bulk-len 1mb"}});
    client db{live::at_port(server), return_errors{}};

    const auto done = db(cmd::set("k", std::string(64'000'000, 'x')));

    REQUIRE_FALSE(done);
    CHECK_THAT(done.error().message(), Catch::StartsWith("SET on ") && Catch::Contains("invalid bulk length"));
    CHECK(is_usable(db));
}

TEST_CASE("faults: a suspended server causes a timeout at the deadline, and its late reply is discarded", "[live]") {
    test::server server;
    plain_client db{live::at(server), session_settings{.command_timeout = no_timeout}};
    REQUIRE(db(cmd::set("k", "late")));
    server.suspend();
    const auto before = std::chrono::steady_clock::now();

    const auto value = db.within(50ms)(cmd::incr("n"));
    const auto took = std::chrono::steady_clock::now() - before;
    server.resume();

    check_says(value, "INCR", server, errc::timeout, fate::unknown);
    CHECK(value.error().executed() == tristate::unknown);
    CHECK(took >= 50ms);
    CHECK(is_usable(db));
}

TEST_CASE("faults: an idempotent command succeeds after its idle connection was killed", "[live]") {
    const test::server server({.tcp = true});
    client admin{live::at(server)};
    client by_socket{live::at(server)};
    client by_port{live::at_port(server)};
    admin(cmd::set("k", "v"));

    for (int n = 0; n != 20; ++n) {
        CHECK(by_socket(cmd::get("k")) == "v");
        CHECK(by_port(cmd::get("k")) == "v");
        CHECK(live::kill_others(admin) == 2);
    }
}

TEST_CASE("faults: after its connection was killed an INCR has an unknown fate, or is sent again if nothing was sent", "[live]") {
    const test::server server({.tcp = true});
    client admin{live::at(server)};
    const auto check = [&](auto& db, const std::string& key, const std::string& name) {
        std::int64_t acknowledged = 0, unknown = 0;
        for (int n = 0; n != 20; ++n) {
            REQUIRE(db(cmd::ping()));
            REQUIRE(live::kill_others(admin) >= 1);
            const auto count = db(cmd::incr(key));
            if (count) {
                ++acknowledged;
                continue;
            }
            ++unknown;
            CHECK(count.error().condition() == errc::connection_lost);
            CHECK(count.error().fate() == fate::unknown);
            CHECK(count.error().executed() == tristate::unknown);
            CHECK_THAT(count.error().message(), Catch::StartsWith("INCR on " + name + ": ") && Catch::EndsWith("(the command may have been executed)"));
        }
        const auto count = admin(cmd::get(key).as<std::optional<std::int64_t>>()).value_or(0);
        CHECK(count >= acknowledged);
        CHECK(count <= acknowledged + unknown);
    };

    client by_socket{live::at(server), return_errors{}};
    check(by_socket, "one", live::name_of(server));
    client by_port{live::at_port(server), return_errors{}};
    check(by_port, "two", "127.0.0.1:" + std::to_string(server.port()));
}

TEST_CASE("faults: the error of a missing server names it, and the client is usable when the server is back", "[live]") {
    test::server server({.tcp = true});
    SECTION("by a Unix socket") {
        plain_client db{live::at(server), session_settings{.command_timeout = 300ms}};
        REQUIRE(db(cmd::ping()));
        server.kill();

        check_says(db(cmd::get("k")), "GET", server, errc::connect_failed, fate::not_sent);
        check_says(db(cmd::incr("n")), "INCR", server, errc::connect_failed, fate::not_sent);
        server.start();

        CHECK(db(cmd::incr("n")).value() == 1);
        CHECK(is_usable(db));
    }
    SECTION("by a port") {
        client db{live::at_port(server), session_settings{.command_timeout = 300ms}, return_errors{}};
        REQUIRE(db(cmd::ping()));
        server.kill();

        const auto value = db(cmd::get("k"));
        REQUIRE_FALSE(value);
        CHECK(value.error().condition() == errc::connect_failed);
        CHECK(value.error().cause() == std::errc::connection_refused);
        CHECK_THAT(value.error().message(), Catch::StartsWith("GET on 127.0.0.1:" + std::to_string(server.port()) + ": "));
        server.start();

        CHECK(is_usable(db));
    }
}

TEST_CASE("faults: without retries one failure fails the command, and the client stays usable", "[live]") {
    test::server server;
    client db{live::at(server), no_retry{}, return_errors{}};
    REQUIRE(db(cmd::ping()));
    server.restart();

    CHECK_FALSE(db(cmd::get("k")));
    CHECK(is_usable(db));
}

TEST_CASE("faults: errors that only another node could resolve are not retried", "[live]") {
    const test::server server({.settings = {"maxmemory-policy noeviction"}});
    plain_client db{live::at(server), session_settings{.command_timeout = 60s}};
    REQUIRE(db(cmd::set("k", "v")));

    REQUIRE(db(any_request("CONFIG SET", "maxmemory", 1)));
    const auto full = db(cmd::set("k", "w"));
    check_says(full, "SET", server, errc::out_of_memory, fate::answered);
    CHECK(full.error().executed() == tristate::no);
    CHECK(full.error().attempts().empty());
    REQUIRE(db(any_request("CONFIG SET", "maxmemory", 0)));

    REQUIRE(db(any_request("REPLICAOF", "127.0.0.1", 1)));
    const auto replica = db(cmd::set("k", "w"));
    check_says(replica, "SET", server, errc::read_only, fate::answered);
    CHECK(replica.error().executed() == tristate::no);
    CHECK(replica.error().attempts().empty());
    REQUIRE(db(any_request("REPLICAOF", "NO", "ONE")));

    CHECK(db(cmd::get("k")).value() == "v");
}

TEST_CASE("faults: a thrown error equals the returned error", "[live]") {
    const test::server server;
    client db{live::at(server)};
    db(cmd::rpush("list", "a"));

    try {
        db(cmd::get("list"));
        FAIL("nothing was thrown");
    } catch (const wrong_type_error& thrown) {
        CHECK(thrown.error() == db.results(cmd::get("list")).error());
        CHECK(thrown.what() == db.results(cmd::get("list")).error().message());
        CHECK(thrown.fate() == fate::answered);
    }
    CHECK_THROWS_AS(db(cmd::get("list").as<int>()), redis_error);
    CHECK(db(cmd::lrange("list", 0, -1)) == std::vector<std::string>{"a"});
}
