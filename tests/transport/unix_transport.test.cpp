// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/unix_transport.hpp>

#include <hibana/execution/blocking.hpp>
#include <hibana/transport/transport.hpp>

#include "catch.hpp"
#include "transport/listener.hpp"

#include <chrono>

using namespace hibana;
using namespace std::chrono_literals;

static_assert(policy::transport<unix_transport>);
static_assert(unix_transport::protects_secrets && !unix_transport::is_encrypted);

TEST_CASE("unix_transport: connects to its path", "[transport]") {
    const test::listener server(test::fresh_path());
    blocking execution;
    const unix_transport transport{.path = std::string(server.endpoint().path())};

    auto stream = transport.open(execution, transport.endpoint(), deadline::after(5s, execution.now())).get();

    REQUIRE(stream);
    const auto peer = server.accept();
    auto until = deadline::never();
    REQUIRE(stream->write("ping", until).get());
    CHECK(peer.receive(4) == "ping");
}

TEST_CASE("unix_transport: an error names the path and the cause", "[transport]") {
    blocking execution;
    const unix_transport transport{.path = "/nonexistent/redis.sock"};

    const auto stream = transport.open(execution, transport.endpoint(), deadline::never()).get();

    REQUIRE_FALSE(stream);
    CHECK(stream.error().message() == "unix:/nonexistent/redis.sock: cannot connect: No such file or directory");
}
