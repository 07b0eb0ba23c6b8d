// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/pool/blocking_connection_pool.hpp>
#include <hibana/pool/connection_pool.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

constexpr int thread_count = 16;
constexpr int key_count = 64;

std::string key(int n) { return "key:" + std::to_string(n); }
// Sizes that need one read, and some that need several.
std::string text(int n) { return key(n) + '/' + std::string(static_cast<std::size_t>(n) * 1000, static_cast<char>('a' + n % 26)); }

template <class Pool> using pool_client = client<unix_transport, return_errors, session_settings, Pool>;

// The combined results of all threads.
struct tally {
    std::atomic<int> answered = 0, failed = 0, err = 0;
    std::mutex mutex{};
    std::string first_error{};

    void note_failure(const error& failure) {
        ++failed;
        const std::lock_guard lock(mutex);
        if (first_error.empty()) first_error = failure.message();
    }
};

template <class Work> void in_threads(Work work) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread != thread_count; ++thread) threads.emplace_back([&work, thread] { work(thread); });
    for (auto& thread : threads) thread.join();
}

// Every answer shows which question it belongs to.
template <class Client> void ask(Client& db, int thread, int rounds, tally& seen) {
    for (int round = 0; round != rounds; ++round) {
        const int n = (thread * 7 + round * 13) % key_count;
        if (const auto value = db(cmd::get(key(n)))) *value == text(n) ? ++seen.answered : ++seen.err;
        else seen.note_failure(value.error());
        const std::string tag = std::to_string(thread) + '/' + std::to_string(round);
        if (const auto echo = db(cmd::echo(tag))) *echo == tag ? ++seen.answered : ++seen.err;
        else seen.note_failure(echo.error());
        auto [one, two] = db(cmd::echo(tag), cmd::get(key(n)));
        if (one && two) *one == tag && *two == text(n) ? ++seen.answered : ++seen.err;
        else seen.note_failure(one ? two.error() : one.error());
    }
}

void fill(const test::server& server) {
    client db{live::at(server)};
    for (int n = 0; n != key_count; ++n) db(cmd::set(key(n), text(n)));
}

template <class Client> void check_at_rest(Client& db, std::size_t most) {
    const auto usage = db.connections().stats();
    CHECK(usage.max == most);
    CHECK(usage.open <= most);
    CHECK(usage.idle == usage.open);
}

}  // namespace

TEST_CASE("pool: 16 threads receive their own replies", "[live][threads]") {
    const test::server server;
    fill(server);
    tally seen;

    SECTION("a connection for each") {
        pool_client<connection_pool> db{live::at(server), connection_pool{.max_connections = thread_count}};
        in_threads([&](int thread) { ask(db, thread, 100, seen); });
        check_at_rest(db, thread_count);
    }
    SECTION("they wait for one of three") {
        pool_client<blocking_connection_pool> db{live::at(server), blocking_connection_pool{.max_connections = 3}};
        in_threads([&](int thread) { ask(db, thread, 100, seen); });
        check_at_rest(db, 3);
        CHECK(live::field(db(any_request("INFO", "clients").as<std::string>()).value(), "connected_clients") == "3");
    }

    CHECK(seen.err == 0);
    CHECK(seen.first_error == "");
    CHECK(seen.answered == thread_count * 100 * 3);
}

TEST_CASE("pool: with too few connections a thread receives its own reply or an error", "[live][threads]") {
    const test::server server;
    fill(server);
    tally seen;
    pool_client<connection_pool> db{live::at(server), connection_pool{.max_connections = 2}};

    in_threads([&](int thread) { ask(db, thread, 100, seen); });

    CHECK(seen.err == 0);
    CHECK(seen.answered > 0);
    CHECK(seen.answered + seen.failed == thread_count * 100 * 3);
    if (seen.failed != 0) CHECK_THAT(seen.first_error, Catch::Contains("all 2 connections of the pool are in use"));
    check_at_rest(db, 2);
}

TEMPLATE_TEST_CASE("pool: while connections are killed 16 threads receive their own replies",
                   "[live][threads]", connection_pool, blocking_connection_pool) {
    constexpr bool waits = std::is_same_v<TestType, blocking_connection_pool>;
    constexpr std::size_t size = waits ? thread_count / 2 : thread_count;
    const test::server server;
    fill(server);
    tally seen;
    live::progress worked;
    std::atomic<bool> is_over = false;
    pool_client<TestType> db{live::at(server), TestType{.max_connections = size}, session_settings{.command_timeout = 60s}};
    std::thread killer([&] {
        client admin{live::at(server)};
        for (std::int64_t killed = 0; killed < 300;) {
            worked.wait_for_more(thread_count);
            killed += live::kill_others(admin);
        }
        is_over = true;
    });

    std::atomic<std::int64_t> acknowledged = 0, unknown = 0;
    in_threads([&](int thread) {
        for (int round = 0; !is_over; ++round) {
            const int n = (thread * 7 + round * 13) % key_count;
            if (const auto value = db(cmd::get(key(n)))) *value == text(n) ? ++seen.answered : ++seen.err;
            else seen.note_failure(value.error());
            if (const auto count = db(cmd::incr("n"))) ++acknowledged;
            else if (count.error().fate() == fate::unknown) ++unknown;
            worked.advance();
        }
    });
    killer.join();

    INFO("answered " << seen.answered << ", failed " << seen.failed << ", acknowledged " << acknowledged << ", unknown " << unknown);
    CHECK(seen.err == 0);
    CHECK(seen.first_error == "");
    const auto count = db(cmd::get("n").template as<std::int64_t>()).value();
    CHECK(count >= acknowledged);
    CHECK(count <= acknowledged + unknown);
    check_at_rest(db, size);
}

TEMPLATE_TEST_CASE("pool: calls that time out leave no reply to the next call",
                   "[live][threads]", connection_pool, blocking_connection_pool) {
    const test::server server;
    fill(server);
    tally seen;
    pool_client<TestType> db{live::at(server), TestType{.max_connections = thread_count}};

    in_threads([&](int thread) {
        for (int round = 0; round != 10; ++round) {
            if (thread % 2 == 0) {
                const auto popped = db.within(1ms)(cmd::blpop("nothing:" + std::to_string(thread), 0s));
                if (popped || popped.error().condition() != errc::timeout) ++seen.err;
            }
            ask(db, thread, 1, seen);
        }
    });

    CHECK(seen.err == 0);
    CHECK(seen.first_error == "");
    check_at_rest(db, thread_count);
}

TEST_CASE("pool: a waiting thread acquires a released connection", "[live][threads]") {
    const test::server server;
    pool_client<blocking_connection_pool> db{live::at(server), blocking_connection_pool{.max_connections = 1}, session_settings{.command_timeout = 60s}};
    client admin{live::at(server)};
    std::string popped, echoed;

    std::thread holder([&] { popped = db(cmd::blpop("list", 0s)).value()->second; });
    while (live::blocked_clients(admin) == 0) std::this_thread::yield();
    std::thread waiter([&] { echoed = db(cmd::echo("own")).value(); });
    admin(cmd::rpush("list", "x"));
    holder.join();
    waiter.join();

    CHECK(popped == "x");
    CHECK(echoed == "own");
    CHECK(db.connections().stats().open == 1);
    check_at_rest(db, 1);
}

TEST_CASE("pool: a waiting thread gets an error after its timeout", "[live][threads]") {
    const test::server server;
    pool_client<blocking_connection_pool> db{live::at(server), blocking_connection_pool{.max_connections = 2, .acquire_timeout = 30ms}};
    auto one = db.pin();
    auto two = db.pin();
    REQUIRE(one);
    REQUIRE(two);

    std::vector<std::thread> threads;
    std::atomic<int> reported = 0;
    for (int thread = 0; thread != 4; ++thread)
        threads.emplace_back([&] {
            const auto pong = db(cmd::ping());
            if (!pong && pong.error().condition() == errc::pool_exhausted && pong.error().fate() == fate::not_sent) ++reported;
        });
    for (auto& thread : threads) thread.join();

    CHECK(reported == 4);
    CHECK(one(cmd::ping()).value() == "PONG");
    CHECK(db.connections().stats().idle == 0);
}

TEMPLATE_TEST_CASE("pool: 16 threads pin different connections", "[live][threads]", connection_pool, blocking_connection_pool) {
    const test::server server;
    tally seen;
    pool_client<TestType> db{live::at(server), TestType{.max_connections = 2 * thread_count}};

    in_threads([&](int thread) {
        for (int round = 0; round != 5; ++round) {
            auto pinned = db.pin();
            if (!pinned(cmd::select(thread)) || !pinned(cmd::set("k", thread))) ++seen.err;
            const auto value = pinned(cmd::get("k").template as<int>());
            value && *value == thread ? ++seen.answered : ++seen.err;
            if (!db(cmd::ping())) ++seen.err;
        }
    });

    CHECK(seen.err == 0);
    CHECK(seen.answered == thread_count * 5);
    CHECK(db(any_request("CLIENT LIST").as<std::string>()).value().find(" db=7 ") == std::string::npos);
    check_at_rest(db, 2 * thread_count);
}

TEMPLATE_TEST_CASE("pool: a pool that is closed during use stays usable", "[live][threads]", connection_pool, blocking_connection_pool) {
    const test::server server;
    fill(server);
    tally seen;
    pool_client<TestType> db{live::at(server), TestType{.max_connections = thread_count}};

    in_threads([&](int thread) {
        for (int round = 0; round != 20; ++round) {
            ask(db, thread, 1, seen);
            if (thread == 0) db.close();
        }
    });

    CHECK(seen.err == 0);
    CHECK(seen.first_error == "");
    check_at_rest(db, thread_count);
}
