// SPDX-License-Identifier: BSL-1.0
#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>
#include <hibana/connection/from_url.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/transport/tls_transport.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"

#include <fstream>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

constexpr auto password = "open sesame";

// A TLS server with a certificate of its own authority.
struct tls_server {
    test::certificate_authority authority{};
    test::issued_certificate identity;
    test::server process;

    explicit tls_server(const test::certificate_request& request = {}, bool asks_for_client = false)
        : identity(authority.issue(request)),
          process({.tls = test::tls_identity{identity.certificate, identity.key, authority.certificate(), asks_for_client}, .password = password}) {}

    tls_transport transport() const { return {.host = "localhost", .port = process.tls_port(), .ca_data = authority.certificate()}; }
    std::string name() const { return "localhost:" + std::to_string(process.tls_port()); }

    std::string file(const std::string& called, const std::string& text) const {
        std::ofstream(process.folder() + '/' + called) << text;
        return process.folder() + '/' + called;
    }
    // Of all connections but those by the Unix socket.
    int logins() const {
        client admin{live::at(process), resp2_parser{}, password_auth{.password = password}};
        return live::calls_of(admin, "hello");
    }
};

template <class Transport> auto ping_over(const Transport& transport) {
    client db{transport, password_auth{.password = password}, return_errors{}};
    return db(cmd::ping());
}

void check_refused(const tls_server& server, const result<std::string>& pong) {
    REQUIRE_FALSE(pong);
    INFO(pong.error().message());
    CHECK(pong.error().condition() == errc::tls_failed);
    CHECK(pong.error().fate() == fate::not_sent);
    CHECK_THAT(pong.error().message(), Catch::Contains("PING on " + server.name()) && !Catch::Contains(password));
    CHECK(server.logins() == 0);
}

}  // namespace

TEST_CASE("tls: the authority is trusted as text and as a file", "[live]") {
    const tls_server server;

    auto by_file = server.transport();
    by_file.ca_data.clear();
    by_file.ca_file = server.process.folder() + "/authority.pem";

    CHECK(ping_over(server.transport()).value() == "PONG");
    CHECK(ping_over(by_file).value() == "PONG");
    CHECK(server.logins() == 2);
}

TEST_CASE("tls: a client that does not know the authority sends no password", "[live]") {
    const tls_server server;
    auto transport = server.transport();

    SECTION("it trusts those of the system") { transport.ca_data.clear(); }
    SECTION("it trusts another") { transport.ca_data = test::certificate_authority().certificate(); }

    check_refused(server, ping_over(transport));
}

TEST_CASE("tls: a certificate for another name is refused, unless that name is expected or names are not checked", "[live]") {
    const tls_server server({.common_name = "redis.example", .names = {"redis.example"}, .addresses = {}});
    auto transport = server.transport();

    check_refused(server, ping_over(transport));

    transport.server_name = "redis.example";
    CHECK(ping_over(transport).value() == "PONG");
    auto unnamed = server.transport();
    unnamed.verify = verification::certificate_only;
    CHECK(ping_over(unnamed).value() == "PONG");
}

TEST_CASE("tls: a certificate that has expired, or is not valid yet, is refused", "[live]") {
    const auto from = GENERATE(-48h, 24h);
    const tls_server server({.valid_from = from, .valid_until = from + 24h});

    check_refused(server, ping_over(server.transport()));
}

TEST_CASE("tls: only insecure_none accepts an unverified server", "[live]") {
    const tls_server server;
    auto transport = server.transport();
    transport.ca_data.clear();
    transport.verify = verification::insecure_none;

    CHECK(ping_over(transport).value() == "PONG");
}

TEST_CASE("tls: a client certificate is sent on request, from files and from texts", "[live]") {
    const tls_server server({}, true);
    const auto ours = server.authority.issue({.common_name = "worker", .names = {}, .addresses = {}});

    auto by_text = server.transport();
    by_text.certificate_data = ours.certificate;
    by_text.key_data = ours.key;
    CHECK(ping_over(by_text).value() == "PONG");

    auto by_file = server.transport();
    by_file.certificate_file = server.file("worker.pem", ours.certificate);
    by_file.key_file = server.file("worker.key", ours.key);
    CHECK(ping_over(by_file).value() == "PONG");
}

TEST_CASE("tls: a server that requires a certificate refuses a client without one, or with an untrusted one", "[live]") {
    const tls_server server({}, true);
    auto transport = server.transport();
    transport.minimum_version = GENERATE(tls_version::v1_2, tls_version::v1_3);

    SECTION("without one") {}
    SECTION("an untrusted one") {
        const auto strange = test::certificate_authority().issue();
        transport.certificate_data = strange.certificate;
        transport.key_data = strange.key;
    }

    check_refused(server, ping_over(transport));
}

TEST_CASE("tls: a rediss:// URL sets host, port, password and trust", "[live]") {
    const tls_server server;
    const std::string where = "rediss://:open%20sesame@" + server.name();

    auto db = from_url<client<tls_transport, password_auth>>(where + "?ssl_ca_certs=" + server.process.folder() + "/authority.pem");
    auto trusting_nobody = from_url<client<tls_transport, password_auth, return_errors>>(where);

    CHECK(db(cmd::ping()) == "PONG");
    check_refused(server, [&] {
        db.close();
        client admin{live::at(server.process), resp2_parser{}, password_auth{.password = password}};
        admin(any_request("CONFIG RESETSTAT"));
        return trusting_nobody(cmd::ping());
    }());
}

TEST_CASE("tls: a connection that the server closes is replaced", "[live]") {
    const tls_server server;
    client db{server.transport(), password_auth{.password = password}};
    client admin{live::at(server.process), password_auth{.password = password}};
    db(cmd::set("k", "v"));

    for (int n = 0; n != 5; ++n) {
        CHECK(live::kill_others(admin) == 1);
        CHECK(db(cmd::get("k")) == "v");
    }
}
