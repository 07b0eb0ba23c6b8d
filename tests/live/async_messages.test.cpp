// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/command/string.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/messaging/keyspace_events.hpp>
#include <hibana/messaging/monitor.hpp>
#include <hibana/messaging/subscription.hpp>
#include <hibana/protocol/resp2_parser.hpp>

#include "catch.hpp"
#include "live/async.hpp"
#include "live/live.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

using texts = std::vector<std::string>;

asio::awaitable<void> turn() { co_await asio::post(asio::use_awaitable); }

/// One coroutine receives messages of another, loses its connection, and receives again.
template <class Client> texts receive_through_disconnect(asio::io_context& loop, Client& db, const test::server& server) {
    texts received;
    client admin{live::at(server)};
    const std::string binary("\0\r\n*", 4);
    auto messages = db.subscribe(channels("a", binary), patterns("p.*"), shard_channels("s"));
    const auto hears = [&]() -> asio::awaitable<void> {
        while (received.empty() || received.back() != "over") {
            auto came = co_await messages.next();
            received.push_back(came.is_gap() ? "gap" : came.payload);
        }
    };
    const auto speaks = [&]() -> asio::awaitable<void> {
        const auto say = [&](std::string channel, std::string text) -> asio::awaitable<void> {
            for (std::int64_t listeners = 0; listeners == 0;) {
                listeners = admin(cmd::publish(channel, text));
                if (listeners == 0) co_await turn();
            }
        };
        co_await say("a", "one");
        co_await say("p.x", "two");
        for (std::int64_t listeners = 0; listeners == 0;) {
            listeners = admin(cmd::spublish("s", "three"));
            if (listeners == 0) co_await turn();
        }
        while (received.size() < 3) co_await turn();
        admin(any_request("CLIENT KILL", "TYPE", "pubsub"));
        co_await say(binary, "four");
        co_await messages.subscribe(channels("b"));
        co_await say("b", "over");
    };
    live::start(loop, hears);
    live::start(loop, speaks);
    live::drain(loop);
    return received;
}

}  // namespace

TEST_CASE("async messages: channels, patterns and shard channels are received, and again after a disconnect and a gap", "[live]") {
    const test::server server;
    asio::io_context loop;
    SECTION("RESP3") {
        async_client db{loop, live::at(server)};
        CHECK(receive_through_disconnect(loop, db, server) == texts{"one", "two", "three", "gap", "four", "over"});
    }
    SECTION("RESP2") {
        async_client db{loop, live::at(server), resp2_parser{}};
        CHECK(receive_through_disconnect(loop, db, server) == texts{"one", "two", "three", "gap", "four", "over"});
    }
}

TEST_CASE("async messages: a payload of another type, timeouts, and many subscriptions at once", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    live::run(loop, [&]() -> asio::awaitable<void> {
        auto numbers = db.subscribe<int>(channels("n"));
        auto none = co_await numbers.next(20ms);
        CHECK_FALSE(none);
        for (int n = 0; n != 2000; ++n) static_cast<void>(co_await db(cmd::publish("n", n)));
        int sum = 0;
        for (int n = 0; n != 2000; ++n) {
            auto came = co_await numbers.next();
            sum += came.payload;
        }
        CHECK(sum == 1999000);
        co_await db(cmd::publish("n", "no number"));
        bool is_refused = false;
        try {
            co_await numbers.next();
        } catch (const type_mismatch_error&) {
            is_refused = true;
        }
        CHECK(is_refused);
        co_await numbers.unsubscribe(channels("n"));
        const auto listeners = co_await db(cmd::publish("n", 1));
        CHECK(listeners == 0);
    });
}

TEST_CASE("async messages: with return_errors messages are results, and a missing server is an error result", "[live]") {
    asio::io_context loop;
    async_client db{loop, unix_transport{.path = "/nowhere/socket"}, return_errors{}, session_settings{.command_timeout = 50ms}};
    live::run(loop, [&]() -> asio::awaitable<void> {
        auto messages = db.subscribe(channels("a"));
        auto outcome = co_await messages.subscribe(channels("b"));
        CHECK_FALSE(outcome);
    });
}

TEST_CASE("async messages: the loop may be destroyed while a coroutine waits for a message", "[live]") {
    const test::server server;
    const auto alive = std::make_shared<int>(0);
    auto loop = std::make_unique<asio::io_context>();
    async_client db{*loop, live::at(server)};
    live::start(*loop, [](auto& use, std::shared_ptr<int> held) -> asio::awaitable<void> {
        auto messages = use.subscribe(channels("a"));
        co_await messages.next();
        static_cast<void>(held);
    }(db, alive));
    client admin{live::at(server)};
    live::run_until(*loop, [&] { return admin(cmd::pubsub::numsub("a")).front().second == 1; });
    CHECK(alive.use_count() == 2);
    loop.reset();
    CHECK(alive.use_count() == 1);
}

TEST_CASE("async messages: keyspace notifications are typed events", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    texts happened;
    live::run(loop, [&]() -> asio::awaitable<void> {
        bool is_refused = false;
        try {
            co_await check_keyspace_events(db, "KE$");
        } catch (const redis_error& refused) {
            is_refused = refused.error().condition() == errc::not_supported;
        }
        CHECK(is_refused);
        co_await enable_keyspace_events(db, "KE$");
        auto events = keyspace_events(db, on_keys("user:*"));
        auto none = co_await events.next(20ms);
        CHECK_FALSE(none);
        co_await db(cmd::set("user:1", "x"));
        auto came = co_await events.next();
        happened = {came.event, came.key};
    });
    CHECK(happened == texts{"set", "user:1"});
}

TEST_CASE("async messages: MONITOR reports the commands that the server executes", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    texts sent;
    live::run(loop, [&]() -> asio::awaitable<void> {
        auto commands = monitor(db);
        co_await commands.start();
        co_await db(cmd::set("k", "v"));
        while (sent.empty() || sent.front() != "SET") {
            auto record = co_await commands.next();
            sent.assign(record.arguments.begin(), record.arguments.end());
        }
    });
    CHECK(sent == texts{"SET", "k", "v"});
}

TEST_CASE("async messages: after a disconnect MONITOR continues with a gap", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    texts reported;
    const auto looks_on = [&](auto& commands) -> asio::awaitable<void> {
        while (reported.empty() || reported.back() != "over") {
            auto record = co_await commands.next();
            if (record.is_gap()) reported.push_back("gap");
            else if (record.arguments[0] == "ECHO") reported.push_back(record.arguments[1]);
        }
    };
    live::run(loop, [&]() -> asio::awaitable<void> {
        auto commands = monitor(db);
        co_await commands.start();
        live::start(loop, looks_on(commands));
        co_await db(cmd::echo("one"));
        while (reported.size() < 1) co_await turn();
        co_await db(any_request("CLIENT KILL", "TYPE", "normal"));
        while (reported.size() < 2) co_await turn();
        co_await db(cmd::echo("over"));
        while (reported.size() < 3) co_await turn();
    });
    CHECK(reported == texts{"one", "gap", "over"});
}
