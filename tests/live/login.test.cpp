// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/string.hpp>
#include <hibana/connection/from_url.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/protocol/resp2_parser.hpp>

#include "catch.hpp"
#include "live/async.hpp"
#include "live/live.hpp"

#include <string>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

// Users that the tests log in as, on a server whose user "default" has a password.
test::server_options with_users() {
    return {.tcp = true, .password = "p@ss/w:rd", .settings = {"user ann on >ann?s ~* &* +@all", "user reader on >r ~* &* -@all +@read +@connection"}};
}

template <class Client> std::string info_of(Client& db) { return db(cmd::client::info().template as<std::string>()); }

}  // namespace

TEST_CASE("login: a password lets the user \"default\" in, over RESP2 and RESP3", "[live]") {
    const test::server server(with_users());
    const password_auth auth{.password = "p@ss/w:rd"};

    SECTION("RESP3") {
        client db{live::at(server), auth};
        CHECK(live::field(info_of(db), "user") == "default");
        CHECK(live::field(info_of(db), "resp") == "3");
    }
    SECTION("RESP2") {
        client db{live::at(server), auth, resp2_parser{}};
        CHECK(live::field(info_of(db), "user") == "default");
        CHECK(live::field(info_of(db), "resp") == "2");
    }
}

TEST_CASE("login: an ACL user has the rights of that user and no others", "[live]") {
    const test::server server(with_users());
    client db{live::at(server), password_auth{.user = "reader", .password = "r"}};

    CHECK(live::field(info_of(db), "user") == "reader");
    CHECK(db(cmd::get("k")) == std::nullopt);
    const auto refused = db.results(cmd::set("k", "v"));

    REQUIRE_FALSE(refused);
    CHECK(refused.error().condition() == errc::no_permission);
    CHECK(refused.error().executed() == tristate::no);
    CHECK(refused.error().command() == "SET");
    CHECK(db(cmd::get("k")) == std::nullopt);
}

TEST_CASE("login: a wrong password is an authentication error that shows neither password nor user", "[live]") {
    const test::server server(with_users());
    const password_auth auth{.user = "ann", .password = "not her password"};

    const auto check = [&](const auto& value) {
        REQUIRE_FALSE(value);
        CHECK(value.error().condition() == errc::wrong_password);
        CHECK(value.error().fate() == fate::not_sent);
        CHECK_THAT(value.error().message(), Catch::Contains(live::name_of(server)) && !Catch::Contains("not her password"));
    };
    client three{live::at(server), auth, return_errors{}};
    check(three(cmd::get("k")));
    client two{live::at(server), auth, return_errors{}, resp2_parser{}};
    check(two(cmd::get("k")));
    client throwing{live::at(server), auth};
    CHECK_THROWS_AS(throwing(cmd::get("k")), authentication_error);
    CHECK_THROWS_AS(throwing(cmd::get("k")), authentication_error);
}

TEST_CASE("login: without a password the server's error is returned, and nothing more is sent", "[live]") {
    const test::server server(with_users());
    client db{live::at(server), return_errors{}};

    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::no_auth);
    CHECK(value.error().executed() == tristate::no);
    CHECK_THAT(value.error().message(), Catch::Contains(live::name_of(server)));
}

TEST_CASE("login: the asynchronous client reports an invalid password or database, and stays usable", "[live]") {
    const test::server server(with_users());
    client admin{live::at(server), password_auth{.password = "p@ss/w:rd"}};
    asio::io_context loop;
    async_client db{loop, live::at(server), password_auth{.user = "eve", .password = "later"}, return_errors{}};
    async_client throwing{loop, live::at(server), password_auth{.user = "eve", .password = "later"}};
    async_client nowhere{loop, live::at(server), password_auth{.password = "p@ss/w:rd"}, session_settings{.database = 999}, return_errors{}};
    const auto note = [](error& into) { return [&into](result<std::optional<std::string>> value) { into = value ? error() : value.error(); }; };
    error refused, out_of_range;
    bool is_thrown = false;

    db(cmd::get("k"), note(refused));
    nowhere(cmd::get("k"), note(out_of_range));
    throwing(cmd::get("k"), [&](std::exception_ptr thrown, auto) {
        REQUIRE(thrown);
        CHECK_THROWS_AS(std::rethrow_exception(thrown), authentication_error);
        is_thrown = true;
    });
    live::drain(loop);

    CHECK(is_thrown);
    for (const error& one : {refused, out_of_range}) {
        CHECK(one.fate() == fate::not_sent);
        CHECK_THAT(one.message(), Catch::StartsWith("GET on " + live::name_of(server) + ": while connecting (") && !Catch::Contains("later"));
    }
    CHECK(refused == errc::wrong_password);
    CHECK(refused.handshake_step() == "HELLO");
    CHECK(out_of_range.handshake_step() == "SELECT");

    admin(any_request("ACL SETUSER", "eve", "on", ">later", "~*", "&*", "+@all"));
    db(cmd::get("k"), note(refused));
    live::drain(loop);
    CHECK_FALSE(refused);
}

TEST_CASE("login: the client is usable as soon as the server knows the password", "[live]") {
    const test::server server(with_users());
    client admin{live::at(server), password_auth{.password = "p@ss/w:rd"}};
    client db{live::at(server), password_auth{.user = "bob", .password = "b"}, return_errors{}};
    REQUIRE(db(cmd::ping()).error().condition() == errc::wrong_password);

    admin(any_request("ACL SETUSER", "bob", "on", ">b", "~*", "&*", "+@all"));

    CHECK(db(cmd::ping()).value() == "PONG");
}

TEST_CASE("login: every connection works in the database of the settings", "[live]") {
    const test::server server;
    client zero{live::at(server)};
    client nine{live::at(server), session_settings{.database = 9}};
    client nine_in_two{live::at(server), session_settings{.database = 9}, resp2_parser{}};

    nine(cmd::set("k", "in nine"));

    CHECK(zero(cmd::get("k")) == std::nullopt);
    CHECK(nine_in_two(cmd::get("k")) == "in nine");
    live::kill_others(zero);
    CHECK(nine(cmd::get("k")) == "in nine");
    CHECK(live::field(info_of(nine), "db") == "9");
}

TEST_CASE("login: a missing database is an error that names it, and nothing is sent to another database", "[live]") {
    const test::server server({.settings = {"databases 4"}});
    client db{live::at(server), session_settings{.database = 4}, return_errors{}};

    const auto done = db(cmd::set("k", "v"));

    REQUIRE_FALSE(done);
    CHECK(done.error().fate() == fate::not_sent);
    CHECK_THAT(done.error().message(), Catch::Contains("SELECT") && Catch::Contains(live::name_of(server)) && Catch::Contains("out of range"));
    client zero{live::at(server)};
    CHECK(zero(cmd::get("k")) == std::nullopt);
}

TEST_CASE("login: the server has the names of the connection and of the library", "[live]") {
    const test::server server;

    const auto check = [&](auto& db) {
        const std::string info = info_of(db);
        CHECK(live::field(info, "name") == "billing-worker");
        if (test::release().at_least(7, 2, 7, 2)) {
            CHECK(live::field(info, "lib-name") == "hibana");
            CHECK(live::field(info, "lib-ver") == library_version);
        }
        client other{live::at(server)};
        CHECK_THAT(other(any_request("CLIENT LIST").as<std::string>()), Catch::Contains(" name=billing-worker "));
    };
    client three{live::at(server), session_settings{.client_name = "billing-worker"}};
    check(three);
    three.close();
    client two{live::at(server), session_settings{.client_name = "billing-worker"}, resp2_parser{}};
    check(two);
}

TEST_CASE("login: a custom library name is sent instead, and an empty one is not sent", "[live]") {
    if (!test::release().at_least(7, 2, 7, 2)) SKIP_TEST("CLIENT SETINFO is of Redis 7.2");
    const test::server server;

    client mine{live::at(server), session_settings{.library_name = "mine", .library_version = "1.2"}};
    client silent{live::at(server), session_settings{.library_name = ""}};

    CHECK(live::field(info_of(mine), "lib-name") == "mine");
    CHECK(live::field(info_of(mine), "lib-ver") == "1.2");
    CHECK(live::field(info_of(silent), "lib-name").empty());
}

TEST_CASE("login: a name that the server refuses is an error, not a connection without a name", "[live]") {
    const test::server server;
    client db{live::at(server), session_settings{.client_name = "two words"}, return_errors{}};

    const auto pong = db(cmd::ping());

    REQUIRE_FALSE(pong);
    CHECK(pong.error().fate() == fate::not_sent);
    CHECK_THAT(pong.error().message(), Catch::Contains("spaces"));
}

TEST_CASE("login: a redis:// URL sets host, port, user, password, database and name", "[live]") {
    const test::server server(with_users());
    const std::string where = "127.0.0.1:" + std::to_string(server.port());

    auto ann = from_url<client<password_auth>>("redis://ann:ann%3Fs@" + where + "/3?client_name=from-url");
    CHECK(live::field(info_of(ann), "user") == "ann");
    CHECK(live::field(info_of(ann), "db") == "3");
    CHECK(live::field(info_of(ann), "name") == "from-url");

    auto plain = from_url<client<password_auth, resp2_parser>>("redis://:p%40ss%2Fw%3Ard@" + where + "?protocol=2");
    CHECK(live::field(info_of(plain), "user") == "default");
    CHECK(live::field(info_of(plain), "resp") == "2");
}

TEST_CASE("login: a unix:// URL sets the path, user, password and database", "[live]") {
    const test::server server(with_users());

    auto db = from_url<client<password_auth, unix_transport>>("unix://ann:ann%3Fs@" + server.socket_path() + "?db=2");

    CHECK(live::field(info_of(db), "user") == "ann");
    CHECK(live::field(info_of(db), "db") == "2");
}

TEST_CASE("login: no error message contains the password of a URL", "[live]") {
    const test::server server(with_users());
    const std::string where = "127.0.0.1:" + std::to_string(server.port());

    auto db = from_url<client<password_auth, return_errors>>("redis://ann:hunter2@" + where);
    const auto pong = db(cmd::ping());

    REQUIRE_FALSE(pong);
    CHECK(pong.error().condition() == errc::wrong_password);
    CHECK_THAT(pong.error().message(), Catch::Contains(where) && !Catch::Contains("hunter2"));
}
