// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/scripting.hpp>
#include <hibana/command/set.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/command/string.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/recipe/scan.hpp>
#include <hibana/recipe/script.hpp>

#include "catch.hpp"
#include "live/async.hpp"
#include "live/live.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

constexpr script<"return redis.call('INCRBY', KEYS[1], ARGV[1])", notation::integer> add;
constexpr script<"redis.call('SET', KEYS[1], 'x') return redis.call('INCR', KEYS[1])", notation::integer> failing;

using set_number = decltype(multi(cmd::set("n", std::int64_t())));

}  // namespace

TEST_CASE("async recipes: a script is sent by its hash, and in full only if the server does not have it", "[live]") {
    const test::server server;
    client control{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    live::run(loop, [&]() -> asio::awaitable<void> {
        const auto first = co_await add(db, keys("n"), 5);
        CHECK(first == 5);
        const auto second = co_await add(db, keys("n"), 5);
        CHECK(second == 10);
        bool is_refused = false;
        try {
            co_await failing(db, keys("n"));
        } catch (const response_error&) {
            is_refused = true;
        }
        CHECK(is_refused);
    });
    CHECK(live::calls_of(control, "eval") == 2);
    CHECK(live::calls_of(control, "evalsha") == 3);
}

TEST_CASE("async recipes: with return_errors a script returns results", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    live::run(loop, [&]() -> asio::awaitable<void> {
        auto sum = co_await add(db, keys("n"), 5);
        CHECK(sum.value() == 5);
        auto refused = co_await failing(db, keys("n"));
        CHECK(refused.error().condition() == errc::server_error);
    });
}

TEST_CASE("async recipes: scans return every element, page by page", "[live]") {
    const test::server server;
    client control{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    std::set<std::string> expected;
    for (int n = 0; n != 300; ++n) {
        control(cmd::set("user:" + std::to_string(n), n));
        expected.insert("user:" + std::to_string(n));
    }
    control(cmd::sadd("s", "a", "b", "c"));
    control(cmd::hset("h", std::pair("f", 1), std::pair("g", 2)));
    control(cmd::zadd("z", std::pair(1.5, "one"), std::pair(2.0, "two")));

    live::run(loop, [&]() -> asio::awaitable<void> {
        std::set<std::string> found, members, fields;
        auto users = scan(db, opt::match("user:*"), opt::count(20));
        while (auto key = co_await users.next()) found.insert(*key);
        CHECK(found == expected);

        auto whole = sscan(db, "s");
        while (auto page = co_await whole.next_page()) members.insert(page->begin(), page->end());
        CHECK(members == std::set<std::string>{"a", "b", "c"});

        auto hash = hscan(db, "h");
        while (auto field = co_await hash.next()) fields.insert(field->first + "=" + field->second);
        CHECK(fields == std::set<std::string>{"f=1", "g=2"});

        double sum = 0;
        auto board = zscan(db, "z").as<std::pair<std::string, double>>();
        while (auto scored = co_await board.next()) sum += scored->second;
        CHECK(sum == 3.5);
    });
}

TEST_CASE("async recipes: a watch is repeated if another client writes a watched key", "[live]") {
    const test::server server;
    client other{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    int decisions = 0;
    other(cmd::set("n", 1));
    live::run(loop, [&]() -> asio::awaitable<void> {
        auto [written] = co_await db.watch(keys("n"), [&](auto& connection) -> asio::awaitable<set_number> {
            const auto before = co_await connection(cmd::get("n").template as<std::int64_t>());
            if (++decisions < 3) other(cmd::incr("n"));
            co_return multi(cmd::set("n", before + 10));
        });
        CHECK(written == ok_reply());
    });
    CHECK(decisions == 3);
    CHECK(other(cmd::get("n")) == "13");
}

TEST_CASE("async recipes: concurrent increments by WATCH are all counted", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    const auto worker = [&]() -> asio::awaitable<void> {
        for (int n = 0; n != 20; ++n)
            co_await db.watch(keys("n"), [](auto& connection) -> asio::awaitable<set_number> {
                const auto before = co_await connection(cmd::get("n").template as<std::optional<std::int64_t>>());
                co_return multi(cmd::set("n", before.value_or(0) + 1));
            }, 200);  // they take turns, and the same one may be too late in each
    };
    for (int n = 0; n != 5; ++n) live::start(loop, worker);
    live::drain(loop);
    CHECK(client{live::at(server)}(cmd::get("n")) == "100");
}

TEST_CASE("async recipes: a decision may be a plain function, and repeated conflicts are an error", "[live]") {
    const test::server server;
    client other{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    int decisions = 0;
    live::run(loop, [&]() -> asio::awaitable<void> {
        auto outcome = co_await db.watch(keys("n"), [&](auto&) {
            ++decisions;
            other(cmd::incr("n"));
            return multi(cmd::set("n", 0));
        }, 4);
        CHECK(outcome.error().condition() == errc::watch_conflict);
    });
    CHECK(decisions == 4);
}

TEST_CASE("async recipes: an exception of a decision is propagated, and no key stays watched", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    live::run(loop, [&]() -> asio::awaitable<void> {
        bool went_through = false;
        try {
            co_await db.watch(keys("n"), [](auto& connection) -> asio::awaitable<set_number> {
                co_await connection(cmd::get("n"));
                throw std::runtime_error("undecided");
            });
        } catch (const std::runtime_error& thrown) {
            went_through = thrown.what() == std::string("undecided");
        }
        CHECK(went_through);
        const auto received = co_await db(cmd::ping());
        CHECK(received == "PONG");
    });
}

TEST_CASE("async recipes: a watching connection that is lost is an error of its own", "[live]") {
    const test::server server;
    client admin{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    live::run(loop, [&]() -> asio::awaitable<void> {
        auto pinned = db.pin();
        auto watched = co_await pinned(cmd::watch("k"));
        CHECK(watched);
        live::kill_others(admin);
        auto read = co_await pinned(cmd::get("k"));
        CHECK_FALSE(read);
        auto outcome = co_await pinned(multi(cmd::set("k", "v")));
        CHECK(outcome.error().condition() == errc::watch_lost);
        auto later = co_await pinned(multi(cmd::set("k", "v")));
        CHECK(later.error().condition() == errc::connection_lost);
    });
}

namespace {

asio::awaitable<void> wait_for_a_decision(async_client<unix_transport>& db, std::shared_ptr<int> held, bool& is_waiting) try {
    // named, since g++ 12 destroys a temporary closure twice in a co_await expression
    auto decide = [held, &is_waiting](auto& connection) -> asio::awaitable<set_number> {
        co_await connection(cmd::get("n"));
        asio::steady_timer never(co_await asio::this_coro::executor, 1h);
        is_waiting = true;
        co_await never.async_wait(asio::use_awaitable);
        co_return multi(cmd::set("n", 1));
    };
    co_await db.watch(keys("n"), decide);
} catch (const cancelled_error&) {
    FAIL("a client that is destroyed does not end what a program waits for");
}
asio::awaitable<void> wait_for_a_script(async_client<unix_transport>& db, std::shared_ptr<int> held) try {
    co_await add(db, keys("n"), 1);
} catch (const cancelled_error&) {
    ++*held;
}

}  // namespace

TEST_CASE("async recipes: the client or the loop may be destroyed while flows wait for a call and a coroutine", "[live]") {
    test::server server;
    const auto ended = std::make_shared<int>(0);
    auto loop = std::make_unique<asio::io_context>();
    auto db = std::make_unique<async_client<unix_transport>>(*loop, live::at(server));
    bool is_waiting = false;
    live::start(*loop, wait_for_a_decision(*db, ended, is_waiting));
    live::run_until(*loop, [&] { return is_waiting; });
    server.suspend();
    live::start(*loop, wait_for_a_script(*db, ended));
    loop->poll();
    CHECK(ended.use_count() > 2);

    const bool is_client_first = GENERATE(true, false);
    if (is_client_first) {
        db.reset();
        loop->poll();
    }
    CHECK(*ended == is_client_first);
    loop.reset();
    CHECK(ended.use_count() == 1);
    server.resume();
}

TEST_CASE("async recipes: a decision that owns its captures is passed as an lvalue or by std::ref", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    live::run(loop, [&]() -> asio::awaitable<void> {
        const auto decide = [number = std::make_shared<int>(7)](auto&) { return multi(cmd::set("n", *number)); };
        co_await db.watch(keys("n"), decide);
        auto cannot_be_copied = [number = std::make_unique<int>(1)](auto&) { return multi(cmd::incrby("n", *number)); };
        auto [n] = co_await db.watch(keys("n"), std::ref(cannot_be_copied));
        CHECK(n == 8);
    });
}

TEST_CASE("async recipes: a flow is cancelled while it is suspended", "[live]") {
    test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    live::run(loop, [&]() -> asio::awaitable<void> { static_cast<void>(co_await db(cmd::ping())); });
    asio::cancellation_signal stop;
    std::vector<errc> ends;
    bool is_waiting = false;
    SECTION("for a call") {
        server.suspend();
        asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
            is_waiting = true;
            auto outcome = co_await add(db, keys("n"), 1);
            ends.push_back(outcome.error().condition());
        }, asio::bind_cancellation_slot(stop.slot(), asio::detached));
    }
    SECTION("for a coroutine") {
        asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
            try {
                auto outcome = co_await db.watch(keys("n"), [&is_waiting](auto&) -> asio::awaitable<set_number> {
                    asio::steady_timer never(co_await asio::this_coro::executor, 1h);
                    is_waiting = true;
                    co_await never.async_wait(asio::use_awaitable);
                    co_return multi(cmd::set("n", 1));
                });
            } catch (const boost::system::system_error&) {
                ends.push_back(errc::cancelled);
            }
        }, asio::bind_cancellation_slot(stop.slot(), asio::detached));
    }
    live::run_until(loop, [&] { return is_waiting; });
    loop.poll();
    stop.emit(asio::cancellation_type::terminal);
    live::run_until(loop, [&] { return !ends.empty(); });
    CHECK(ends == std::vector<errc>{errc::cancelled});
    server.resume();
}
