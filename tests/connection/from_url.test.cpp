// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/from_url.hpp>

#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/pool/connection_pool.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/transport/unix_transport.hpp>

#include "catch.hpp"

using namespace hibana;
using namespace std::chrono_literals;

TEST_CASE("from_url: sets the policies that the type has", "[connection]") {
    auto db = from_url<client<password_auth, connection_pool>>(
        "redis://ann:p%40ss@example.org:7000/3?socket_timeout=0.5&max_connections=7&client_name=worker&socket_keepalive=no");

    const auto& context = db.context();
    CHECK(context.transport.host == "example.org");
    CHECK(context.transport.port == 7000);
    CHECK_FALSE(context.transport.options.keepalive);
    CHECK(context.auth.user == "ann");
    CHECK(context.auth.password.view() == "p@ss");
    CHECK(context.settings.database == 3);
    CHECK(context.settings.command_timeout == 500ms);
    CHECK(context.settings.client_name == "worker");
    CHECK(db.connections().stats().max == 7);
}

TEST_CASE("from_url: the URL has priority over a policy object, whose other members are kept", "[connection]") {
    auto db = from_url<client<>>("redis://localhost/2", session_settings{.database = 9, .client_name = "mine"});

    CHECK(db.context().settings.database == 2);
    CHECK(db.context().settings.client_name == "mine");
}

TEST_CASE("from_url: a Unix socket has a path", "[connection]") {
    auto db = from_url<client<unix_transport>>("unix:///run/redis.sock?db=1");

    CHECK(db.context().transport.path == "/run/redis.sock");
    CHECK(db.context().settings.database == 1);
}

TEST_CASE("from_url: an unsupported URL is an error before anything is sent", "[connection]") {
    CHECK_THROWS_WITH(from_url<client<>>("rediss://localhost"), Catch::Contains("rediss:// requires a client with tls_transport"));
    CHECK_THROWS_WITH(from_url<client<>>("unix:///run/redis.sock"), Catch::Contains("unix:// requires a client with unix_transport"));
    CHECK_THROWS_WITH(from_url<client<unix_transport>>("redis://localhost"), Catch::Contains("tcp_transport"));
    CHECK_THROWS_WITH(from_url<client<>>("redis://:secret@localhost"), Catch::Contains("requires a client with password_auth") && !Catch::Contains("secret"));
    CHECK_THROWS_WITH(from_url<client<>>("redis://localhost?max_connections=3"), Catch::Contains("max_connections requires a client with a pool"));
    CHECK_THROWS_WITH(from_url<client<>>("redis://localhost?protocol=2"), Catch::Contains("resp2_parser"));
    CHECK_THROWS_AS(from_url<client<>>("http://localhost"), invalid_url_error);
    CHECK_NOTHROW(from_url<client<resp2_parser>>("redis://localhost?protocol=2"));
}

TEST_CASE("from_url: with return_errors every call returns the error of the URL", "[connection]") {
    auto db = from_url<client<return_errors>>("redis://localhost:99999");

    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::invalid_url);
    CHECK_THAT(value.error().message(), Catch::Contains("the port"));
}
