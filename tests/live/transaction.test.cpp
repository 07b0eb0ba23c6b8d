// SPDX-License-Identifier: BSL-1.0
#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/pool/blocking_connection_pool.hpp>
#include <hibana/pool/connection_pool.hpp>
#include <hibana/protocol/resp2_parser.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

template <class Client> void check_transactions(Client& db) {
    db(any_request("FLUSHALL"));
    auto [hits, greeting, items] = db(multi(cmd::incr("hits"), cmd::get("greeting"), cmd::lrange("list", 0, -1)));
    CHECK(hits == 1);
    CHECK(greeting == std::nullopt);
    CHECK(items.empty());

    db(cmd::set("text", "abc"));
    auto outcome = db.results(multi(cmd::incr("hits"), cmd::incr("text"), cmd::get("text")));
    REQUIRE(outcome);
    CHECK(std::get<0>(*outcome).value() == 2);
    CHECK(std::get<1>(*outcome).error().fate() == fate::answered);
    CHECK(std::get<2>(*outcome).value() == "abc");
    CHECK_THROWS_AS(db(multi(cmd::incr("hits"), cmd::incr("text"))), response_error);
    CHECK(db(cmd::get("hits")) == "3");
}

}  // namespace

TEST_CASE("transaction: the result is the tuple of its replies, over RESP2 and RESP3", "[live]") {
    const test::server server;
    client three{live::at(server)};
    check_transactions(three);
    client two{live::at(server), resp2_parser{}};
    check_transactions(two);
}

TEST_CASE("transaction: each of 500 commands has its own reply", "[live]") {
    const test::server server;
    client db{live::at(server)};

    for (int n = 0; n != 500; ++n) {
        auto [set, got, count] = db(multi(cmd::set("k", n), cmd::get("k").as<int>(), cmd::incr("n")));
        if (got != n || count != n + 1) FAIL("transaction " << n << " has the replies of another");
        static_cast<void>(set);
    }
}

TEST_CASE("transaction: a refused command aborts the transaction with the reason, and nothing is executed", "[live]") {
    const test::server server({.settings = {"maxmemory-policy noeviction"}});
    client db{live::at(server), return_errors{}};
    REQUIRE(db(cmd::set("k", "v")));
    REQUIRE(db(any_request("CONFIG SET", "maxmemory", 1)));

    const auto outcome = db(multi(cmd::get("k"), cmd::set("k", "w")));
    REQUIRE(db(any_request("CONFIG SET", "maxmemory", 0)));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::transaction_aborted);
    CHECK(outcome.error().executed() == tristate::no);
    CHECK_THAT(outcome.error().message(), Catch::StartsWith("EXEC on " + live::name_of(server)) && Catch::Contains("OOM"));
    CHECK(db(cmd::get("k")).value() == "v");
    CHECK_THROWS_AS(throw_error(outcome.error()), transaction_aborted_error);
}

TEST_CASE("transaction: without permission for MULTI, the error says that the commands were executed one by one", "[live]") {
    const test::server server({.settings = {"user half on nopass ~* &* +@all -multi"}});
    client db{live::at(server), password_auth{.user = "half", .password = "any"}, return_errors{}};

    const auto outcome = db(multi(cmd::set("k", "v"), cmd::get("k")));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().executed() == tristate::unknown);
    CHECK_THAT(outcome.error().message(), Catch::StartsWith("MULTI on ") && Catch::Contains("NOPERM") && Catch::Contains("one by one"));
    CHECK(db(cmd::get("k")).value() == "v");
}

TEST_CASE("transaction: no command of a user without permissions is executed", "[live]") {
    const test::server server({.password = "secret"});
    client db{live::at(server), return_errors{}, resp2_parser{}, session_settings{.library_name = ""}};

    const auto outcome = db(multi(cmd::set("k", "v")));

    REQUIRE_FALSE(outcome);
    CHECK_THAT(outcome.error().message(), Catch::Contains("NOAUTH"));
    CHECK(outcome.error().executed() == tristate::no);
}

TEST_CASE("transaction: a watched key that another client writes is a conflict, and nothing was executed", "[live]") {
    const test::server server;
    client db{live::at(server), return_errors{}};
    client other{live::at(server)};
    auto pinned = db.pin();
    REQUIRE(pinned(cmd::watch("k")));

    other(cmd::set("k", "other's"));
    const auto outcome = pinned(multi(cmd::set("k", "mine")));

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::watch_conflict);
    CHECK(outcome.error().executed() == tristate::no);
    CHECK_THROWS_AS(throw_error(outcome.error()), watch_error);
    CHECK(other(cmd::get("k")) == "other's");
    CHECK(pinned(multi(cmd::set("k", "mine"))));
    CHECK(other(cmd::get("k")) == "mine");
}

TEST_CASE("transaction: keys that are not watched, or no longer, cause no conflict", "[live]") {
    const test::server server;
    client db{live::at(server)};
    client other{live::at(server)};
    auto pinned = db.pin();

    pinned(cmd::watch("k"));
    other(cmd::set("another", "x"));
    pinned(multi(cmd::set("k", "1")));
    pinned(cmd::watch("k"));
    other(cmd::set("k", "2"));
    pinned(cmd::unwatch());
    pinned(multi(cmd::append("k", "3")));

    CHECK(other(cmd::get("k")) == "23");
}

TEST_CASE("transaction: watch() repeats the decision until there is no conflict", "[live]") {
    const test::server server;
    client db{live::at(server)};
    client other{live::at(server)};
    db(cmd::set("n", 1));
    int decisions = 0;

    auto [done, now] = db.watch(keys("n"), [&](auto& connection) {
        const int before = connection(cmd::get("n").as<int>());
        if (++decisions < 4) other(cmd::incr("n"));
        return multi(cmd::set("n", before * 10), cmd::get("n").as<int>());
    });

    CHECK(decisions == 4);
    CHECK(now == 40);
    static_cast<void>(done);
    CHECK_THROWS_AS(db.watch(
                        keys("n"),
                        [&](auto&) {
                            other(cmd::incr("n"));
                            return multi(cmd::set("n", 0));
                        },
                        3),
                    watch_error);
    CHECK(other(cmd::get("n")) == "43");
}

TEST_CASE("transaction: an exception of a decision is propagated, and no key stays watched", "[live]") {
    const test::server server;
    client db{live::at(server)};
    client other{live::at(server)};
    struct no_decision {};

    CHECK_THROWS_AS(db.watch(keys("k"), [](auto& connection) -> decltype(multi(cmd::get("k"))) {
        connection(cmd::get("k"));
        throw no_decision();
    }), no_decision);
    other(cmd::set("k", "other's"));

    auto [value] = db(multi(cmd::get("k")));
    CHECK(value == "other's");
}

TEST_CASE("transaction: a watching connection that is lost is not replaced", "[live]") {
    const test::server server;
    client db{live::at(server), return_errors{}};
    client admin{live::at(server)};
    {
        auto pinned = db.pin();
        REQUIRE(pinned(cmd::watch("k")));
        live::kill_others(admin);

        const auto outcome = pinned(multi(cmd::set("k", "v")));

        REQUIRE_FALSE(outcome);
        CHECK((outcome.error().condition() == errc::watch_lost || outcome.error().fate() == fate::unknown));
        CHECK(pinned(cmd::get("k")).error().condition() == errc::connection_lost);
    }
    CHECK(db(cmd::get("k")).value() == std::nullopt);
}

TEST_CASE("transaction: increments of 8 threads by watch() are all counted", "[live][threads]") {
    const test::server server;
    constexpr int thread_count = 8, each = 50;
    client db{live::at(server), blocking_connection_pool{.max_connections = thread_count}};
    db(cmd::set("n", 0));
    std::atomic<int> surprises = 0;

    std::vector<std::thread> threads;
    for (int thread = 0; thread != thread_count; ++thread)
        threads.emplace_back([&] {
            for (int done = 0; done != each;) {
                try {
                    db.watch(keys("n"), [](auto& connection) {
                        const int before = connection(cmd::get("n").as<int>());
                        return multi(cmd::set("n", before + 1));
                    });
                    ++done;
                } catch (const watch_error&) {  // the others were faster as often as it may be tried
                } catch (...) {
                    ++surprises;
                    return;
                }
            }
        });
    for (auto& thread : threads) thread.join();

    CHECK(surprises == 0);
    CHECK(db(cmd::get("n").as<int>()) == thread_count * each);
    const auto usage = db.connections().stats();
    CHECK(usage.idle == usage.open);
}

TEST_CASE("transaction: a state change of a pinned connection does not affect other callers", "[live]") {
    const test::server server;
    client db{live::at(server), connection_pool{.max_connections = 4}};
    db(cmd::set("k", "in zero"));
    {
        auto pinned = db.pin();
        pinned(cmd::select(3));
        pinned(cmd::set("k", "in three"));
        pinned(any_request("CLIENT SETNAME", "changed"));
        CHECK(db(cmd::get("k")) == "in zero");
        CHECK(pinned(cmd::get("k")) == "in three");
    }

    for (int n = 0; n != 10; ++n) CHECK(db(cmd::get("k")) == "in zero");
    CHECK_THAT(db(any_request("CLIENT LIST").as<std::string>()), !Catch::Contains("name=changed") && !Catch::Contains("db=3"));
    CHECK(db.connections().stats().idle == db.connections().stats().open);
}

TEST_CASE("transaction: a state change by a transaction does not affect other callers", "[live]") {
    const test::server server;
    client db{live::at(server)};
    db(cmd::set("k", "in zero"));

    db.pin()(multi(cmd::select(3), cmd::set("k", "in three")));
    CHECK(db(cmd::get("k")) == "in zero");
    db.pin()(multi(any_request("SELECT", 3)));
    CHECK(db(cmd::get("k")) == "in zero");
}

TEST_CASE("transaction: a single connection that was changed while it was pinned is opened again", "[live]") {
    const test::server server;
    client db{live::at(server), session_settings{.database = 1}};
    db(cmd::set("k", "in one"));
    {
        auto pinned = db.pin();
        pinned(any_request("SELECT", 2));
        CHECK(pinned(cmd::get("k")) == std::nullopt);
        CHECK(db.results(cmd::get("k")).error().condition() == errc::wrong_thread);
    }
    CHECK(db(cmd::get("k")) == "in one");
}

TEST_CASE("transaction: a pinned connection that was not changed is kept", "[live]") {
    const test::server server;
    client db{live::at(server)};
    const auto before = db(cmd::client::id());
    {
        auto pinned = db.pin();
        CHECK(pinned(cmd::client::id()) == before);
        pinned(cmd::watch("k"));
        pinned(multi(cmd::set("k", "v")));
    }
    CHECK(db(cmd::client::id()) == before);
}

TEST_CASE("transaction: a pinned connection that still watches is not reused by the next caller", "[live]") {
    const test::server server;
    client db{live::at(server)};
    client other{live::at(server)};
    db.pin()(cmd::watch("k"));

    other(cmd::set("k", "other's"));

    CHECK_NOTHROW(db(multi(cmd::set("k", "mine"))));
}

TEST_CASE("transaction: run-time requests that break a shared connection are refused before they are sent", "[live]") {
    const test::server server;
    client db{live::at(server), return_errors{}};
    REQUIRE(db(cmd::ping()));
    const auto before = db(cmd::client::id()).value();

    const std::vector<any_request> all{
        any_request("SUBSCRIBE", "c"), any_request("psubscribe", "*"), any_request("SSUBSCRIBE", "c"), any_request("MONITOR"),
        any_request("CLIENT REPLY", "OFF"), any_request("client", "reply", "skip"), any_request("SELECT", 1), any_request("QUIT"),
        any_request("RESET"), any_request("HELLO", 2), any_request("AUTH", "x"), any_request("MULTI"), any_request("WATCH", "k"),
        any_request("CLIENT TRACKING", "ON"), any_request("SYNC")};
    for (const auto& request : all) {
        const auto outcome = db(request);
        CAPTURE(std::string(request.name()));
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().condition() == errc::refused_command);
        CHECK(outcome.error().fate() == fate::not_sent);
        CHECK(outcome.error().command() == request.name());
    }
    for (const auto& request : all) CHECK(db(multi(cmd::get("k"), request)).error().condition() == errc::refused_command);
    CHECK(db(cmd::client::id()).value() == before);

    auto pinned = db.pin();
    for (const auto& request : {any_request("SUBSCRIBE", "c"), any_request("MONITOR"), any_request("CLIENT REPLY", "OFF")})
        CHECK(pinned(request).error().condition() == errc::refused_command);
    CHECK(pinned(any_request("SELECT", 1)));
    CHECK(pinned(cmd::echo("in step")).value() == "in step");
}
