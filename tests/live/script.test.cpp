// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/scripting.hpp>
#include <hibana/command/string.hpp>
#include <hibana/pool/blocking_connection_pool.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/recipe/script.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

constexpr script<"return redis.call('INCRBY', KEYS[1], ARGV[1])", notation::integer> add;
constexpr script<"return {KEYS[1], KEYS[2], ARGV[1]}", notation::array<notation::bulk>> echo;
constexpr script<"return redis.call('INCR', KEYS[1])"> untyped;
constexpr script<"redis.call('SET', KEYS[1], 'x') return redis.call('INCR', KEYS[1])", notation::integer> failing;

}  // namespace

TEST_CASE("script: a script is sent by its hash, and in full only if the server does not have it", "[live]") {
    const test::server server;
    client db{live::at(server)};

    CHECK(add(db, keys("n"), 5) == 5);
    CHECK(live::calls_of(db, "evalsha") == 1);
    CHECK(live::calls_of(db, "eval") == 1);

    CHECK(add(db, keys("n"), 5) == 10);
    CHECK(live::calls_of(db, "evalsha") == 2);
    CHECK(live::calls_of(db, "eval") == 1);
}

TEST_CASE("script: after SCRIPT FLUSH a script is loaded again and executed once", "[live]") {
    const test::server server;
    client db{live::at(server)};
    add(db, keys("n"), 1);

    db(cmd::script::flush());

    CHECK(add(db, keys("n"), 1) == 2);
    CHECK(live::calls_of(db, "eval") == 2);
    CHECK(db(cmd::get("n")) == "2");
}

TEST_CASE("script: the hash equals the hash of the server", "[live]") {
    const test::server server;
    client db{live::at(server)};

    CHECK(db(cmd::script::load(add.text())) == add.name());
    CHECK(db(cmd::script::load(echo.text())) == echo.name());
    CHECK(add(db, keys("n"), 1) == 1);
    CHECK(live::calls_of(db, "eval") == 0);
}

TEST_CASE("script: the reply has the declared type, over RESP2 and RESP3", "[live]") {
    const test::server server;
    client three{live::at(server)};
    client two{live::at(server), resp2_parser{}};

    const std::vector<std::string> expected{"a", "b", "c"};
    CHECK(echo(three, keys("a", "b"), "c") == expected);
    CHECK(echo(two, keys("a", "b"), "c") == expected);
    STATIC_REQUIRE(std::is_same_v<decltype(add(three, keys("n"), 1)), std::int64_t>);
    CHECK(untyped(three, keys("n")).integer() == 1);
}

TEST_CASE("script: after an error of a running script it is unknown whether the script wrote", "[live]") {
    const test::server server;
    client db{live::at(server), return_errors{}};

    const auto count = failing(db, keys("k"));

    REQUIRE_FALSE(count);
    CHECK(count.error().fate() == fate::answered);
    CHECK(count.error().executed() == tristate::unknown);
    CHECK(db(cmd::get("k")).value() == "x");
}

TEST_CASE("script: a script runs on a pinned connection and within a deadline", "[live]") {
    const test::server server;
    client db{live::at(server)};

    CHECK(add(db.within(1s), keys("n"), 1) == 1);
    auto pinned = db.pin();
    CHECK(add(pinned, keys("n"), 1) == 2);
}

TEST_CASE("script: a script that 8 threads run during flushes is executed once per reply", "[live][threads]") {
    const test::server server;
    client db{live::at(server), blocking_connection_pool{.max_connections = 8}, return_errors{}};
    client admin{live::at(server)};
    std::atomic<bool> is_over = false;
    std::atomic<std::int64_t> answered = 0, refused = 0;

    std::thread flushing([&] {
        while (!is_over) admin(cmd::script::flush());
    });
    std::vector<std::thread> threads;
    for (int thread = 0; thread != 8; ++thread)
        threads.emplace_back([&] {
            for (int n = 0; n != 50; ++n) add(db, keys("n"), 1) ? ++answered : ++refused;
        });
    for (auto& thread : threads) thread.join();
    is_over = true;
    flushing.join();

    CHECK(refused == 0);
    CHECK(answered == 400);
    CHECK(admin(cmd::get("n").as<std::int64_t>()) == answered);
}
