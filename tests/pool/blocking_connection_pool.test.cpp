// SPDX-License-Identifier: BSL-1.0
#include <hibana/pool/blocking_connection_pool.hpp>
#include <hibana/pool/connection_pool.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/transport/unix_transport.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <atomic>
#include <thread>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::blocking_connection_pool;
using hibana::errc;
namespace cmd = hibana::cmd;

TEST_CASE("blocking_connection_pool: a caller waits until acquire_timeout or its deadline", "[pool]") {
    const auto [wait, timeout, expected] = GENERATE(table<std::chrono::milliseconds, std::chrono::milliseconds, std::chrono::milliseconds>(
        {{100ms, 5s, 100ms}, {20s, 300ms, 300ms}}));
    auto server = greeted().serve();
    client<blocking_connection_pool> db{server.transport(), unnamed({.command_timeout = timeout}), blocking_connection_pool{.max_connections = 1, .acquire_timeout = wait}};
    auto only = db.pin();
    REQUIRE(only);
    const auto before = db.execution().now();

    const auto value = db(cmd::get("k"));

    CHECK(value.error().condition() == errc::pool_exhausted);
    CHECK(db.execution().now() - before == expected);
}

TEST_CASE("blocking_connection_pool: a released connection is used by the next call", "[pool]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1")).expect(words("GET b")).answer(bulk("2")).serve();
    client<blocking_connection_pool> db{server.transport(), unnamed(), blocking_connection_pool{.max_connections = 1}};

    CHECK(db(cmd::get("a")).value() == "1");
    CHECK(db(cmd::get("b")).value() == "2");
    CHECK(db.connections().stats().idle == 1);
}

TEMPLATE_TEST_CASE("pools: without a server, more threads than connections all get the error of connecting", "[pool][threads]",
                   blocking_connection_pool, hibana::connection_pool) {
    hibana::client db{hibana::unix_transport{.path = "/nonexistent/redis.sock"}, hibana::return_errors{}, TestType{.max_connections = 5},
                      hibana::constant_backoff{.wait = 50ms}, unnamed({.command_timeout = 200ms})};
    // the first failure, so that a thread that finds all connections in use has a reason
    CHECK(db(cmd::get("k")).error() == errc::connect_failed);
    std::atomic<int> failed_to_connect = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n != 50; ++n)
        threads.emplace_back([&] { failed_to_connect += db(cmd::get("k")).error() == errc::connect_failed; });
    for (auto& each : threads) each.join();

    CHECK(failed_to_connect == 50);
    CHECK(db.connections().stats().idle == db.connections().stats().open);
}
