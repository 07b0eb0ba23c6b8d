// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/tls_transport.hpp>

#include <hibana/execution/blocking.hpp>
#include <hibana/transport/transport.hpp>

#include "catch.hpp"
#include "transport/forge.hpp"
#include "transport/listener.hpp"
#include "transport/tls_server.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::test::authority;
using hibana::test::authority_wish;
using hibana::test::certificate_wish;
using hibana::test::forged;
using hibana::test::key_kind;
using hibana::test::tls_server;
using hibana::test::tls_server_setup;

static_assert(policy::transport<tls_transport>);
static_assert(byte_stream<tls_stream<blocking>>);
static_assert(tls_transport::is_encrypted && tls_transport::protects_secrets);

namespace {

deadline in(duration length) {
    monotonic_clock clock;
    return deadline::after(length, clock.now());
}

/// A transport to the server that trusts the test authority; `name` is the server name.
tls_transport to(const endpoint& where, std::string name = "localhost") {
    return {.host = std::string(where.host()), .port = where.port(), .ca_data = authority().certificate_text(), .server_name = std::move(name)};
}

/// Connects, and sends a secret if that succeeds.
result<std::string> introduce(const tls_transport& transport) {
    blocking execution;
    auto stream = transport.open(execution, transport.endpoint(), in(20s)).get();
    if (!stream) return stream.error();
    auto until = in(20s);
    if (auto sent = stream->write("AUTH secret", until).get(); !sent) return sent.error();
    char into[64];
    auto size = stream->read_some(into, until).get();
    stream->close();
    if (!size) return size.error();
    return std::string(into, *size);
}

certificate_wish good() {
    return {};
}

}  // namespace

TEST_CASE("tls_transport: connects to a server with a valid certificate", "[transport]") {
    const key_kind key = GENERATE(key_kind::p256, key_kind::rsa_2048, key_kind::ed25519);
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    const forged certificate({.key = key}, &authority());
    tls_server server({.certificate = &certificate, .lowest = version, .highest = version});

    const auto answer = introduce(to(server.endpoint()));
    server.finish();

    CHECK(answer == std::string("AUTH secret"));
    CHECK(server.version() == (version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3"));
    CHECK(server.requested_name() == "localhost");
    CHECK(server.was_closed_in_order());
}

TEST_CASE("tls_transport: verifies the certificate with the server name", "[transport]") {
    struct control {
        const char* alternatives;
        const char* name;
        const char* requested;
    };
    const auto [alternatives, name, requested] = GENERATE(values<control>({
        {"DNS:redis.example.org", "redis.example.org", "redis.example.org"},
        {"DNS:redis.example.org", "Redis.EXAMPLE.org", "Redis.EXAMPLE.org"},
        {"DNS:redis.example.org", "redis.example.org.", "redis.example.org"},
        {"DNS:*.example.org", "redis.example.org", "redis.example.org"},
        {"DNS:other,DNS:redis.example.org", "redis.example.org", "redis.example.org"},
        {"DNS:xn--rksmrgs-5wao1o.example.org", "xn--rksmrgs-5wao1o.example.org", "xn--rksmrgs-5wao1o.example.org"},
        {"IP:192.0.2.1", "192.0.2.1", ""},
        {"IP:2001:db8::1", "2001:db8::1", ""},
        {"IP:fe80::1", "fe80::1%eth0", ""},
    }));
    INFO(name);
    const forged certificate({.alternatives = alternatives}, &authority());
    tls_server server({.certificate = &certificate});

    const auto answer = introduce(to(server.endpoint(), name));
    server.finish();

    CHECK(answer == std::string("AUTH secret"));
    CHECK(server.requested_name() == requested);
}

TEST_CASE("tls_transport: the host is the default server name, numeric or not", "[transport]") {
    const forged certificate(good(), &authority());
    const auto host = GENERATE("127.0.0.1", "localhost");
    tls_server server({.certificate = &certificate});

    const auto answer = introduce({.host = host, .port = server.endpoint().port(), .ca_data = authority().certificate_text()});

    CHECK(answer == std::string("AUTH secret"));
}

TEST_CASE("tls_transport: accepts intermediate authorities", "[transport]") {
    const forged intermediate(authority_wish(), &authority());
    const forged certificate(good(), &intermediate);
    tls_server server({.certificate = &certificate, .issuers = {&intermediate}});

    CHECK(introduce(to(server.endpoint())) == std::string("AUTH secret"));
}

TEST_CASE("tls_transport: an invalid certificate closes the connection before credentials are sent", "[transport]") {
    struct bad {
        const char* what;
        certificate_wish wish;
        const char* name;
        int why;
    };
    const auto name_mismatch = X509_V_ERR_HOSTNAME_MISMATCH;
    const auto address_mismatch = X509_V_ERR_IP_ADDRESS_MISMATCH;
    const std::string zero_byte("localhost\0.example.org", 22);
    const auto test = GENERATE_COPY(values<bad>({
        {"expired", {.valid_from = -48h, .valid_until = -1h}, "localhost", X509_V_ERR_CERT_HAS_EXPIRED},
        {"not yet valid", {.valid_from = 1h}, "localhost", X509_V_ERR_CERT_NOT_YET_VALID},
        {"another name", {.alternatives = "DNS:example.org"}, "localhost", name_mismatch},
        {"a name that only begins alike", {.alternatives = "DNS:localhost"}, "localhost.example.org", name_mismatch},
        {"wildcard over two labels", {.alternatives = "DNS:*.example.org"}, "a.b.example.org", name_mismatch},
        {"wildcard for no label", {.alternatives = "DNS:*.example.org"}, "example.org", name_mismatch},
        {"wildcard for a public suffix", {.alternatives = "DNS:*.com"}, "example.com", name_mismatch},
        {"wildcard in a part of a label", {.alternatives = "DNS:red*.example.org"}, "redis.example.org", name_mismatch},
        {"the right common name beside other names", {.common_name = "localhost", .alternatives = "DNS:example.org"}, "localhost", name_mismatch},
        {"the right common name and nothing else", {.common_name = "localhost", .alternatives = ""}, "localhost", name_mismatch},
        {"an address in the common name", {.common_name = "127.0.0.1", .alternatives = ""}, "127.0.0.1", address_mismatch},
        {"an address as a name", {.alternatives = "DNS:127.0.0.1"}, "127.0.0.1", address_mismatch},
        {"only names for an address", {.alternatives = "DNS:localhost"}, "127.0.0.1", address_mismatch},
        {"another address", {.alternatives = "IP:127.0.0.2"}, "127.0.0.1", address_mismatch},
        {"only addresses for a name", {.alternatives = "IP:127.0.0.1"}, "localhost", name_mismatch},
        {"a zero byte in a name", {.raw_dns_name = zero_byte}, "localhost", name_mismatch},
        {"for clients only", {.extended_key_usage = "clientAuth"}, "localhost", X509_V_ERR_INVALID_PURPOSE},
        {"a key of 1024 bits", {.key = key_kind::rsa_1024}, "localhost", X509_V_ERR_EE_KEY_TOO_SMALL},
        {"signed with SHA-1", {.signed_with_sha1 = true}, "localhost", X509_V_ERR_CA_MD_TOO_WEAK},
    }));
    INFO(test.what);
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    const forged certificate(test.wish, &authority());
    tls_server server({.certificate = &certificate, .lowest = version, .highest = version});

    const auto answer = introduce(to(server.endpoint(), test.name));
    server.finish();

    REQUIRE_FALSE(answer);
    CHECK(answer.error() == errc::tls_failed);
    CHECK(answer.error().fate() == fate::not_sent);
    CHECK(answer.error().cause() == std::error_code(test.why, certificate_category()));
    CHECK(answer.error().endpoint() == server.endpoint().text());
    CHECK(server.received().empty());
}

TEST_CASE("tls_transport: an untrusted issuer closes the connection before credentials are sent", "[transport]") {
    struct bad {
        const char* what;
        std::function<tls_server_setup(std::vector<forged>&)> set_up;
        int why;
    };
    const auto test = GENERATE(values<bad>({
        {"self-signed",
         [](std::vector<forged>& all) {
             all.emplace_back(good());
             return tls_server_setup{.certificate = &all[0]};
         },
         X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
        {"by an unknown authority",
         [](std::vector<forged>& all) {
             all.emplace_back(certificate_wish{.common_name = "another authority", .basic_constraints = "critical,CA:TRUE"});
             all.emplace_back(good(), &all[0]);
             return tls_server_setup{.certificate = &all[1]};
         },
         X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
        {"by an unknown authority that is sent along",
         [](std::vector<forged>& all) {
             all.emplace_back(certificate_wish{.common_name = "another authority", .basic_constraints = "critical,CA:TRUE"});
             all.emplace_back(good(), &all[0]);
             return tls_server_setup{.certificate = &all[1], .issuers = {&all[0]}};
         },
         X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN},
        {"by an authority that took the name of the trusted one",
         [](std::vector<forged>& all) {
             all.emplace_back(authority_wish());
             all.emplace_back(good(), &all[0]);
             return tls_server_setup{.certificate = &all[1]};
         },
         X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
        {"by a server's certificate",
         [](std::vector<forged>& all) {
             all.emplace_back(certificate_wish{.common_name = "no authority"}, &authority());
             all.emplace_back(good(), &all[0]);
             return tls_server_setup{.certificate = &all[1], .issuers = {&all[0]}};
         },
         X509_V_ERR_INVALID_CA},
        {"by one that may sign certificates, and does not say that it is an authority",
         [](std::vector<forged>& all) {
             all.emplace_back(certificate_wish{.common_name = "no authority", .basic_constraints = "", .key_usage = "critical,keyCertSign"}, &authority());
             all.emplace_back(good(), &all[0]);
             return tls_server_setup{.certificate = &all[1], .issuers = {&all[0]}};
         },
         X509_V_ERR_INVALID_CA},
        {"over more steps than an authority allows",
         [](std::vector<forged>& all) {
             all.emplace_back(certificate_wish{.common_name = "one", .alternatives = "", .basic_constraints = "critical,CA:TRUE,pathlen:0"}, &authority());
             all.emplace_back(certificate_wish{.common_name = "two", .alternatives = "", .basic_constraints = "critical,CA:TRUE"}, &all[0]);
             all.emplace_back(good(), &all[1]);
             return tls_server_setup{.certificate = &all[2], .issuers = {&all[1], &all[0]}};
         },
         X509_V_ERR_PATH_LENGTH_EXCEEDED},
        {"for a name that its authority may not vouch for",
         [](std::vector<forged>& all) {
             all.emplace_back(certificate_wish{.common_name = "one", .alternatives = "", .basic_constraints = "critical,CA:TRUE",
                                               .name_constraints = "critical,permitted;DNS:example.org"},
                              &authority());
             all.emplace_back(certificate_wish{.alternatives = "DNS:localhost"}, &all[0]);
             return tls_server_setup{.certificate = &all[1], .issuers = {&all[0]}};
         },
         X509_V_ERR_PERMITTED_VIOLATION},
    }));
    INFO(test.what);
    std::vector<forged> all;
    all.reserve(3);
    tls_server server(test.set_up(all));

    const auto answer = introduce(to(server.endpoint()));
    server.finish();

    REQUIRE_FALSE(answer);
    CHECK(answer.error() == errc::tls_failed);
    CHECK(answer.error().cause() == std::error_code(test.why, certificate_category()));
    CHECK(server.received().empty());
}

TEST_CASE("tls_transport: the error has the names of the certificate", "[transport]") {
    const forged certificate({.alternatives = "DNS:a.example.org,IP:192.0.2.7,IP:2001:db8::7,URI:redis:x"}, &authority());
    tls_server server({.certificate = &certificate});

    const auto answer = introduce(to(server.endpoint(), "b.example.org"));

    REQUIRE_FALSE(answer);
    CHECK(answer.error().message() == server.endpoint().text() + ": the certificate of the server is not for b.example.org, but for "
                                                              "a.example.org, 192.0.2.7, 2001:db8::7: hostname mismatch");
}

TEST_CASE("tls_transport: another endpoint is verified with its own name", "[transport]") {
    const forged certificate({.alternatives = "DNS:redis.example.org"}, &authority());
    tls_server server({.certificate = &certificate});
    tls_transport transport = to(server.endpoint(), "redis.example.org");
    transport.host = "redis.example.org";  // the configured host; the endpoint is another one
    blocking execution;

    const auto stream = transport.open(execution, server.endpoint(), in(20s)).get();

    REQUIRE_FALSE(stream);
    CHECK(stream.error().cause() == std::error_code(X509_V_ERR_IP_ADDRESS_MISMATCH, certificate_category()));
}

TEST_CASE("tls_transport: verification can be reduced explicitly", "[transport]") {
    const forged of_another({.alternatives = "DNS:example.org"}, &authority());
    const forged self_signed(good());

    SECTION("certificate_only accepts any name, but only trusted issuers") {
        tls_server server({.certificate = &of_another});
        auto transport = to(server.endpoint());
        transport.verify = verification::certificate_only;
        CHECK(introduce(transport));

        tls_server untrusted({.certificate = &self_signed});
        transport.port = untrusted.endpoint().port();
        CHECK(introduce(transport).error() == errc::tls_failed);
    }
    SECTION("insecure_none accepts any certificate") {
        tls_server server({.certificate = &self_signed});
        auto transport = to(server.endpoint());
        transport.verify = verification::insecure_none;
        CHECK(introduce(transport));
    }
}

TEST_CASE("tls_transport: a self-signed certificate may be trusted", "[transport]") {
    const forged self_signed(good());
    tls_server server({.certificate = &self_signed});
    auto transport = to(server.endpoint());
    transport.ca_data = self_signed.certificate_text();

    CHECK(introduce(transport) == std::string("AUTH secret"));
}

TEST_CASE("tls_transport: a revoked certificate is rejected", "[transport]") {
    const forged certificate(good(), &authority());
    SECTION("revoked") {
        const test::text_file list(authority().revocation_list(&certificate));
        tls_server server({.certificate = &certificate});
        auto transport = to(server.endpoint());
        transport.crl_file = list.path();
        const auto answer = introduce(transport);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().cause() == std::error_code(X509_V_ERR_CERT_REVOKED, certificate_category()));
    }
    SECTION("not revoked") {
        const test::text_file list(authority().revocation_list(nullptr));
        tls_server server({.certificate = &certificate});
        auto transport = to(server.endpoint());
        transport.crl_file = list.path();
        CHECK(introduce(transport));
    }
}

TEST_CASE("tls_transport: old TLS versions are rejected", "[transport]") {
    const forged certificate(good(), &authority());
    const int version = GENERATE(TLS1_VERSION, TLS1_1_VERSION);
    tls_server server({.certificate = &certificate, .lowest = version, .highest = version});

    const auto answer = introduce(to(server.endpoint()));
    server.finish();

    REQUIRE_FALSE(answer);
    CHECK(answer.error() == errc::tls_failed);
    CHECK(answer.error().message().find("protocol version") != std::string::npos);
    CHECK_FALSE(server.has_shaken());
}

TEST_CASE("tls_transport: the minimum version can be raised", "[transport]") {
    const forged certificate(good(), &authority());
    tls_server server({.certificate = &certificate, .highest = TLS1_2_VERSION});
    auto transport = to(server.endpoint());
    transport.minimum_version = tls_version::v1_3;

    CHECK(introduce(transport).error() == errc::tls_failed);
}

TEST_CASE("tls_transport: distinguishes a server without TLS from a malformed handshake", "[transport]") {
    const test::listener server;
    std::thread peer([&] {
        const auto client = server.accept();
        client.send_all("-ERR Protocol error: unauthenticated multibulk length\r\n");
        client.receive(100'000);
    });

    const auto answer = introduce(to(server.endpoint()));
    peer.join();

    REQUIRE_FALSE(answer);
    CHECK(answer.error() == errc::tls_failed);
    CHECK(answer.error().message() == server.endpoint().text() + ": the server does not speak TLS");
}

TEST_CASE("tls_transport: the handshake ends at its deadline", "[transport]") {
    const test::listener server;
    blocking execution;
    const auto transport = to(server.endpoint());
    const auto until = in(50ms);

    const auto stream = transport.open(execution, transport.endpoint(), until).get();
    const auto late = execution.now() - until.time();

    REQUIRE_FALSE(stream);
    CHECK(stream.error() == errc::timeout);
    CHECK(stream.error().fate() == fate::not_sent);
    CHECK(stream.error().text() == "the server did not answer the TLS handshake; it may not speak TLS");
    CHECK(late >= duration::zero());
}

TEST_CASE("tls_transport: the error of a close during the handshake names the endpoint", "[transport]") {
    const test::listener server;
    const bool by_reset = GENERATE(false, true);
    std::thread peer([&] {
        auto client = server.accept();
        client.receive(16);
        if (by_reset) client.reset();
    });

    const auto answer = introduce(to(server.endpoint()));
    peer.join();

    REQUIRE_FALSE(answer);
    CHECK(answer.error() == errc::connection_lost);
    CHECK(answer.error().fate() == fate::not_sent);
    CHECK(answer.error().endpoint() == server.endpoint().text());
}

TEST_CASE("tls_transport: sends a client certificate on request", "[transport]") {
    const forged certificate(good(), &authority());
    const forged client({.common_name = "a client", .alternatives = "", .extended_key_usage = "clientAuth"}, &authority());
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    tls_server server({.certificate = &certificate, .lowest = version, .highest = version, .client_authority = &authority()});
    auto transport = to(server.endpoint());

    SECTION("from files") {
        const test::text_file own(client.certificate_text()), key(client.key_text());
        transport.certificate_file = own.path();
        transport.key_file = key.path();
        CHECK(introduce(transport));
    }
    SECTION("from a single file") {
        const test::text_file both(client.certificate_text() + client.key_text());
        transport.certificate_file = both.path();
        CHECK(introduce(transport));
    }
    SECTION("from memory, the key encrypted") {
        transport.certificate_data = client.certificate_text();
        transport.key_data = client.key_text("open sesame");
        transport.key_password = "open sesame";
        CHECK(introduce(transport));
    }
    SECTION("from memory, in a single text") {
        transport.certificate_data = client.certificate_text() + client.key_text();
        CHECK(introduce(transport));
    }
    SECTION("missing") {
        const auto answer = introduce(transport);
        REQUIRE_FALSE(answer);
        CHECK(answer.error() == errc::tls_failed);
        if (version == TLS1_3_VERSION) CHECK(answer.error().text() == "the server requires a client certificate");
        server.finish();
        CHECK(server.received().empty());
    }
}

TEST_CASE("tls_transport: verification requires a name", "[transport]") {
    blocking execution;
    tls_transport transport = to(endpoint("127.0.0.1", 1), "");

    const auto stream = transport.open(execution, endpoint::local("/nonexistent"), in(1s)).get();
    REQUIRE_FALSE(stream);
    CHECK(stream.error() == errc::invalid_argument);
    CHECK(stream.error().text() == "no name to verify the certificate with; set server_name");
    CHECK(stream.error().endpoint() == "unix:/nonexistent");
}

TEST_CASE("tls_transport: invalid settings are reported before connecting", "[transport]") {
    blocking execution;
    tls_transport transport = to(endpoint("127.0.0.1", 1));
    transport.ca_file = "/nonexistent/ca.pem";

    const auto stream = transport.open(execution, transport.endpoint(), in(1s)).get();

    REQUIRE_FALSE(stream);
    CHECK(stream.error() == errc::invalid_argument);
    CHECK(stream.error().message() ==
          "127.0.0.1:1: the TLS setting ca_file \"/nonexistent/ca.pem\" cannot be used: No such file or directory");
}

TEST_CASE("tls_transport: connections share one context, copies do not", "[transport]") {
    const tls_transport transport = to(endpoint("127.0.0.1", 1));
    const tls_transport copy = transport;

    const auto first = transport.context.get(transport);
    REQUIRE(first);
    CHECK(*transport.context.get(transport) == *first);
    CHECK(*copy.context.get(copy) != *first);

    const tls_transport moved = std::move(const_cast<tls_transport&>(transport));
    CHECK(*moved.context.get(moved) == *first);
}

namespace {

struct recording_check {
    std::string* seen = nullptr;
    bool accepts = true;

    void prepare(SSL* native) const {
        if (seen) *seen += ::SSL_is_init_finished(native) ? "late " : "before ";
    }
    template <class Execution>
    auto check(Execution& execution, tls_peer peer, deadline until) const -> task_of<Execution, result<void>> {
        auto slept = co_await execution.sleep_until(std::min(until.time(), execution.now()));
        if (!slept) co_return slept.error();
        *seen += ::SSL_is_init_finished(peer.native) ? "after " + peer.endpoint->text() : "too early";
        if (!accepts) co_return error(errc::tls_failed, fate::unknown, "the certificate is revoked");
        co_return result<void>();
    }
};
static_assert(policy::peer_check<recording_check>);
static_assert(policy::transport<basic_tls_transport<recording_check>>);

}  // namespace

TEST_CASE("tls_transport: a peer check runs between the handshake and the first byte", "[transport]") {
    const forged certificate(good(), &authority());
    tls_server server({.certificate = &certificate});
    std::string seen;
    const bool accepts = GENERATE(true, false);
    const basic_tls_transport<recording_check> transport{.host = "localhost",
                                                           .port = server.endpoint().port(),
                                                           .ca_data = authority().certificate_text(),
                                                           .peer_check = {&seen, accepts}};
    blocking execution;

    auto stream = transport.open(execution, transport.endpoint(), in(20s)).get();

    CHECK(seen == "before after " + transport.endpoint().text());
    CHECK(stream.has_value() == accepts);
    if (!accepts) {
        CHECK(stream.error().message() == transport.endpoint().text() + ": the certificate is revoked");
        CHECK(stream.error().fate() == fate::not_sent);
    } else {
        stream->close();
    }
    server.finish();
    CHECK(server.received().empty());
}
