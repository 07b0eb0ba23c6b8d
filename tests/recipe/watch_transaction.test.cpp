// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/transaction.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/execution/blocking.hpp>
#include <hibana/recipe/watch_transaction.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;
using hibana::keys;
using hibana::multi;
namespace cmd = hibana::cmd;

namespace {

const std::string watch = words("WATCH k");
const std::string set = words("MULTI") + words("SET k v") + words("EXEC");
constexpr auto queued = "+OK\r\n+QUEUED\r\n";
constexpr auto conflict = "+OK\r\n+QUEUED\r\n_\r\n";
constexpr auto done = "+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n";

auto set_it = [](auto&) { return multi(cmd::set("k", "v")); };

template <class Client, class Decide> auto run(Client& db, Decide decide, unsigned attempts = 5) {
    auto pinned = db.pin();
    return hibana::watch_transaction(pinned, cmd::watch("k"), decide, attempts).get();
}

}  // namespace

TEST_CASE("watch_transaction: without a conflict decide is called once", "[recipe]") {
    auto server = greeted().expect(watch).answer("+OK\r\n").expect(set).answer(done).serve();
    client<> db{server.transport(), unnamed()};
    int decisions = 0;

    const auto outcome = run(db, [&](auto& connection) {
        ++decisions;
        return set_it(connection);
    });

    CHECK(outcome);
    CHECK(decisions == 1);
    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("watch_transaction: each conflict repeats WATCH and decide, up to max_attempts", "[recipe]") {
    const unsigned attempts = GENERATE(1u, 2u, 4u);
    script scenario = greeted();
    for (unsigned n = 0; n != attempts; ++n) scenario.expect(watch).answer("+OK\r\n").expect(set).answer(conflict);
    auto server = scenario.serve();
    client<> db{server.transport(), unnamed()};
    unsigned decisions = 0;

    const auto outcome = run(db, [&](auto& connection) { return ++decisions, set_it(connection); }, attempts);

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::watch_conflict);
    CHECK(decisions == attempts);
    CHECK(server.is_complete());
}

TEST_CASE("watch_transaction: any other error is returned without a retry", "[recipe]") {
    const auto answer = GENERATE("+OK\r\n-OOM no\r\n-EXECABORT Transaction discarded because of previous errors.\r\n", "+OK\r\n+QUEUED\r\n-LOADING wait\r\n");
    auto server = greeted().expect(watch).answer("+OK\r\n").expect(set).answer(answer).serve();
    client<> db{server.transport(), unnamed()};
    int decisions = 0;

    const auto outcome = run(db, [&](auto& connection) { return ++decisions, set_it(connection); });

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() != errc::watch_conflict);
    CHECK(decisions == 1);
    CHECK(server.is_complete());
}

TEST_CASE("watch_transaction: if WATCH fails decide is not called", "[recipe]") {
    auto server = greeted().expect(watch).answer("-NOPERM this user has no permissions\r\n").serve();
    client<> db{server.transport(), unnamed()};
    int decisions = 0;

    const auto outcome = run(db, [&](auto& connection) { return ++decisions, set_it(connection); });

    CHECK(outcome.error().condition() == errc::no_permission);
    CHECK(decisions == 0);
}

TEST_CASE("watch_transaction: a connection lost after WATCH is an error, and EXEC is not sent over another", "[recipe]") {
    auto server = greeted().expect(watch).answer("+OK\r\n").expect(words("GET k")).close().serve();
    client<> db{server.transport(), unnamed()};

    const auto outcome = run(db, [&](auto& connection) {
        CHECK_FALSE(connection(cmd::get("k")));
        return set_it(connection);
    });

    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().condition() == errc::watch_lost);
    CHECK(outcome.error().executed() == hibana::tristate::no);
    CHECK(server.connections() == 1);
}

TEST_CASE("watch_transaction: an exception of decide propagates, and the watching connection is closed", "[recipe]") {
    auto server = greeted().expect(watch).answer("+OK\r\n").serve();
    client<> db{server.transport(), unnamed()};

    CHECK_THROWS_WITH(run(db, [](auto& connection) -> decltype(set_it(connection)) { throw std::runtime_error("cannot decide"); }), "cannot decide");
    CHECK(server.open_connections() == 0);
}

TEST_CASE("watch_transaction: after a failure at any step EXEC is sent at most once", "[recipe]") {
    const auto scenario = greeted().expect(watch).answer("+OK\r\n").expect(set).answer(queued).answer("*1\r\n+OK\r\n");

    scenario.for_each_failure([&](scripted_server& server) {
        client<> db{server.transport(), unnamed({.command_timeout = 60s, .connect_timeout = 1s})};
        const auto outcome = [&] {
            auto pinned = db.pin();
            return hibana::watch_transaction(pinned, cmd::watch("k"), set_it, 3).get();
        }();
        CHECK(server.mismatch() == "");
        // a connection lost before WATCH is replaced once; after WATCH the loss is an error
        CHECK(server.connections() <= 2);
        if (!outcome) CHECK(server.open_connections() == 0);
    });
}
