// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/tls_stream.hpp>

#include <hibana/execution/blocking.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/transport/in_memory_transport.hpp>
#include <hibana/transport/tls_transport.hpp>

#include "catch.hpp"
#include "transport/forge.hpp"
#include "transport/tls_server.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::test::authority;
using hibana::test::forged;
using hibana::test::tls_server;

namespace {

deadline in(duration length) {
    monotonic_clock clock;
    return deadline::after(length, clock.now());
}

const forged& certificate() {
    static const forged made({}, &authority());
    return made;
}

tls_stream<blocking> connect(const tls_server& server) {
    blocking execution;
    const tls_transport transport{.host = "localhost", .port = server.endpoint().port(), .ca_data = authority().certificate_text()};
    auto opened = transport.open(execution, transport.endpoint(), in(20s)).get();
    if (!opened) FAIL(opened.error().message());
    return std::move(*opened);
}

void say(SSL* ssl, std::string_view text) {
    ::SSL_write(ssl, text.data(), static_cast<int>(text.size()));
}

}  // namespace

TEST_CASE("tls_stream: a truncated reply is an error", "[transport]") {
    const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    tls_server server({.certificate = &certificate(), .lowest = version, .highest = version, .talk = [](SSL* ssl) {
                           char question[4];
                           ::SSL_read(ssl, question, sizeof question);
                           say(ssl, "$100\r\nhalf of it");
                       }});
    auto stream = connect(server);
    auto until = in(20s);
    REQUIRE(stream.write("GET ", until).get());

    std::string reply;
    result<std::size_t> some;
    char into[4];
    while ((some = stream.read_some(into, until).get())) reply.append(into, *some);

    CHECK(reply == "$100\r\nhalf of it");
    CHECK(some.error() == errc::connection_lost);
    CHECK(some.error().fate() == fate::unknown);
    CHECK(some.error().text() == "the connection ended without a TLS close_notify alert");
    CHECK(stream.read_some(into, until).get().error() == errc::connection_lost);
}

TEST_CASE("tls_stream: a close by the server is reported", "[transport]") {
    tls_server server({.certificate = &certificate(), .talk = [](SSL* ssl) { ::SSL_shutdown(ssl); }});
    auto stream = connect(server);
    auto until = in(20s);
    char into[4];

    const auto some = stream.read_some(into, until).get();

    REQUIRE_FALSE(some);
    CHECK(some.error() == errc::connection_lost);
    CHECK(some.error().text() == "the server closed the connection");
    CHECK(stream.is_readable());
}

TEST_CASE("tls_stream: a reset by the server is reported", "[transport]") {
    tls_server server({.certificate = &certificate(), .talk = [](SSL* ssl) {
                           const linger at_once{1, 0};
                           ::setsockopt(::SSL_get_fd(ssl), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
                       }});
    auto stream = connect(server);
    auto until = in(20s);
    char into[4];

    const auto some = stream.read_some(into, until).get();

    REQUIRE_FALSE(some);
    CHECK(some.error() == errc::connection_lost);
    CHECK(some.error().cause() == std::errc::connection_reset);
}

TEST_CASE("tls_stream: 32 MiB are echoed unchanged", "[transport]") {
    const std::string sent = [] {
        std::string bytes(32 << 20, '\0');
        std::uint32_t state = 1;
        for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
        return bytes;
    }();
    std::string arrived;
    tls_server server({.certificate = &certificate(), .talk = [&](SSL* ssl) {
                           char bytes[16384];
                           while (arrived.size() < sent.size()) {
                               const int size = ::SSL_read(ssl, bytes, sizeof bytes);
                               if (size <= 0) return;
                               arrived.append(bytes, static_cast<std::size_t>(size));
                           }
                           say(ssl, arrived);
                       }});
    auto stream = connect(server);
    const auto has_deadline = GENERATE(true, false);
    auto until = has_deadline ? in(300s) : deadline::never();

    REQUIRE(stream.write(sent, until).get());
    std::string returned(sent.size(), '\0');
    std::size_t filled = 0;
    while (filled < returned.size()) {
        const auto some = stream.read_some(std::span(returned).subspan(filled), until).get();
        if (!some) FAIL(some.error().message());
        filled += *some;
    }
    server.finish();

    CHECK((arrived == sent));
    CHECK((returned == sent));
}

TEST_CASE("tls_stream: a read ends at its deadline, and the stream can still be read", "[transport]") {
    test::descriptor release[2];
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    release[0] = test::descriptor(ends[0]);
    release[1] = test::descriptor(ends[1]);
    tls_server server({.certificate = &certificate(), .talk = [&](SSL* ssl) {
                           char go;
                           if (::read(*release[0], &go, 1) == 1) say(ssl, "late");
                           ::SSL_read(ssl, &go, 1);
                       }});
    auto stream = connect(server);
    char into[16];

    auto until = in(10ms);
    const auto early = stream.read_some(into, until).get();
    REQUIRE_FALSE(early);
    CHECK(early.error() == errc::timeout);
    CHECK(early.error().fate() == fate::unknown);

    REQUIRE(::write(*release[1], "x", 1) == 1);
    until = in(20s);
    const auto late = stream.read_some(into, until).get();
    REQUIRE(late);
    CHECK(std::string_view(into, *late) == "late");
    stream.close();
}

TEST_CASE("tls_stream: a blocked write ends at its deadline with the fate unknown", "[transport]") {
    test::descriptor release[2];
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    release[0] = test::descriptor(ends[0]);
    release[1] = test::descriptor(ends[1]);
    tls_server server({.certificate = &certificate(), .talk = [&](SSL*) {
                           char go;
                           if (::read(*release[0], &go, 1) != 1) ::abort();
                       }});
    auto stream = connect(server);
    auto until = in(50ms);

    const auto written = stream.write(std::string(64 << 20, 'x'), until).get();

    REQUIRE_FALSE(written);
    CHECK(written.error() == errc::timeout);
    CHECK(written.error().fate() == fate::unknown);
    REQUIRE(::write(*release[1], "x", 1) == 1);
}

TEST_CASE("tls_stream: a write to a closed connection raises no signal", "[transport]") {
    ::signal(SIGPIPE, SIG_DFL);
    tls_server server({.certificate = &certificate(), .talk = [](SSL*) {}});
    auto stream = connect(server);
    server.finish();
    auto until = in(20s);

    result<void> written;
    for (int time = 0; time < 100 && written; ++time) written = stream.write("x", until).get();
    stream.close();

    REQUIRE_FALSE(written);
    CHECK(written.error() == errc::connection_lost);
    CHECK(written.error().fate() == fate::not_sent);
}

TEST_CASE("tls_stream: is readable with received bytes, decrypted or not", "[transport]") {
    tls_server server({.certificate = &certificate()});
    auto stream = connect(server);
    auto until = in(20s);
    char into[2];
    CHECK_FALSE(stream.is_readable());

    REQUIRE(stream.write("four", until).get());
    REQUIRE(stream.read_some(into, until).get());
    CHECK(stream.is_readable());
    REQUIRE(stream.read_some(into, until).get());
    CHECK_FALSE(stream.is_readable());
    stream.close();
}

TEST_CASE("tls_stream: close sends close_notify, close_after_fork does not", "[transport]") {
    const bool in_order = GENERATE(true, false);
    tls_server server({.certificate = &certificate()});
    auto stream = connect(server);
    auto until = in(20s);
    char into[2];

    if (in_order) stream.close();
    else stream.close_after_fork();
    server.finish();

    CHECK(server.was_closed_in_order() == in_order);
    CHECK_FALSE(stream.is_open());
    CHECK(stream.write("x", until).get().error() == errc::connection_closed);
    CHECK(stream.read_some(into, until).get().error() == errc::connection_closed);
    stream.close();
}

TEST_CASE("tls_stream: a default-constructed stream is closed", "[transport]") {
    tls_stream<blocking> none;
    auto until = deadline::never();
    char into[2];
    CHECK_FALSE(none.is_open());
    CHECK(none.write("x", until).get().error() == errc::connection_closed);
    CHECK(none.read_some(into, until).get().error() == errc::connection_closed);
    none.close();
    none.close_after_fork();
}

TEST_CASE("tls_stream: another thread can interrupt a read", "[transport]") {
    tls_server server({.certificate = &certificate()});
    auto stream = connect(server);
    auto until = deadline::never();
    char into[2];

    std::thread other([&] { stream.interrupt(); });
    const auto some = stream.read_some(into, until).get();
    other.join();

    REQUIRE_FALSE(some);
    CHECK(some.error() == errc::connection_lost);
}

namespace {

using clocked = basic_blocking<testing::manual_clock>;

/// An in-memory TLS server that echoes every byte.
class secret_echo : public in_memory_server {
public:
    secret_echo() : context_(test::server_context({.certificate = &certificate()})) {}
    result<std::unique_ptr<in_memory_connection>> accept(const endpoint&, time_point) override {
        return std::unique_ptr<in_memory_connection>(new connection(context_.get()));
    }

private:
    class connection : public in_memory_connection {
    public:
        explicit connection(SSL_CTX* context) : ssl_(::SSL_new(context), &::SSL_free) {
            ::SSL_set_bio(ssl_.get(), ::BIO_new(::BIO_s_mem()), ::BIO_new(::BIO_s_mem()));
            ::SSL_set_accept_state(ssl_.get());
        }
        result<void> receive(std::string_view bytes, time_point) override {
            ::BIO_write(::SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(bytes.size()));
            char plain[4096];
            for (int size; (size = ::SSL_read(ssl_.get(), plain, sizeof plain)) > 0;) ::SSL_write(ssl_.get(), plain, size);
            return {};
        }
        result<std::size_t> send(std::span<char> into, time_point) override {
            const int size = ::BIO_read(::SSL_get_wbio(ssl_.get()), into.data(), static_cast<int>(into.size()));
            return size > 0 ? static_cast<std::size_t>(size) : std::size_t(0);
        }
        time_point sends_at() override {
            return ::BIO_ctrl_pending(::SSL_get_wbio(ssl_.get())) != 0 ? time_point::min() : time_point::max();
        }

    private:
        std::unique_ptr<SSL, decltype(&::SSL_free)> ssl_;
    };

    std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> context_;
};

}  // namespace

TEST_CASE("tls_stream: works over any stream, for example in memory", "[transport]") {
    clocked execution;
    const in_memory_transport below{std::make_shared<secret_echo>()};
    auto plain = below.open(execution, below.endpoint(), deadline::never()).get();
    REQUIRE(plain);
    const tls_transport rules{.ca_data = authority().certificate_text()};
    auto session = tls_session::make(*rules.context.get(rules), rules.verify, "localhost");
    REQUIRE(session);
    tls_stream<clocked, in_memory_stream<clocked>> stream(std::move(*plain), std::move(*session));
    auto until = deadline::after(5s, execution.now());

    REQUIRE(stream.handshake(until).get());
    REQUIRE(stream.write("ping", until).get());
    char into[16];
    const auto answer = stream.read_some(into, until).get();

    REQUIRE(answer);
    CHECK(std::string_view(into, *answer) == "ping");
    const auto silence = stream.read_some(into, until).get();
    REQUIRE_FALSE(silence);
    CHECK(silence.error() == errc::timeout);
    CHECK(execution.now() == until.time());
}
