// SPDX-License-Identifier: BSL-1.0
#include <hibana/command/any_request.hpp>
#include <hibana/pool/shared_connection.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;
using hibana::fate;
using hibana::shared_connection;
namespace cmd = hibana::cmd;

TEST_CASE("shared_connection: consecutive calls use one connection", "[pool]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).expect(words("GET b")).answer(bulk("2")).serve();
    client<shared_connection> db{server.transport(), unnamed()};

    CHECK(db(cmd::get("a")).value() == "1");
    CHECK(db(cmd::get("b")).value() == "2");
}

TEST_CASE("shared_connection: the reply of a call that timed out is discarded", "[pool]") {
    auto server = greeted()
                      .expect(words("GET a"))
                      .delay(300ms)
                      .answer(bulk("late"))
                      .expect(words("GET b"))
                      .answer(bulk("own"))
                      .serve();
    client<shared_connection> db{server.transport(), unnamed()};

    const auto late = db.within(100ms)(cmd::get("a"));
    CHECK(late.error().condition() == errc::timeout);
    CHECK(late.error().fate() == fate::unknown);
    CHECK(db(cmd::get("b")).value() == "own");
}

TEST_CASE("shared_connection: a connection to a server that does not reply is closed", "[pool]") {
    auto server = greeted().expect(words("GET a")).expect(words("GET b")).serve();
    client<shared_connection, hibana::no_retry> db{server.transport(), unnamed({.command_timeout = 100ms})};

    CHECK(db(cmd::get("a")).error().condition() == errc::timeout);
    CHECK(db(cmd::get("b")).error().condition() == errc::timeout);
    CHECK_FALSE(db(cmd::get("c")).has_value());
}

TEST_CASE("shared_connection: idempotent requests are sent again after a disconnect", "[pool]") {
    auto server = greeted().expect(words("GET a")).close()
                      .accept()
                      .expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET a")).answer(bulk("1")).serve();
    client<shared_connection> db{server.transport(), unnamed()};

    CHECK(db(cmd::get("a")).value() == "1");
}

TEST_CASE("shared_connection: a request that may have been executed fails after a disconnect, and the next call connects again", "[pool]") {
    auto server = greeted().expect(words("INCR n")).close()
                      .accept()
                      .expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET n")).answer(bulk("1")).serve();
    client<shared_connection> db{server.transport(), unnamed()};

    const auto count = db(cmd::incr("n"));
    CHECK(count.error().condition() == errc::connection_lost);
    CHECK(count.error().fate() == fate::unknown);
    CHECK(count.error().command() == "INCR");
    CHECK(db(cmd::get("n")).value() == "1");
}

TEST_CASE("shared_connection: run-time requests that block or change the connection are refused", "[pool]") {
    auto server = greeted().serve();
    client<shared_connection> db{server.transport(), unnamed()};

    const auto request = GENERATE(hibana::any_request("SELECT", "3"), hibana::any_request("BLPOP", "k", "0").block_timeout(0ms),
                                  hibana::any_request("CUSTOM.WAIT", "k").block_timeout(0ms), hibana::any_request("blpop", "k", "0"));
    const auto outcome = db(request);
    CHECK(outcome.error().condition() == errc::refused_command);
    CHECK(outcome.error().fate() == fate::not_sent);
}
