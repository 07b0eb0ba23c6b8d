// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/retry_loop.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/retry/retry_all.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;
using hibana::fate;
namespace cmd = hibana::cmd;

TEST_CASE("retry_loop: an idempotent command is sent again over a new connection", "[call]") {
    auto server = greeted().expect(words("GET k")).close().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET k")).answer(bulk("v")).serve();
    client<> db{server.transport(), unnamed()};

    const auto value = db(cmd::get("k"));

    REQUIRE(value);
    CHECK(*value == "v");
    CHECK(server.connections() == 2);
    CHECK(server.is_complete());
}

TEST_CASE("retry_loop: a command that may have been executed is not sent again, and its fate is unknown", "[call]") {
    auto server = greeted().expect(words("INCR n")).close().serve();
    client<> db{server.transport(), unnamed()};

    const auto count = db(cmd::incr("n"));

    REQUIRE_FALSE(count);
    CHECK(count.error().condition() == errc::connection_lost);
    CHECK(count.error().fate() == fate::unknown);
    CHECK(count.error().executed() == hibana::tristate::unknown);
    CHECK(count.error().command() == "INCR");
    CHECK(count.error().endpoint() == "in-memory:6379");
    CHECK(server.connections() == 1);
}

TEST_CASE("retry_loop: retry_all repeats commands that may have been executed", "[call]") {
    auto server = greeted().expect(words("INCR n")).close().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("INCR n")).answer(":2\r\n").serve();
    client<hibana::retry_all> db{server.transport(), unnamed()};

    const auto count = db(cmd::incr("n"));

    REQUIRE(count);
    CHECK(*count == 2);
}

TEST_CASE("retry_loop: any command that was not sent is sent again", "[call]") {
    auto server = script().refuse().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("INCR n")).answer(":1\r\n").serve();
    client<> db{server.transport(), unnamed()};

    const auto count = db(cmd::incr("n"));

    REQUIRE(count);
    CHECK(*count == 1);
    CHECK(server.connections() == 2);
}

TEST_CASE("retry_loop: a command refused with LOADING is retried on the same connection", "[call]") {
    auto server = greeted().expect(words("INCR n")).answer("-LOADING Redis is loading the dataset in memory\r\n").expect(words("INCR n")).answer(":1\r\n").serve();
    client<> db{server.transport(), unnamed()};

    CHECK(db(cmd::incr("n")).value() == 1);
    CHECK(server.connections() == 1);
}

TEST_CASE("retry_loop: the retry policy limits the attempts, and the backoff sets the delays", "[call]") {
    auto server = script().refuse().refuse().refuse().refuse().serve();
    client<hibana::retry_safe, hibana::constant_backoff> db{server.transport(), unnamed(), hibana::retry_safe{.max_retries = 2},
                                                            hibana::constant_backoff{.wait = 100ms}};
    const auto before = db.execution().now();

    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::connect_failed);
    CHECK(server.connections() == 3);
    CHECK(db.execution().now() - before == 200ms);
    CHECK(value.error().attempts() == "3 attempts in 200 ms");
    CHECK_THAT(value.error().message(), Catch::StartsWith("GET on in-memory:6379: ") &&
                                            Catch::EndsWith(", after 3 attempts in 200 ms (the command was not sent)"));
}

TEST_CASE("retry_loop: no attempt starts after the deadline", "[call]") {
    script refusals;
    for (int n = 0; n != 8; ++n) refusals.refuse();
    auto server = refusals.serve();
    client<hibana::constant_backoff> db{server.transport(), unnamed({.command_timeout = 250ms}), hibana::constant_backoff{.wait = 100ms}};
    const auto before = db.execution().now();

    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(db.execution().now() - before == 200ms);
    CHECK(value.error().attempts() == "3 attempts in 200 ms");
    CHECK(server.connections() == 3);
}

TEST_CASE("retry_loop: a server that does not reply causes a timeout at the deadline and the connection is closed", "[call]") {
    auto server = greeted().expect(words("GET k")).serve();
    client<hibana::no_retry> db{server.transport(), unnamed({.command_timeout = 300ms})};
    const auto before = db.execution().now();

    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::timeout);
    CHECK(value.error().fate() == fate::unknown);
    CHECK(db.execution().now() - before == 300ms);
    CHECK(server.open_connections() == 0);
}

TEST_CASE("retry_loop: the deadline of a call applies to that call", "[call]") {
    auto server = greeted().expect(words("GET k")).serve();
    client<hibana::no_retry> db{server.transport(), unnamed()};
    const auto before = db.execution().now();

    CHECK(db.within(50ms)(cmd::get("k")).error().condition() == errc::timeout);
    CHECK(db.execution().now() - before == 50ms);
}

TEST_CASE("retry_loop: a reply after the deadline is never the reply of the next command", "[call]") {
    auto server = greeted().expect(words("GET a")).delay(301ms).answer(bulk("late")).accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET b")).answer(bulk("own")).serve();
    client<hibana::no_retry> db{server.transport(), unnamed({.command_timeout = 300ms})};

    CHECK(db(cmd::get("a")).error().condition() == errc::timeout);
    CHECK(db(cmd::get("b")).value() == "own");
}

TEST_CASE("retry_loop: a failure at any step reports the fate of the command", "[call]") {
    const auto story = greeted().expect(words("INCR n")).answer(":1\r\n");

    story.for_each_failure([&](scripted_server& server) {
        client<hibana::no_retry> db{server.transport(), unnamed()};
        const auto count = db(cmd::incr("n"));
        if (!server.failure()) {
            CHECK(count.value() == 1);
            return;
        }
        INFO(server.failure()->text());
        REQUIRE_FALSE(count);
        // connect, HELLO, its answer, INCR, its answer
        const auto at = server.failure()->operation;
        const bool left = at > 3 || (at == 3 && server.failure()->kind == hibana::testing::injected_failure::failure_kind::write_lost_midway);
        CHECK(count.error().fate() == (left ? fate::unknown : fate::not_sent));
        CHECK(server.open_connections() == 0);
    });
}

TEST_CASE("retry_loop: the client is usable after a failure at any step", "[call]") {
    const auto story = greeted().expect(words("GET k")).answer(bulk("v"));

    story.for_each_failure([&](scripted_server& server) {
        client<> db{server.transport(), unnamed({.command_timeout = 60s, .connect_timeout = 1s})};
        INFO((server.failure() ? server.failure()->text() : std::string("as written")));
        auto value = db.within(20s)(cmd::get("k"));
        // an idempotent command survives every failure, but for one that uses up its time
        if (!value) value = db(cmd::get("k"));
        CHECK(server.mismatch() == "");
        INFO((value ? std::string() : value.error().message()));
        REQUIRE(value);
        CHECK(*value == "v");
    });
}
