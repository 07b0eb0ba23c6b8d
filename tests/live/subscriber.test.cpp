// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/messaging/subscriber.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/awaitable_execution.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <chrono>
#include <exception>
#include <string>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

using context_type = support::awaitable_context<client<unix_transport>>;
using subscriber_type = subscriber<dedicated_connection<context_type>>;

constexpr auto time_limit = 10s;
deadline soon() { return deadline::at(support::awaitable_execution::now() + time_limit); }

// Rethrows the exception of a spawned coroutine.
constexpr auto to_the_end = [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
};

asio::awaitable<void> turn() {
    asio::steady_timer timer(co_await asio::this_coro::executor, 0s);
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace

TEST_CASE("subscriber: a flow suspends on a suspending execution", "[live]") {
    const test::server server;
    client db{live::at(server)};
    asio::io_context loop;
    context_type context(loop, live::at(server));
    std::vector<std::string> story;

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        subscriber_type news(context.node);
        auto asked = co_await news.subscribe(channels("a"), soon());
        CHECK(asked);
        story.push_back("subscribed");
        for (int n = 0; n != 2; ++n) {
            auto came = co_await news.next(soon());
            CHECK(came);
            if (came) story.push_back(came->payload);
        }
        auto none = co_await news.next(deadline::at(support::awaitable_execution::now() + 30ms));
        CHECK_FALSE(none);
        if (!none) story.push_back(std::string(describe(none.error().condition())));
        db(any_request("CLIENT KILL", "TYPE", "pubsub"));
        auto came = co_await news.next(soon());
        if (came) story.push_back(came->is_gap() ? "gap" : "no gap");
    }, to_the_end);
    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        while (story.empty()) co_await turn();
        db(cmd::publish("a", "one"));
        while (story.size() < 2) co_await turn();
        story.push_back("another coroutine ran meanwhile");
        db(cmd::publish("a", "two"));
    }, to_the_end);
    loop.run();

    CHECK(story == std::vector<std::string>{"subscribed", "one", "another coroutine ran meanwhile", "two", "timed out", "gap"});
}

TEST_CASE("subscriber: while one coroutine waits for messages, others subscribe and unsubscribe", "[live]") {
    const test::server server;
    client db{live::at(server)};
    asio::io_context loop;
    context_type context(loop, live::at(server));
    subscriber_type news(context.node);
    std::vector<std::string> received;

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        auto asked = co_await news.subscribe(channels("a"), soon());
        CHECK(asked);
        while (received.size() < 3) {
            auto came = co_await news.next(soon());
            CHECK(came);
            if (!came) break;
            received.push_back(came->is_gap() ? "gap" : came->channel);
        }
    }, to_the_end);
    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        while (db(cmd::publish("a", "x")) == 0) co_await turn();
        while (received.empty()) co_await turn();
        auto more = co_await news.subscribe(channels("b"), soon());
        CHECK(more);
        auto twice = co_await news.next(soon());
        CHECK(twice.error().condition() == errc::wrong_thread);
        while (db(cmd::publish("b", "x")) == 0) co_await turn();
        auto less = co_await news.unsubscribe(channels("b"), soon());
        CHECK(less);
        while (db(cmd::publish("b", "x")) != 0) co_await turn();
        while (received.size() < 2) co_await turn();
        db(any_request("CLIENT KILL", "TYPE", "pubsub"));
    }, to_the_end);
    loop.run();

    REQUIRE(received.size() >= 3);
    CHECK(received[0] == "a");
    CHECK(received[1] == "b");
    CHECK(news.topics().size() == 1);
}

TEST_CASE("subscriber: destroying a subscriber that waits leaks nothing", "[live]") {
    const test::server server;
    client db{live::at(server)};
    {
        asio::io_context loop;
        context_type context(loop, live::at(server));
        bool waits = false;
        asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
            subscriber_type news(context.node);
            auto asked = co_await news.subscribe(channels("a"));
            CHECK(asked);
            waits = true;
            auto never = co_await news.next();
            CHECK_FALSE(never);
        }, to_the_end);
        while (!waits) loop.run_one();
    }
    while (!db(cmd::pubsub::channels()).empty()) {}
}

TEST_CASE("subscriber: a cancelled wait is an error, and the subscription continues", "[live]") {
    const test::server server;
    client db{live::at(server)};
    asio::io_context loop;
    context_type context(loop, live::at(server));
    subscriber_type news(context.node);
    asio::cancellation_signal signal;
    bool waits = false, is_cancelled = false;

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        auto asked = co_await news.subscribe(channels("a"), soon());
        CHECK(asked);
        waits = true;
        auto came = co_await news.next(soon());
        REQUIRE_FALSE(came);
        CHECK(came.error().condition() == errc::cancelled);
        is_cancelled = true;
    }, asio::bind_cancellation_slot(signal.slot(), to_the_end));
    while (!waits) loop.run_one();
    loop.poll();
    signal.emit(asio::cancellation_type::terminal);
    loop.run();
    loop.restart();

    CHECK(is_cancelled);
    CHECK(news.is_open());
    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        CHECK(db(cmd::publish("a", "x")) == 1);
        auto came = co_await news.next(soon());
        CHECK(came);
        if (came) CHECK(came->payload == "x");
    }, to_the_end);
    loop.run();
}

TEST_CASE("subscriber: a waiting flow opens a closed subscriber again", "[live]") {
    const test::server server;
    client db{live::at(server)};
    asio::io_context loop;
    context_type context(loop, live::at(server));
    subscriber_type news(context.node);
    bool waits = false, came_back = false;

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        auto asked = co_await news.subscribe(channels("a"), soon());
        CHECK(asked);
        waits = true;
        auto came = co_await news.next(soon());
        CHECK(came);
        came_back = came && came->is_gap();
    }, to_the_end);
    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        while (!waits) co_await turn();
        co_await turn();
        news.close();
    }, to_the_end);
    loop.run();

    CHECK(came_back);
    CHECK(db(cmd::pubsub::channels()) == std::vector<std::string>{"a"});
}

TEST_CASE("subscriber: a wait and a subscribe both complete after the server is lost during them", "[live]") {
    test::server server;
    client db{live::at(server)};
    asio::io_context loop;
    context_type context(loop, live::at(server));
    subscriber_type news(context.node);
    bool waits = false;
    std::vector<std::string> received;

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        auto asked = co_await news.subscribe(channels("a"), soon());
        CHECK(asked);
        waits = true;
        while (received.size() < 2) {
            auto came = co_await news.next(soon());
            CHECK(came);
            if (!came) break;
            received.push_back(came->is_gap() ? "gap" : came->channel);
        }
    }, to_the_end);
    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        while (!waits) co_await turn();
        server.kill();
        auto more = co_await news.subscribe(channels("b"), soon());
        static_cast<void>(more);
        server.start();
        while (db(cmd::pubsub::channels("b")).empty()) co_await turn();
        db(cmd::publish("b", "x"));
    }, to_the_end);
    loop.run();

    CHECK(received == std::vector<std::string>{"gap", "b"});
    CHECK(news.topics().size() == 2);
}
