// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/dedicated_connection.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <string>
#include <string_view>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::deadline;
using hibana::errc;

namespace {

struct stage {
    scripted_server server;
    manual_clock clock{};
    client<> db;
    client<>::dedicated_type connection;

    explicit stage(scripted_server plays) : server(std::move(plays)), db(server.transport(), clock, unnamed()), connection(db.node()) {}
    deadline in(std::chrono::milliseconds length) { return deadline::at(clock.now() + length); }
};

}  // namespace

TEST_CASE("dedicated_connection: is opened with the policies of the client, in addition to its own connection", "[connection]") {
    auto server = script().expect(words("HELLO 3") + words("SELECT 2")).answer(hello_reply() + "+OK\r\n").serve();
    client<> db{server.transport(), unnamed({.database = 2})};
    client<>::dedicated_type connection(db.node());

    CHECK_FALSE(connection.is_open());
    CHECK(connection.open(1, deadline::never()).get());

    CHECK(connection.is_open());
    CHECK(connection.epoch() == 1);
    CHECK(server.connections() == 1);
    CHECK(server.is_complete());
}

TEST_CASE("dedicated_connection: returns replies and pushes one by one in canonical form", "[connection]") {
    stage play(greeted().expect("ask").answer("+OK\r\n>2\r\n+a\r\n:1\r\n|1\r\n+x\r\n+y\r\n:7\r\n*?\r\n:1\r\n.\r\n-ERR no\r\n").max_read_size(5).serve());
    REQUIRE(play.connection.open(1, deadline::never()).get());
    REQUIRE(play.connection.write("ask", deadline::never()).get());

    std::string all;
    for (int messages = 0; messages != 5;) {
        auto whole = play.connection.next_message();
        REQUIRE(whole);
        if (whole->empty()) {
            REQUIRE(play.connection.read_more(play.in(1s)).get());
            continue;
        }
        all += *whole;
        ++messages;
    }

    CHECK(all == "+OK\r\n>2\r\n+a\r\n:1\r\n:7\r\n*0000000000000000001\r\n:1\r\n-ERR no\r\n");
}

TEST_CASE("dedicated_connection: a timeout leaves it open, a lost connection closes it", "[connection]") {
    stage play(greeted().delay(1s).answer("+OK").delay(1s).answer("\r\n").close().serve());
    REQUIRE(play.connection.open(1, deadline::never()).get());

    CHECK(play.connection.read_more(play.in(500ms)).get().error().condition() == errc::timeout);
    CHECK(play.connection.is_open());
    CHECK(play.connection.read_more(play.in(1s)).get());
    CHECK(play.connection.next_message()->empty());
    CHECK(play.connection.read_more(play.in(2s)).get());
    CHECK(*play.connection.next_message() == "+OK\r\n");
    CHECK(play.connection.read_more(play.in(2s)).get().error().condition() == errc::connection_lost);
    CHECK_FALSE(play.connection.is_open());
}

TEST_CASE("dedicated_connection: a malformed message closes it", "[connection]") {
    stage play(greeted().answer("HTTP/1.1 400\r\n").serve());
    REQUIRE(play.connection.open(1, deadline::never()).get());
    REQUIRE(play.connection.read_more(play.in(1s)).get());

    const auto outcome = play.connection.next_message();

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::protocol_error);
    CHECK_FALSE(play.connection.is_open());
}

TEST_CASE("dedicated_connection: a failed write closes it", "[connection]") {
    const auto tale = greeted().expect("ask");
    using way = hibana::testing::injected_failure::failure_kind;
    for (const auto how : {way::write_lost, way::write_lost_midway, way::write_timeout}) {
        stage play(tale.serve({3, how}));
        REQUIRE(play.connection.open(1, deadline::never()).get());

        CHECK_FALSE(play.connection.write("ask", play.in(1s)).get());
        CHECK_FALSE(play.connection.is_open());
    }
}

TEST_CASE("dedicated_connection: pinned bytes stay valid", "[connection]") {
    stage play(greeted().answer("$5\r\nfirst\r\n").answer("$6\r\nsecond\r\n").serve());
    REQUIRE(play.connection.open(1, deadline::never()).get());
    REQUIRE(play.connection.read_more(play.in(1s)).get());
    const std::string_view first = *play.connection.next_message();
    const auto pin = play.connection.pin();

    REQUIRE(play.connection.read_more(play.in(1s)).get());

    CHECK(*play.connection.next_message() == "$6\r\nsecond\r\n");
    CHECK(first == "$5\r\nfirst\r\n");
}

TEST_CASE("dedicated_connection: its limits may differ from those of the client", "[connection]") {
    auto server = greeted().answer("+" + std::string(100'000, 'x') + "\r\n").serve();
    client<> db{server.transport(), unnamed()};
    auto limits = db.context().settings.limits;
    limits.line = 200'000;
    client<>::dedicated_type connection(db.node(), limits);
    REQUIRE(connection.open(1, deadline::never()).get());

    auto whole = connection.next_message();
    while (whole && whole->empty()) {
        REQUIRE(connection.read_more(deadline::never()).get());
        whole = connection.next_message();
    }

    CHECK(whole->size() == 100'003);
}
