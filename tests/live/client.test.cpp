// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/set.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/command/string.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/transport/tls_transport.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"
#include "transport/listener.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

using texts = std::vector<std::string>;

// Calls with every kind of reply, which do not depend on the transport.
template <class Client> void check_every_kind_of_reply(Client& db) {
    db(cmd::set("greeting", "hello", opt::ex(60s)));
    CHECK(db(cmd::get("greeting")) == "hello");
    CHECK(db(cmd::get("missing")) == std::nullopt);
    CHECK(db(cmd::set("greeting", "again", opt::nx)) == false);
    CHECK(db(cmd::set("greeting", "again", opt::get)) == "hello");
    CHECK(db(cmd::append("greeting", "")) == 5);

    CHECK(db(cmd::rpush("list", "a", "b", "")) == 3);
    CHECK(db(cmd::lrange("list", 0, -1)) == texts{"a", "b", ""});
    CHECK(db(cmd::lpop("list", 2)) == texts{"a", "b"});
    CHECK(db(cmd::lpop("no-list", 2)) == std::nullopt);

    CHECK(db(cmd::hset("hash", "whole", 1, "part", 2.5)) == 2);
    CHECK(db(cmd::hgetall("hash")) == std::vector<std::pair<std::string, std::string>>{{"whole", "1"}, {"part", "2.5"}});
    CHECK(db(cmd::hmget("hash", "part", "none").template as<std::vector<std::optional<double>>>()) == std::vector<std::optional<double>>{2.5, std::nullopt});
    CHECK(db(cmd::hincrbyfloat("hash", "part", 0.25)) == 2.75);

    CHECK(db(cmd::sadd("set", "x", "y", "x")) == 2);
    CHECK(db(cmd::smembers("set").template as<std::set<std::string>>()) == std::set<std::string>{"x", "y"});
    CHECK(db(cmd::sismember("set", "x")) == true);

    CHECK(db(cmd::zadd("board", 1.5, "ann", -2, "bob")) == 2);
    CHECK(db(cmd::zrange("board", 0, -1, opt::withscores)) == std::vector<std::pair<std::string, double>>{{"bob", -2}, {"ann", 1.5}});
    CHECK(db(cmd::zscore("board", "nobody")) == std::nullopt);

    auto [hits, items, pong] = db(cmd::incr("hits"), cmd::lrange("list", 0, -1), cmd::ping());
    CHECK(hits == 1);
    CHECK(items == texts{""});
    CHECK(pong == "PONG");
    auto [again, greeting] = db(multi(cmd::incr("hits"), cmd::get("greeting")));
    CHECK(again == 2);
    CHECK(greeting == "again");

    CHECK(db.results(cmd::incr("list")).error().condition() == errc::wrong_type);
    CHECK(db(cmd::echo("still in step")) == "still in step");
}

bool has_ipv6() {
    const test::descriptor socket(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in6 loopback{};
    loopback.sin6_family = AF_INET6;
    loopback.sin6_addr = in6addr_loopback;
    return ::bind(*socket, reinterpret_cast<const sockaddr*>(&loopback), sizeof loopback) == 0;
}

}  // namespace

TEST_CASE("client: over a Unix socket every kind of reply is the same in RESP2 and RESP3", "[live]") {
    const test::server server;

    SECTION("RESP3") {
        client db{live::at(server)};
        check_every_kind_of_reply(db);
    }
    SECTION("RESP2") {
        client db{live::at(server), resp2_parser{}};
        check_every_kind_of_reply(db);
    }
}

TEST_CASE("client: over TCP every kind of reply is the same in RESP2 and RESP3", "[live]") {
    const test::server server({.tcp = true});

    SECTION("RESP3") {
        client db{live::at_port(server)};
        check_every_kind_of_reply(db);
    }
    SECTION("RESP2") {
        client db{live::at_port(server), resp2_parser{}};
        check_every_kind_of_reply(db);
    }
}

TEST_CASE("client: over TLS every kind of reply is the same in RESP2 and RESP3", "[live]") {
    const test::certificate_authority authority;
    const auto identity = authority.issue();
    const test::server server({.tls = test::tls_identity{identity.certificate, identity.key, authority.certificate()}});
    const tls_transport transport{.host = "localhost", .port = server.tls_port(), .ca_data = authority.certificate()};

    SECTION("RESP3") {
        client db{transport};
        check_every_kind_of_reply(db);
    }
    SECTION("RESP2") {
        client db{transport, resp2_parser{}};
        check_every_kind_of_reply(db);
    }
}

TEST_CASE("client: a numeric address and a name lead to the same server", "[live]") {
    const test::server server({.tcp = true});
    client{live::at_port(server)}(cmd::set("k", "v"));

    client db{tcp_transport{.host = "localhost", .port = server.port()}};

    CHECK(db(cmd::get("k")) == "v");
}

TEST_CASE("client: an IPv6 address is an address like any other", "[live]") {
    if (!has_ipv6()) SKIP_TEST("this machine has no ::1");
    const test::server server({.tcp = true, .settings = {"bind ::1"}});

    client db{tcp_transport{.host = "::1", .port = server.port()}};
    db(cmd::set("k", "v"));

    CHECK(db(cmd::get("k")) == "v");
    CHECK_THAT(db.results(cmd::incr("k")).error().message(), Catch::Contains(" on [::1]:" + std::to_string(server.port())));
}

TEST_CASE("client: the next command after close() opens a connection", "[live]") {
    const test::server server;
    client db{live::at(server)};
    const auto first = db(cmd::client::id());

    db.close();

    CHECK(db(cmd::client::id()) > first);
}
