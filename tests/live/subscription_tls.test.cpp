// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/messaging/monitor.hpp>
#include <hibana/messaging/subscription.hpp>
#include <hibana/transport/tls_transport.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"

#include <chrono>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("subscription over TLS: waits may time out, and a disconnect is a gap", "[live]") {
    const test::certificate_authority authority;
    const auto identity = authority.issue({});
    const test::server server({.tls = test::tls_identity{identity.certificate, identity.key, authority.certificate()}});
    client db{tls_transport{.host = "localhost", .port = server.tls_port(), .ca_data = authority.certificate()}};
    auto news = db.subscribe(channels("a"), subscription_settings{.ping_interval = 30ms});

    for (int n = 0; n != 20; ++n) {
        CHECK_FALSE(news.next(7ms));
        db(cmd::publish("a", std::string(static_cast<std::size_t>(n) * 3'000, 'x')));
        CHECK(news.next(10s)->payload.size() == static_cast<std::size_t>(n) * 3'000);
    }
    db(any_request("CLIENT KILL", "TYPE", "pubsub"));
    CHECK(news.next(10s)->is_gap());
    db(cmd::publish("a", "after"));
    CHECK(news.next(10s)->payload == "after");

    auto commands = monitor(db);
    CHECK_FALSE(commands.next(7ms));
    db(cmd::publish("a", "seen"));
    CHECK(commands.next().arguments.back() == "seen");
}
