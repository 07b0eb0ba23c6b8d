// SPDX-License-Identifier: BSL-1.0
#include <hibana/pool/single_connection.hpp>

#include <hibana/core/exceptions.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <atomic>
#include <thread>

using namespace scripted;
using hibana::errc;
using hibana::fate;
namespace cmd = hibana::cmd;

TEST_CASE("single_connection: consecutive calls use one connection", "[pool]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).expect(words("GET b")).answer(bulk("2")).serve();
    client<> db{server.transport(), unnamed()};

    CHECK(db(cmd::get("a")).value() == "1");
    CHECK(db(cmd::get("b")).value() == "2");
    CHECK(server.connections() == 1);
}

TEST_CASE("single_connection: a pinned connection cannot be acquired until it is released", "[pool]") {
    auto server = greeted().expect(words("GET b")).answer(bulk("2")).serve();
    client<> db{server.transport(), unnamed()};
    {
        auto pinned = db.pin();
        REQUIRE(pinned);

        const auto value = db(cmd::get("a"));

        REQUIRE_FALSE(value);
        CHECK(value.error().condition() == errc::wrong_thread);
        CHECK(value.error().fate() == fate::not_sent);
        CHECK(value.error().command() == "GET");
        CHECK_THAT(value.error().message(), Catch::Contains("in use"));
        CHECK_FALSE(db.pin());
    }
    CHECK(db(cmd::get("b")).value() == "2");
}

TEST_CASE("single_connection: with throw_errors a pinned connection is not acquired twice", "[pool]") {
    auto server = greeted().serve();
    hibana::client<hibana::in_memory_transport> db{server.transport(), unnamed()};
    auto pinned = db.pin();

    CHECK_THROWS_AS(db.pin(), hibana::usage_error);
    CHECK_THROWS_AS(db(cmd::get("a")), hibana::usage_error);
}

#ifndef NDEBUG
TEST_CASE("single_connection: a call of a second thread fails while the client is in use", "[pool][threads]") {
    auto server = greeted().serve();
    client<> db{server.transport(), unnamed()};
    auto pinned = db.pin();
    std::atomic<bool> is_detected = false;

    std::thread other([&] {
        const auto value = db(cmd::get("a"));
        is_detected = !value && value.error().condition() == errc::wrong_thread;
    });
    other.join();

    CHECK(is_detected);
}
#endif

TEST_CASE("single_connection: the next call after close() opens it again", "[pool]") {
    auto server = greeted().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET a")).answer(bulk("1")).serve();
    client<> db{server.transport(), unnamed()};
    static_cast<void>(db.pin());
    REQUIRE(server.open_connections() == 1);

    db.close();

    CHECK(server.open_connections() == 0);
    CHECK(db(cmd::get("a")).value() == "1");
}
