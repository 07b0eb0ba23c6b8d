// SPDX-License-Identifier: BSL-1.0
#include <hibana/pool/connection_pool.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

using namespace scripted;
using hibana::connection_pool;
using hibana::errc;
using hibana::fate;
namespace cmd = hibana::cmd;

TEST_CASE("connection_pool: acquiring more than max_connections fails immediately", "[pool]") {
    auto server = greeted().accept().expect(words("HELLO 3")).answer(hello_reply()).serve();
    client<connection_pool> db{server.transport(), unnamed(), connection_pool{.max_connections = 2}};
    const auto before = db.execution().now();

    auto first = db.pin();
    auto second = db.pin();
    auto third = db.pin();

    CHECK(first);
    CHECK(second);
    REQUIRE_FALSE(third);
    const auto value = db(cmd::get("k"));
    CHECK(value.error().condition() == errc::pool_exhausted);
    CHECK(value.error().fate() == fate::not_sent);
    CHECK_THAT(value.error().message(), Catch::Contains("all 2 connections"));
    CHECK(db.execution().now() == before);
}

TEST_CASE("connection_pool: the connection that was released last is acquired first", "[pool]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).expect(words("GET b")).answer(bulk("2")).serve();
    client<connection_pool> db{server.transport(), unnamed()};

    CHECK(db(cmd::get("a")).value() == "1");
    CHECK(db(cmd::get("b")).value() == "2");
    CHECK(server.connections() == 1);
    const auto usage = db.connections().stats();
    CHECK(usage.max == 100);
    CHECK(usage.open == 1);
    CHECK(usage.idle == 1);
}

TEST_CASE("connection_pool: a connection that the server has closed is replaced before it is used", "[pool]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).close().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("INCR n")).answer(":1\r\n").serve();
    client<connection_pool> db{server.transport(), unnamed()};

    CHECK(db(cmd::get("a")).value() == "1");
    CHECK(db(cmd::incr("n")).value() == 1);
    CHECK(server.connections() == 2);
}

TEST_CASE("connection_pool: acquired and idle connections are counted correctly after any failure", "[pool]") {
    const auto story = greeted().expect(words("GET a")).answer(bulk("1"));

    story.for_each_failure([&](scripted_server& server) {
        client<connection_pool, hibana::no_retry> db{server.transport(), unnamed(), connection_pool{.max_connections = 1}};
        static_cast<void>(db(cmd::get("a")));
        const auto usage = db.connections().stats();
        CHECK(usage.open == usage.idle);
    });
}
