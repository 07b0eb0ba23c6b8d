// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/connection/from_url.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/transport/tls_transport.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"
#include "transport/listener.hpp"

#include <chrono>
#include <string>
#include <thread>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

constexpr auto user = "ann", password = "hunter2";

const session_settings patient{.command_timeout = 500ms, .connect_timeout = 500ms};
const password_auth ann{.user = user, .password = password};

void check(const error& err) {
    UNSCOPED_INFO(err.message());
    CHECK(err);
    CHECK(err.fate() == fate::not_sent);
    CHECK(err.executed() == tristate::no);
    CHECK(err.command() == "GET");
    CHECK_FALSE(err.endpoint().empty());
    CHECK_THAT(err.message(), !Catch::Contains(password));
}

// Whether two errors are equivalent. A TLS server closes without reading the handshake: the client may see its alert, or only the close.
bool are_alike(const error& one, const error& other) {
    const auto wants_tls = [](const error& err) { return err.text().find("want TLS?") != std::string_view::npos; };
    return one == other.condition() || (wants_tls(one) && wants_tls(other));
}

// The error of GET over this transport: of the blocking client, by both error policies, and of the asynchronous one.
template <class Transport, class... Policy> error get_over(const Transport& transport, const Policy&... policy) {
    client db{transport, patient, ann, return_errors{}, policy...};
    const error err = db(cmd::get("k")).error();
    check(err);

    client throwing{transport, patient, ann, policy...};
    try {
        throwing(cmd::get("k"));
        FAIL("nothing was thrown");
    } catch (const redis_error& thrown) {
        check(thrown.error());
        CHECK(are_alike(thrown.error(), err));
        CHECK_THAT(thrown.what(), !Catch::Contains(password));
    }

    asio::io_context loop;
    async_client asynchronous{loop, transport, patient, ann, return_errors{}, policy...};
    async_client throwing_too{loop, transport, patient, ann, policy...};
    error reported, caught;
    asynchronous(cmd::get("k"), [&](auto value) { reported = value.error(); });
    throwing_too(cmd::get("k"), [&](std::exception_ptr thrown, auto) {
        REQUIRE(thrown);
        try {
            std::rethrow_exception(thrown);
        } catch (const redis_error& of_redis) {
            caught = of_redis.error();
        }
    });
    loop.run();
    for (const error& one : {reported, caught}) {
        check(one);
        CHECK((are_alike(one, err) || one == errc::timeout));
    }
    return err;
}

auto begins_with(const std::string& what) { return Catch::StartsWith(what); }

// A port that is bound without a listener, so that no process can listen on it.
class closed_port {
public:
    closed_port() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(*socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::getsockname(*socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        port_ = ntohs(address.sin_port);
    }
    std::uint16_t port() const { return port_; }

private:
    test::descriptor socket_;
    std::uint16_t port_ = 0;
};

}  // namespace

TEST_CASE("connect_failures: the error of an unknown host has its name", "[live]") {
    const auto err = get_over(tcp_transport{.host = "name.invalid", .port = 6380});

    CHECK((err.condition() == errc::resolve_failed || err.condition() == errc::timeout));
    CHECK_THAT(err.message(), begins_with("GET on name.invalid:6380: "));
}

TEST_CASE("connect_failures: a closed port refuses the connection", "[live]") {
    const closed_port nobody;

    const auto err = get_over(tcp_transport{.host = "127.0.0.1", .port = nobody.port()});

    CHECK(err.condition() == errc::connect_failed);
    CHECK(err.cause() == std::errc::connection_refused);
    CHECK_THAT(err.message(), begins_with("GET on 127.0.0.1:" + std::to_string(nobody.port()) + ": ") && Catch::Contains("refused"));
}

TEST_CASE("connect_failures: the error of a missing socket has its path", "[live]") {
    const auto err = get_over(unix_transport{.path = "/nowhere/redis.sock"});

    CHECK(err.condition() == errc::connect_failed);
    CHECK(err.cause() == std::errc::no_such_file_or_directory);
    CHECK_THAT(err.message(), begins_with("GET on unix:/nowhere/redis.sock: "));
}

TEST_CASE("connect_failures: a listener that never replies causes a timeout at the deadline", "[live]") {
    const test::listener silent;
    const std::string name = silent.endpoint().text();

    const auto err = get_over(tcp_transport{.host = "127.0.0.1", .port = silent.port()});
    CHECK(err.condition() == errc::timeout);
    CHECK_THAT(err.message(), begins_with("GET on " + name + ": "));

    const auto over_tls = get_over(tls_transport{.host = "127.0.0.1", .port = silent.port()});
    CHECK(over_tls.condition() == errc::timeout);
    CHECK_THAT(over_tls.message(), begins_with("GET on " + name + ": ") && Catch::Contains("may not speak TLS"));
}

TEST_CASE("connect_failures: a web server is reported as not being a Redis server", "[live][threads]") {
    const test::listener web;
    std::thread serving([&] {
        for (int asked = 0; asked != 4; ++asked) {
            const auto connection = web.accept();
            connection.receive(5);
            connection.send_all("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            connection.receive(1000);
        }
    });

    const auto err = get_over(tcp_transport{.host = "127.0.0.1", .port = web.port()});
    serving.join();

    CHECK(err.condition() == errc::not_a_redis_server);
    CHECK_THAT(err.message(), begins_with("GET on " + web.endpoint().text() + ": ") && Catch::Contains("HTTP/1.1 400 Bad Request"));
}

TEST_CASE("connect_failures: a plain client at a TLS port gets an error about TLS, over RESP2 and RESP3", "[live]") {
    const test::certificate_authority authority;
    const auto identity = authority.issue();
    const test::server server({.tls = test::tls_identity{identity.certificate, identity.key, authority.certificate()}});
    const tcp_transport plain{.host = "127.0.0.1", .port = server.tls_port()};

    for (const auto& err : {get_over(plain, no_retry{}), get_over(plain, no_retry{}, resp2_parser{})}) {
        CHECK_THAT(err.message(), begins_with("GET on 127.0.0.1:" + std::to_string(server.tls_port()) + ": "));
        CHECK((err.condition() == errc::not_a_redis_server || err.condition() == errc::connection_lost));
        CHECK_THAT(err.message(), Catch::Contains("TLS"));
    }
}

TEST_CASE("connect_failures: a TLS client at a plain port fails and sends no password", "[live]") {
    const test::server server({.tcp = true});

    const auto err = get_over(tls_transport{.host = "127.0.0.1", .port = server.port()});

    CHECK((err.condition() == errc::tls_failed || err.condition() == errc::timeout));
    CHECK_THAT(err.message(), begins_with("GET on 127.0.0.1:" + std::to_string(server.port()) + ": ") && Catch::Contains("TLS"));
    client admin{live::at(server), resp2_parser{}};
    CHECK(live::calls_of(admin, "hello") == 0);
}

TEST_CASE("connect_failures: reaching maxclients is an error, and a later call connects", "[live]") {
    const test::server server({.tcp = true});
    client admin{live::at(server)};
    client db{live::at_port(server), session_settings{.command_timeout = 500ms}, return_errors{}};
    admin(any_request("CONFIG SET", "maxclients", 1));

    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().fate() == fate::not_sent);
    CHECK(value.error().condition() == errc::too_many_clients);
    CHECK_THAT(value.error().message(), Catch::Contains("max number of clients") && Catch::Contains("127.0.0.1:"));
    admin(any_request("CONFIG SET", "maxclients", 10));
    CHECK(db(cmd::get("k")).value() == std::nullopt);
}

TEST_CASE("connect_failures: the error of an invalid URL names the invalid part and does not quote it", "[live]") {
    const auto [text, part] = GENERATE(table<std::string, std::string>({
        {"redis//:hunter2@localhost", "scheme"},
        {"http://:hunter2@localhost", "scheme"},
        {"redis://:hunter2@localhost:0", "port"},
        {"redis://:hunter2@localhost:70000", "port"},
        {"redis://:hunter2@localhost:63 79", "percent-encoded"},
        {"redis://:hunter2@::1:6379", "bracket"},
        {"redis://:hunter2@[::1", "bracket"},
        {"redis://:hunter2@localhost/one", "database"},
        {"redis://:hunter2@localhost?db=-1", "parameter db"},
        {"redis://:%zz@localhost", "password"},
        {"redis://:hunter2@localhost?hunter2=1", "parameter number 1"},
        {"unix://:hunter2@run/redis.sock", "absolute"},
        {"redis://:hunter2@localhost?ssl_cert_reqs=none", "rediss://"},
    }));

    auto db = from_url<client<password_auth, return_errors>>(text);
    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::invalid_url);
    CHECK(value.error().fate() == fate::not_sent);
    CHECK_THAT(value.error().message(), Catch::Contains(part) && !Catch::Contains("hunter2"));
    CHECK_THROWS_AS((from_url<client<password_auth>>(text)), invalid_url_error);
}
