// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/batch.hpp>
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/protocol/resp2_parser.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

std::string key(int n) { return "key:" + std::to_string(n); }
std::string text(int n) { return "value of " + std::to_string(n); }

using get_batch = batch<decltype(cmd::get(std::string_view()))::reply>;
using incr_batch = batch<decltype(cmd::incr("n"))::reply>;

template <class Client> void check_batches(Client& db, int size) {
    CAPTURE(size);
    batch<decltype(cmd::set("k", "v"))::reply> sets;
    get_batch gets;
    for (int n = 0; n != size; ++n) {
        sets.add(cmd::set(key(n), text(n)));
        gets.add(cmd::get(key(n)));
    }

    CHECK(db(sets).size() == static_cast<std::size_t>(size));
    const auto values = db(gets);

    REQUIRE(values.size() == static_cast<std::size_t>(size));
    bool in_order = true;
    for (int n = 0; n != size; ++n) in_order = in_order && values[static_cast<std::size_t>(n)] == text(n);
    CHECK(in_order);
}

}  // namespace

TEST_CASE("batch: each of 100, 1000 and 10000 requests gets its own reply", "[live]") {
    const test::server server;
    client three{live::at(server)};
    client two{live::at(server), resp2_parser{}};

    for (const int size : {1, 100, 1000, 10'000}) {
        check_batches(three, size);
        check_batches(two, size);
    }
}

TEST_CASE("batch: an error of one request does not affect the others", "[live]") {
    const test::server server;
    client db{live::at(server)};
    db(cmd::rpush("list", "x"));
    incr_batch all;
    for (int n = 0; n != 1000; ++n) all.add(cmd::incr(n == 500 ? "list" : "n"));

    const auto outcomes = db.results(all);

    REQUIRE(outcomes.size() == 1000);
    for (std::size_t n = 0; n != outcomes.size(); ++n) {
        if (n == 500) CHECK(outcomes[n].error().condition() == errc::wrong_type);
        else if (outcomes[n].value() != static_cast<std::int64_t>(n < 500 ? n + 1 : n)) FAIL("reply " << n << " is that of another");
    }
    CHECK_THROWS_AS(db(all), wrong_type_error);
    CHECK(db(cmd::get("n")) == "1998");
}

TEST_CASE("batch: requests and replies larger than all system buffers are transferred", "[live]") {
    const test::server server({.tcp = true});
    client db{live::at_port(server)};
    const std::string large(100'000, 'x');
    batch<decltype(cmd::echo(""))::reply> echoes;
    for (int n = 0; n != 300; ++n) echoes.add(cmd::echo(large + std::to_string(n)));

    const auto replies = db.within(60s)(echoes);

    REQUIRE(replies.size() == 300);
    for (std::size_t n = 0; n != replies.size(); ++n)
        if (replies[n] != large + std::to_string(n)) FAIL("reply " << n << " is that of another");
}

TEST_CASE("batch: after a disconnect received replies are kept, and the fate of the others is unknown", "[live]") {
    const test::server server;
    client db{live::at(server), return_errors{}};
    const auto self = db(cmd::client::id()).value();
    incr_batch all;
    for (int n = 0; n != 10; ++n) all.add(cmd::incr("n"));
    all.add(cmd::client::kill(opt::id(self), opt::skipme(opt::no)));
    for (int n = 0; n != 10; ++n) all.add(cmd::incr("n"));

    const auto outcomes = db.results(all);

    REQUIRE(outcomes.size() == 21);
    for (std::size_t n = 0; n != 10; ++n) CHECK(outcomes[n].value() == static_cast<std::int64_t>(n + 1));
    for (std::size_t n = 11; n != 21; ++n) {
        REQUIRE_FALSE(outcomes[n]);
        CHECK(outcomes[n].error().condition() == errc::connection_lost);
        CHECK(outcomes[n].error().fate() == fate::unknown);
        CHECK_THAT(outcomes[n].error().message(), Catch::StartsWith("INCR on " + live::name_of(server) + ": "));
    }
    CHECK(db(cmd::get("n")).value() == "10");
}

TEST_CASE("batch: after a disconnect during the write received replies are kept", "[live]") {
    const test::server server({.tcp = true});
    const auto check = [&](auto& db) {
        const auto self = db(cmd::client::id()).value();
        const std::string large(1'000'000, 'x');
        incr_batch all;
        for (int n = 0; n != 10; ++n) all.add(cmd::incr("n"));
        all.add(cmd::client::kill(opt::id(self), opt::skipme(opt::no)));
        for (int n = 0; n != 50; ++n) all.add(cmd::append("large", large));

        const auto outcomes = db.results(all);

        for (std::size_t n = 0; n != 10; ++n) CHECK(outcomes[n]);
        CHECK(outcomes.back().error().fate() == fate::unknown);
        CHECK(outcomes.back().error().condition() == errc::connection_lost);
        CHECK(db(cmd::strlen("large")).value() == 0);
    };

    client by_socket{live::at(server), return_errors{}};
    check(by_socket);
    client by_port{live::at_port(server), return_errors{}};
    check(by_port);
}

TEST_CASE("batch: each request extends the timeout by its block time, and errors have its name", "[live]") {
    const test::server server;
    client db{live::at(server), session_settings{.command_timeout = 400ms}, return_errors{}};
    REQUIRE(db(cmd::set("text", "x")));
    batch pops(cmd::blpop("none", 300ms));
    pops.add(cmd::blpop("none", 300ms)).add(cmd::brpop("text", 300ms));

    const auto outcomes = db(pops);

    REQUIRE(outcomes.size() == 3);
    CHECK(outcomes[0].value() == std::nullopt);
    CHECK(outcomes[1].value() == std::nullopt);
    CHECK(outcomes[2].error().condition() == errc::wrong_type);
    CHECK(outcomes[2].error().command() == "BRPOP");
}

TEST_CASE("batch: a compile-time pipeline has a type for each reply", "[live]") {
    const test::server server;
    client db{live::at(server)};

    auto [done, value, missing, count, items] =
        db(cmd::set("k", 7), cmd::get("k").as<int>(), cmd::get("none"), cmd::rpush("l", 1, 2), cmd::lrange("l", 0, -1).as<std::vector<int>>());

    STATIC_REQUIRE(std::is_same_v<decltype(value), int>);
    CHECK(value == 7);
    CHECK(missing == std::nullopt);
    CHECK(count == 2);
    CHECK(items == std::vector<int>{1, 2});
    static_cast<void>(done);
}
