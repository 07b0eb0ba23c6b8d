// SPDX-License-Identifier: BSL-1.0
#include <hibana/auth/password_auth.hpp>
#include <hibana/connection/handshake.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;
using hibana::fate;
namespace cmd = hibana::cmd;

namespace {

struct pushed_cache {
    using plays = hibana::role::cache;
    static constexpr bool needs_pushes = true;
    void invalidate(std::string_view) {}
    void clear() {}
};

// The result of GET k with this script.
template <class... Policy, class... Object> auto get_over(const scripted_server& server, Object... object) {
    client<Policy..., Object...> db{server.transport(), object...};
    return db(cmd::get("k"));
}

}  // namespace

TEST_CASE("handshake: all requests are sent in one write", "[connection]") {
    const std::string all = words("HELLO 3 AUTH ann secret SETNAME worker") + introduction() +
                            words("SELECT 4");
    auto server = script().expect(all).answer(hello_reply() + "+OK\r\n+OK\r\n+OK\r\n").expect(words("GET k")).answer(bulk("v")).serve();

    const auto value = get_over(server, hibana::password_auth{.user = "ann", .password = "secret"},
                                hibana::session_settings{.database = 4, .client_name = "worker"});

    REQUIRE(value);
    CHECK(*value == "v");
    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("handshake: a server without SETINFO is accepted", "[connection]") {
    auto server = script()
                      .expect(words("HELLO 3") + introduction())
                      .answer(hello_reply() + "-ERR Unknown subcommand or wrong number of arguments for 'setinfo'\r\n"
                                              "-ERR Unknown subcommand or wrong number of arguments for 'setinfo'\r\n")
                      .expect(words("GET k"))
                      .answer("_\r\n")
                      .serve();

    const auto value = get_over(server);

    REQUIRE(value);
    CHECK(*value == std::nullopt);
    CHECK(server.is_complete());
}

TEST_CASE("handshake: if HELLO is unknown, the same connection continues with RESP2", "[connection]") {
    const auto unknown = GENERATE("-ERR unknown command `HELLO`, with args beginning with: `3`\r\n",
                                  "-NOPROTO unsupported protocol version\r\n");
    auto server = script()
                      .expect(words("HELLO 3 AUTH default secret SETNAME me") + words("SELECT 2"))
                      .answer(unknown + std::string("-NOAUTH Authentication required.\r\n"))
                      .expect(words("AUTH secret") + words("CLIENT SETNAME me") + words("SELECT 2"))
                      .answer("+OK\r\n+OK\r\n+OK\r\n")
                      .expect(words("GET k"))
                      .answer("$-1\r\n")
                      .serve();

    const auto value = get_over(server, hibana::password_auth{.password = "secret"},
                                unnamed({.database = 2, .client_name = "me"}));

    REQUIRE(value);
    CHECK(*value == std::nullopt);
    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("handshake: a policy that needs pushes requires RESP3", "[connection]") {
    auto server = script()
                      .expect(words("HELLO 3") + words("CLIENT TRACKING ON"))
                      .answer("-ERR unknown command 'HELLO'\r\n-ERR unknown subcommand\r\n")
                      .serve();

    const auto value = get_over<pushed_cache>(server, unnamed(), hibana::no_retry{});

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::not_supported);
    CHECK(value.error().fate() == fate::not_sent);
    CHECK(value.error().message().find("RESP3 pushes") != std::string::npos);
}

TEST_CASE("handshake: resp2_parser does not send HELLO", "[connection]") {
    auto server = script()
                      .expect(words("AUTH ann secret") + words("SELECT 1"))
                      .answer("+OK\r\n+OK\r\n")
                      .expect(words("GET k"))
                      .answer(bulk("v"))
                      .serve();

    const auto value = get_over<hibana::resp2_parser>(server, hibana::password_auth{.user = "ann", .password = "secret"},
                                                      unnamed({.database = 1}));

    REQUIRE(value);
    CHECK(*value == "v");
    CHECK(server.is_complete());
}

TEST_CASE("handshake: a wrong password is sent once, and no command is sent", "[connection]") {
    auto server = script()
                      .expect(words("HELLO 3 AUTH ann wrong"))
                      .answer("-WRONGPASS invalid username-password pair or user is disabled.\r\n")
                      .serve();

    const auto value = get_over(server, hibana::password_auth{.user = "ann", .password = "wrong"}, unnamed());

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::wrong_password);
    CHECK(value.error().fate() == fate::not_sent);
    CHECK(value.error().command() == "GET");
    CHECK(value.error().handshake_step() == "HELLO");
    CHECK(value.error().message().find("wrong'") == std::string::npos);
    CHECK(server.connections() == 1);
    CHECK(server.open_connections() == 0);
}

TEST_CASE("handshake: the bytes that contain the password are overwritten", "[connection]") {
    const std::string password(5000, 'p');
    hibana::session_settings settings{.client_name = std::string(3000, 'n')};
    const hibana::credentials login("ann", password);
    hibana::detail::handshake_request request(3, &login, {.client_name = settings.client_name, .library_name = settings.library_name, .library_version = settings.library_version, .tracking = true});
    const std::string_view bytes = request.bytes();
    CHECK(bytes.find(password) != std::string_view::npos);
    CHECK(request.size() == 4);

    request.erase();

    CHECK(bytes == std::string(bytes.size(), '\0'));
    CHECK(request.bytes().data() == bytes.data());
}

TEST_CASE("handshake: the error of an invalid database names the command, SELECT and the endpoint", "[connection]") {
    auto server = script()
                      .expect(words("HELLO 3") + words("SELECT 99"))
                      .answer(hello_reply() + "-ERR DB index is out of range\r\n")
                      .serve();

    const auto value = get_over(server, unnamed({.database = 99}));

    REQUIRE_FALSE(value);
    CHECK(value.error().message() == "GET on in-memory:6379: while connecting (SELECT): ERR DB index is out of range (the command was not sent)");
}

TEST_CASE("handshake: a peer that is not a Redis server is reported with its first bytes", "[connection]") {
    const auto [reply, shown] = GENERATE(table<std::string, std::string>({
        {"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1.1 400 Bad Request"},
        {std::string("\x15\x03\x01\x00\x02\x02\x46", 7), "TLS"},
        {"220 mail.example.com ESMTP\r\n", "220 mail.example.com"},
    }));
    auto server = script().expect(words("HELLO 3")).answer(reply).serve();

    const auto value = get_over(server, unnamed(), hibana::no_retry{});

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::not_a_redis_server);
    CHECK_THAT(value.error().message(), Catch::Contains(shown));
    CHECK(server.open_connections() == 0);
}

TEST_CASE("handshake: a late reply to an optional request is not taken for the reply to a command", "[connection]") {
    auto server = script()
                      .expect(words("HELLO 3") + introduction())
                      .answer(hello_reply())
                      .delay(6s)
                      .answer("+OK\r\n")
                      .serve();

    client<hibana::no_retry> db{server.transport()};
    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::timeout);
    CHECK(value.error().fate() == fate::not_sent);
    CHECK(server.open_connections() == 0);
}

TEST_CASE("handshake: after a failure at any step no connection is open and the command is not sent", "[connection]") {
    const auto story = script()
                           .expect(words("HELLO 3 AUTH ann secret") + words("SELECT 4"))
                           .answer(hello_reply() + "+OK\r\n")
                           .max_read_size(40);

    story.for_each_failure([&](scripted_server& server) {
        client<hibana::no_retry, hibana::password_auth> db{
            server.transport(), hibana::password_auth{.user = "ann", .password = "secret"}, unnamed({.database = 4})};
        auto pinned = db.pin();
        if (!server.failure()) {
            CHECK(pinned);
            CHECK(server.is_complete());
            return;
        }
        INFO(server.failure()->text());
        REQUIRE(server.has_failed());
        const auto value = pinned(cmd::get("k"));
        REQUIRE_FALSE(value);
        CHECK(value.error().fate() == fate::not_sent);
        CHECK(server.open_connections() == 0);
    });
}
