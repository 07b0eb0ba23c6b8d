// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/establish.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <memory>
#include <string>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;
using hibana::fate;

namespace {

struct noting_events {
    using plays = hibana::role::events;
    std::shared_ptr<std::vector<std::string>> log = std::make_shared<std::vector<std::string>>();
    void on(const hibana::event::connecting& e) { log->push_back("connecting to " + std::string(e.endpoint) + ", attempt " + std::to_string(e.attempt)); }
    void on(const hibana::event::connected& e) { log->push_back("connected to " + std::string(e.endpoint) + " by RESP" + std::to_string(e.protocol)); }
};

using noting_client = client<hibana::no_retry, noting_events>;

// A connection of the client's context, established directly.
template <class Client> auto open_by(Client& db, unsigned attempt = 1, hibana::deadline until = hibana::deadline::never()) {
    auto connection = std::make_unique<typename Client::connection_type>(db.node());
    auto outcome = hibana::detail::establish(*connection, attempt, until).get();
    return std::pair(std::move(connection), std::move(outcome));
}

}  // namespace

TEST_CASE("establish: opens the connection, performs the handshake and emits events", "[connection]") {
    auto server = greeted().serve();
    noting_events events;
    noting_client db{server.transport(), unnamed(), events};

    auto [connection, outcome] = open_by(db, 3);

    CHECK(outcome);
    CHECK(connection->is_open());
    CHECK(connection->protocol_version() == 3);
    CHECK(connection->epoch() == 1);
    CHECK(*events.log == std::vector<std::string>{"connecting to in-memory:6379, attempt 3", "connected to in-memory:6379 by RESP3"});
    CHECK(server.is_complete());
}

TEST_CASE("establish: after any failure the connection is closed, and the error names the endpoint with the fate not_sent", "[connection]") {
    const auto story = script().expect(words("HELLO 3") + words("SELECT 2")).answer(hello_reply() + "+OK\r\n").max_read_size(30);

    story.for_each_failure([&](scripted_server& server) {
        noting_client db{server.transport(), unnamed({.database = 2})};

        auto [connection, outcome] = open_by(db);

        CHECK(connection->is_open() == outcome.has_value());
        CHECK(outcome.has_value() == !server.failure().has_value());
        CHECK(server.open_connections() == (outcome ? 1 : 0));
        if (outcome) return;
        INFO(server.failure()->text());
        CHECK(outcome.error().endpoint() == "in-memory:6379");
        CHECK(outcome.error().fate() == fate::not_sent);
    });
}

TEST_CASE("establish: the connect timeout covers opening and handshake together", "[connection]") {
    auto server = script().expect(words("HELLO 3")).delay(2s).answer(hello_reply()).serve();
    noting_client db{server.transport(), unnamed({.command_timeout = 60s, .connect_timeout = 1s})};
    const auto before = db.execution().now();

    auto [connection, outcome] = open_by(db);

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::timeout);
    CHECK(db.execution().now() - before == 1s);
}

TEST_CASE("establish: the deadline of the call applies if it is earlier than the connect timeout", "[connection]") {
    auto server = script().expect(words("HELLO 3")).serve();
    noting_client db{server.transport(), unnamed({.connect_timeout = hibana::no_timeout})};
    const auto before = db.execution().now();

    auto [connection, outcome] = open_by(db, 1, hibana::deadline::after(300ms, before));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::timeout);
    CHECK(db.execution().now() - before == 300ms);
}

TEST_CASE("establish: a configuration error is returned before connecting", "[connection]") {
    auto server = greeted().serve();
    noting_events events;
    noting_client db{server.transport(), unnamed(), events};
    db.context().configuration_error = hibana::error(errc::invalid_url, fate::not_sent, "no such thing");

    auto [connection, outcome] = open_by(db);

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::invalid_url);
    CHECK(server.connections() == 0);
    CHECK(events.log->empty());
}
