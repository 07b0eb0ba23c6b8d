// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/tls_session.hpp>

#include "catch.hpp"
#include "transport/forge.hpp"
#include "transport/tls_server.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

using namespace hibana;
using hibana::test::authority;
using hibana::test::forged;

namespace {

struct client_settings {
    tls_version minimum_version = tls_version::v1_2;
    std::string ciphers, ciphersuites, ca_file, ca_path, ca_data = authority().certificate_text(), crl_file, certificate_file,
                                                         certificate_data, key_file;
    secret key_data, key_password;
    verification verify = verification::full;
};

/// A client session and a server session; the test transfers the bytes between them.
class both_sides {
public:
    tls_session client;

    explicit both_sides(int version = 0, std::string_view name = "localhost")
        : certificate_({}, &authority()),
          server_context_(test::server_context({.certificate = &certificate_, .lowest = version, .highest = version})),
          server_(::SSL_new(server_context_.get()), &::SSL_free) {
        client = std::move(*tls_session::make(*context_.get(client_settings()), verification::full, name));
        ::SSL_set_bio(server_.get(), ::BIO_new(::BIO_s_mem()), ::BIO_new(::BIO_s_mem()));
        ::SSL_set_accept_state(server_.get());
    }

    SSL* server() { return server_.get(); }

    /// Transfers the output of the client to the server; returns its size.
    std::size_t to_server() {
        const auto output = client.consume_output();
        const auto size = output.size();
        if (size != 0) ::BIO_write(::SSL_get_rbio(server()), output.data(), static_cast<int>(size));
        return size;
    }
    /// Transfers at most `most` bytes of the server to the client.
    std::size_t to_client(std::size_t most = static_cast<std::size_t>(-1)) {
        const auto input = client.prepare_input();
        const int size = ::BIO_read(::SSL_get_wbio(server()), input.data(), static_cast<int>(std::min({most, input.size(), std::size_t(1) << 20})));
        client.commit_input(size > 0 ? static_cast<std::size_t>(size) : 0);
        return size > 0 ? static_cast<std::size_t>(size) : 0;
    }
    result<bool> handshake(std::size_t most = static_cast<std::size_t>(-1)) {
        for (int step = 0; step < 100'000; ++step) {
            auto shaken = client.handshake();
            to_server();
            if (!shaken || *shaken) {
                ::SSL_do_handshake(server());
                return shaken;
            }
            ::SSL_do_handshake(server());
            to_client(most);
        }
        return error(errc::timeout);
    }
    void server_says(std::string_view text) { ::SSL_write(server(), text.data(), static_cast<int>(text.size())); }
    std::string server_hears() {
        std::string received;
        char bytes[16384];
        for (int size; (size = ::SSL_read(server(), bytes, sizeof bytes)) > 0;) received.append(bytes, static_cast<std::size_t>(size));
        return received;
    }

private:
    shared_tls_context context_;
    forged certificate_;
    std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> server_context_;
    std::unique_ptr<SSL, decltype(&::SSL_free)> server_;
};

}  // namespace

TEST_CASE("tls_session: transfers bytes in both directions with any fragmentation", "[transport]") {
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    const std::size_t piece = GENERATE(std::size_t(1), std::size_t(7), std::size_t(100'000));
    both_sides both(version);
    REQUIRE(both.handshake(piece));

    REQUIRE(both.client.encrypt("ping"));
    CHECK(both.client.output().find("ping") == std::string_view::npos);
    both.to_server();
    CHECK(both.server_hears() == "ping");

    both.server_says("pong");
    std::string received;
    while (received.size() < 4) {
        char into[3];
        const auto opened = both.client.decrypt(into);
        REQUIRE(opened);
        received.append(into, *opened);
        if (*opened == 0) {
            CHECK_FALSE(both.client.can_decrypt());
            REQUIRE(both.to_client(piece) != 0);
        }
    }
    CHECK(received == "pong");
    CHECK_FALSE(both.client.can_decrypt());
}

TEST_CASE("tls_session: post-handshake messages are not readable", "[transport]") {
    both_sides both(TLS1_3_VERSION);
    REQUIRE(both.handshake());
    REQUIRE(both.to_client() != 0);  // tickets
    CHECK_FALSE(both.client.can_decrypt());

    both.server_says("x");
    both.to_client();
    CHECK(both.client.can_decrypt());
    CHECK(both.client.can_decrypt());
    char into[4];
    CHECK(both.client.decrypt(into) == std::size_t(1));

    ::SSL_shutdown(both.server());
    both.to_client();
    CHECK(both.client.can_decrypt());
}

TEST_CASE("tls_session: one call decrypts all available records", "[transport]") {
    both_sides both;
    REQUIRE(both.handshake());
    for (const char* word : {"one ", "two ", "three"}) both.server_says(word);
    both.to_client();

    char into[64];
    const auto opened = both.client.decrypt(into);

    REQUIRE(opened);
    CHECK(std::string_view(into, *opened) == "one two three");
}

TEST_CASE("tls_session: transfers large messages", "[transport]") {
    both_sides both;
    REQUIRE(both.handshake());
    const std::string large(1'000'000, 'x');

    REQUIRE(both.client.encrypt(large));
    both.to_server();
    CHECK((both.server_hears() == large));

    both.server_says(large);
    std::string received(large.size(), '\0');
    std::size_t filled = 0;
    while (filled < received.size()) {
        const auto opened = both.client.decrypt(std::span(received).subspan(filled));
        REQUIRE(opened);
        filled += *opened;
        if (filled < received.size()) REQUIRE(both.to_client() != 0);
    }
    CHECK((received == large));
}

TEST_CASE("tls_session: distinguishes close_notify from a truncated connection", "[transport]") {
    both_sides both;
    REQUIRE(both.handshake());
    both.server_says("the last word");
    char into[64];

    SECTION("close_notify") {
        ::SSL_shutdown(both.server());
        both.to_client();
        both.client.end_input();
        const auto opened = both.client.decrypt(into);
        REQUIRE(opened);
        CHECK(std::string_view(into, *opened) == "the last word");
        for (int time = 0; time < 2; ++time) {
            const auto after = both.client.decrypt(into);
            REQUIRE_FALSE(after);
            CHECK(after.error() == errc::connection_lost);
            CHECK(after.error().text() == "the server closed the connection");
        }
    }
    SECTION("truncated between two records") {
        both.to_client();
        both.client.end_input();
        CHECK(both.client.decrypt(into));
        for (int time = 0; time < 2; ++time) {
            const auto after = both.client.decrypt(into);
            REQUIRE_FALSE(after);
            CHECK(after.error() == errc::connection_lost);
            CHECK(after.error().fate() == fate::unknown);
            CHECK(after.error().text() == "the connection ended without a TLS close_notify alert");
        }
    }
    SECTION("truncated inside a record") {
        both.to_client(20);  // more than the header of a record, less than the whole
        both.client.end_input();
        CHECK(both.client.can_decrypt());
        const auto after = both.client.decrypt(into);
        REQUIRE_FALSE(after);
        CHECK(after.error() == errc::connection_lost);
    }
}

TEST_CASE("tls_session: modified bytes are an error", "[transport]") {
    both_sides both;
    REQUIRE(both.handshake());
    both.server_says("transfer 100 to Alice");
    char wire[4096];
    const int size = ::BIO_read(::SSL_get_wbio(both.server()), wire, sizeof wire);
    REQUIRE(size > 0);
    wire[size - 1] = static_cast<char>(wire[size - 1] ^ 1);
    std::memcpy(both.client.prepare_input().data(), wire, static_cast<std::size_t>(size));
    both.client.commit_input(static_cast<std::size_t>(size));

    char into[64];
    const auto opened = both.client.decrypt(into);

    REQUIRE_FALSE(opened);
    CHECK(opened.error() == errc::tls_failed);
    CHECK(opened.error().fate() == fate::unknown);
    CHECK(opened.error().cause().category() == tls_category());
    CHECK_FALSE(both.client.output().empty());  // the alert for the server
}

TEST_CASE("tls_session: a key update is processed", "[transport]") {
    both_sides both(TLS1_3_VERSION);
    REQUIRE(both.handshake());
    ::SSL_key_update(both.server(), SSL_KEY_UPDATE_REQUESTED);
    both.server_says("new keys");
    both.to_client();

    char into[64];
    const auto opened = both.client.decrypt(into);
    REQUIRE(opened);
    CHECK(std::string_view(into, *opened) == "new keys");
    REQUIRE(both.client.encrypt("understood"));
    both.to_server();

    CHECK(both.server_hears() == "understood");
}

TEST_CASE("tls_session: a renegotiation is rejected", "[transport]") {
    both_sides both(TLS1_2_VERSION);
    REQUIRE(both.handshake());
    ::SSL_renegotiate(both.server());
    ::SSL_do_handshake(both.server());
    both.to_client();

    char into[64];
    const auto opened = both.client.decrypt(into);

    CHECK((!opened || *opened == 0));
    both.to_server();
    ::ERR_clear_error();
    CHECK(::SSL_read(both.server(), into, sizeof into) <= 0);
    CHECK(ERR_GET_REASON(::ERR_peek_error()) == SSL_R_NO_RENEGOTIATION);
    ::ERR_clear_error();
}

TEST_CASE("tls_session: a peer without TLS is recognized by its first byte", "[transport]") {
    both_sides both;
    CHECK(both.client.handshake() == false);
    CHECK_FALSE(both.client.has_input());
    const std::string_view plain = GENERATE(as<std::string_view>(), "-", "+PONG\r\n", "HTTP/1.1 400 Bad Request\r\n");
    plain.copy(both.client.prepare_input().data(), plain.size());
    both.client.commit_input(plain.size());

    const auto shaken = both.client.handshake();

    REQUIRE_FALSE(shaken);
    CHECK(shaken.error() == errc::tls_failed);
    CHECK(shaken.error().text() == "the server does not speak TLS");
}

TEST_CASE("tls_session: the end of the stream during the handshake is a lost connection", "[transport]") {
    both_sides both;
    CHECK(both.client.handshake() == false);
    both.client.end_input();

    const auto shaken = both.client.handshake();

    REQUIRE_FALSE(shaken);
    CHECK(shaken.error() == errc::connection_lost);
    CHECK(shaken.error().text() == "the server closed the connection during the TLS handshake");
}

TEST_CASE("tls_session: the handshake sends host names, not addresses", "[transport]") {
    const auto [name, expected] = GENERATE(table<const char*, const char*>({{"localhost", "localhost"},
                                                                         {"localhost.", "localhost"},
                                                                         {"127.0.0.1", ""},
                                                                         {"::1", ""},
                                                                         {"fe80::1%eth0", ""}}));
    both_sides both(0, name);
    static_cast<void>(both.handshake());
    const char* seen = ::SSL_get_servername(both.server(), TLSEXT_NAMETYPE_host_name);
    CHECK(std::string(seen ? seen : "") == expected);
}

TEST_CASE("tls_session: a name that cannot be verified is an error", "[transport]") {
    shared_tls_context shared;
    SSL_CTX* context = *shared.get(client_settings());
    CHECK(tls_session::make(context, verification::full, "").error() == errc::invalid_argument);
    CHECK(tls_session::make(context, verification::full, std::string_view("a\0b", 3)).error() == errc::invalid_argument);
    CHECK(tls_session::make(context, verification::full, std::string(300, 'x')).error() == errc::invalid_argument);
    CHECK(tls_session::make(context, verification::certificate_only, ""));
}

TEST_CASE("tls_session: a default-constructed session is empty", "[transport]") {
    const tls_session none;
    CHECK(none.native() == nullptr);
}
