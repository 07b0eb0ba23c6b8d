// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/tcp_transport.hpp>

#include <hibana/execution/blocking.hpp>
#include <hibana/transport/transport.hpp>

#include "catch.hpp"
#include "transport/listener.hpp"

#include <chrono>

using namespace hibana;
using namespace std::chrono_literals;

static_assert(policy::transport<tcp_transport>);
static_assert(!tcp_transport::protects_secrets);

TEST_CASE("tcp_transport: opens its own endpoint and any other", "[transport]") {
    const test::listener server;
    blocking execution;
    const tcp_transport transport{.host = "localhost", .port = server.port()};
    const endpoint wheres[] = {transport.endpoint(), server.endpoint()};
    const endpoint& where = wheres[GENERATE(0, 1)];

    auto stream = transport.open(execution, where, deadline::after(20s, execution.now())).get();

    REQUIRE(stream);
    const auto peer = server.accept();
    auto until = deadline::after(5s, execution.now());
    REQUIRE(stream->write("ping", until).get());
    CHECK(peer.receive(4) == "ping");
}

TEST_CASE("tcp_transport: an error names the endpoint and the cause", "[transport]") {
    test::listener server;
    const endpoint where = server.endpoint();
    server.close();
    blocking execution;

    const auto stream = tcp_transport{}.open(execution, where, deadline::after(20s, execution.now())).get();

    REQUIRE_FALSE(stream);
    CHECK(stream.error().message() == where.text() + ": cannot connect: Connection refused");
}

TEST_CASE("tcp_transport: the error of an unknown name has the cause", "[transport]") {
    blocking execution;
    const tcp_transport transport{.host = "no-such-host.invalid"};

    const auto stream = transport.open(execution, transport.endpoint(), deadline::after(60s, execution.now())).get();

    REQUIRE_FALSE(stream);
    CHECK(stream.error() == errc::resolve_failed);
    CHECK(stream.error().endpoint() == "no-such-host.invalid:6379");
}
