// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/call_operators.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/messaging/subscription.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using support::bulk;
using support::words;

namespace {

using text = std::optional<std::string>;

// A client that waits an hour between two attempts to connect, and as long for each, and a server that replies on request.
template <class Executor = asio::io_context::executor_type> struct stage {
    std::shared_ptr<support::held_server> server = std::make_shared<support::held_server>();
    asio::io_context loop{};
    async_client<in_memory_transport, testing::seeded_random, return_errors, constant_backoff, one_executor<Executor>> db;

    explicit stage(multiplexed recipe = {})
        : db(Executor(loop.get_executor()), in_memory_transport{.server = server}, constant_backoff{.wait = 1h}, patient(), recipe) {}
    static session_settings patient() {
        session_settings settings = support::unnamed();
        settings.command_timeout = settings.connect_timeout = 1h;
        return settings;
    }
    template <class Happened> void run_until(Happened happened) {
        loop.reset();
        while (!happened()) loop.run_one();
    }
    template <class Coroutine> void start(Coroutine coroutine) {
        asio::co_spawn(loop, std::move(coroutine), [](std::exception_ptr thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
    }
};

}  // namespace

TEST_CASE("async_call_operators: a request put together at run time that waits in the server has a connection of its own", "[asio]") {
    stage at;
    int ended = 0;
    const auto note = [&](auto outcome) { ended += outcome ? 1 : 100; };
    at.db(cmd::get("k"), note);
    at.run_until([&] { return at.server->has_received(words("GET k")); });
    SECTION("by its name") { at.db(any_request("BLPOP", "q", 0), note); }
    SECTION("by one of its words") { at.db(any_request("XREAD", "BLOCK", 0, "STREAMS", "q", "$"), note); }
    SECTION("in a batch") {
        batch all(any_request("PING"));
        all.add(any_request("BLPOP", "q", 0));
        at.db(all, [&](auto outcomes) { ended += outcomes[0] && outcomes[1] ? 1 : 100; });
        at.run_until([&] { return at.server->received.size() == 2; });
        at.server->say(1, "+PONG\r\n");
    }
    at.run_until([&] { return at.server->received.size() == 2 && at.server->has_received("$1\r\nq\r\n"); });
    at.server->say(0, bulk("v"));
    at.server->say(1, "*2\r\n" + bulk("q") + bulk("element"));
    at.run_until([&] { return ended >= 2; });
    CHECK(ended == 2);
    CHECK(at.server->received[0] == words("GET k"));
}

TEST_CASE("async_call_operators: replies may be sent into a channel", "[asio]") {
    stage at;
    at.server->answer = &support::echo;
    asio::experimental::channel<void(detail::asio_error_code, result<text>)> replies(at.loop, 10);
    const auto send = [&](result<text> got) { CHECK(replies.try_send(detail::asio_error_code(), std::move(got))); };
    std::string got;
    at.start([&]() -> asio::awaitable<void> {
        for (const char* const key : {"a", "b", "c"}) at.db(cmd::get(key), send);
        for (int number = 0; number != 3; ++number) {
            const auto reply = co_await replies.async_receive(asio::use_awaitable);
            got += reply ? **reply : "?";
        }
    });
    at.run_until([&] { return got.size() == 3; });
    CHECK(got == "abc");
}

TEST_CASE("async_call_operators: a client runs on an executor of any type", "[asio]") {
    stage<asio::any_io_executor> at;
    at.server->answer = &support::echo;
    std::string got;
    at.db(cmd::get("by a handler, "), [&](result<text> one) { got += **one; });
    at.start([&]() -> asio::awaitable<void> {
        const auto one = co_await at.db(cmd::get("awaited"));
        got += **one;
    });
    asio::co_spawn(asio::make_strand(at.loop), [&]() -> asio::awaitable<void> {
        const auto one = co_await at.db(cmd::get(" from elsewhere"));
        got += **one;
    }, asio::detached);
    at.run_until([&] { return got.size() == 36; });
    CHECK(got.find("by a handler, ") != got.npos);
    CHECK(got.find("awaited from elsewhere") != got.npos);
}

TEST_CASE("async_call_operators: a client on a strand is used from all threads of a pool", "[asio][threads]") {
    using strand = asio::strand<asio::thread_pool::executor_type>;
    const auto server = support::echoing_server();
    asio::thread_pool pool(2);
    const strand one_at_a_time = asio::make_strand(pool);
    std::optional<async_client<in_memory_transport, testing::seeded_random, return_errors, one_executor<strand>>> db(
        std::in_place, one_at_a_time, in_memory_transport{.server = server}, support::unnamed());
    std::vector<std::future<int>> all;
    for (int caller = 0; caller != 4; ++caller) {
        all.push_back(asio::co_spawn(one_at_a_time, [&db, caller]() -> asio::awaitable<int> {
            int right = 0;
            for (int number = 0; number != 50; ++number) {
                const std::string key = std::to_string(caller) + ":" + std::to_string(number);
                const auto got = co_await (*db)(cmd::get(key));
                right += got && *got == key;
            }
            co_return right;
        }, asio::use_future));
    }
    for (auto& each : all) CHECK(each.get() == 50);
    asio::post(one_at_a_time, [&db] { db.reset(); });
    pool.join();
}

namespace {

// A GET and an INCR that are awaited, and cancelled.
struct cancelled {
    stage<> at;
    asio::cancellation_signal stop_read{}, stop_write{};
    std::optional<result<text>> read{};
    std::optional<result<std::int64_t>> written{};

    explicit cancelled(multiplexed recipe = {}) : at(recipe) {}
    void start() {
        asio::co_spawn(at.loop, [this]() -> asio::awaitable<void> {
            co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
            read = co_await at.db(cmd::get("k"));
        }, asio::bind_cancellation_slot(stop_read.slot(), asio::detached));
        asio::co_spawn(at.loop, [this]() -> asio::awaitable<void> {
            co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
            written = co_await at.db(cmd::incr("n"));
        }, asio::bind_cancellation_slot(stop_write.slot(), asio::detached));
    }
    void cancel(asio::cancellation_type how) {
        stop_read.emit(how);
        stop_write.emit(how);
        CHECK_FALSE((read || written));  // not within the function that cancels
    }
    template <class Outcome> static bool is_cancelled(const Outcome& one, enum fate fate) {
        return one && !*one && one->error().condition() == errc::cancelled && one->error().fate() == fate;
    }
    void both_end_unsent() {
        at.run_until([&] { return read && written; });
        CHECK(is_cancelled(read, fate::not_sent));
        CHECK(is_cancelled(written, fate::not_sent));
    }
    // the client is as good as before
    void another_is_answered() {
        std::optional<result<text>> other;
        at.db(cmd::get("other"), [&](result<text> got) { other = std::move(got); });
        at.run_until([&] { return at.server->has_received(words("GET other")); });
        at.server->say(bulk("o"));
        at.run_until([&] { return other.has_value(); });
        CHECK(other->value() == "o");
    }
};

const asio::cancellation_type ways[] = {asio::cancellation_type::terminal, asio::cancellation_type::partial, asio::cancellation_type::total};

}  // namespace

TEST_CASE("async_call_operators: what is awaited and cancelled before it was sent is not sent, however it is cancelled", "[asio]") {
    const auto how = GENERATE(from_range(std::begin(ways), std::end(ways)));
    cancelled calls(multiplexed{.flush_delay = 1h});
    SECTION("while more are waited for, to be sent with it") {
        calls.at.db(cmd::get("before"), [](auto) {});
        calls.at.run_until([&] { return calls.at.server->has_received(words("GET before")); });
        calls.start();
        calls.at.run_until([&] { return calls.at.db.core().shared().waiting() == 3; });
        calls.cancel(how);
        calls.both_end_unsent();
        CHECK(calls.at.server->received[0] == words("GET before"));
    }
    SECTION("while it is dialled") {
        calls.start();
        calls.at.server->refusal = error(errc::timeout);
        calls.at.run_until([&] { return calls.at.server->attempts == 1; });
        calls.cancel(how);
        calls.both_end_unsent();
    }
    SECTION("while it waits to dial again") {
        calls.start();
        calls.at.server->refusal = error(errc::connect_failed);
        calls.at.run_until([&] { return calls.at.server->attempts == 1; });
        calls.at.loop.poll();
        calls.cancel(how);
        calls.both_end_unsent();
    }
    CHECK(calls.at.server->attempts == 1);
}

TEST_CASE("async_call_operators: what is awaited and was sent is cancelled, but a write not where nothing may be seen of it", "[asio]") {
    const auto how = GENERATE(from_range(std::begin(ways), std::end(ways)));
    cancelled calls;
    calls.start();
    calls.at.run_until([&] { return calls.at.server->has_received(words("INCR n")); });
    calls.cancel(how);
    calls.at.run_until([&] { return calls.read.has_value(); });
    CHECK(cancelled::is_cancelled(calls.read, fate::unknown));
    if (how == asio::cancellation_type::total) {
        CHECK_FALSE(calls.written);
        calls.at.server->say(bulk("too late") + ":1\r\n");
        calls.at.run_until([&] { return calls.written.has_value(); });
        CHECK(calls.written->value() == 1);
    } else {
        calls.at.run_until([&] { return calls.written.has_value(); });
        CHECK(cancelled::is_cancelled(calls.written, fate::unknown));
        calls.at.server->say(bulk("too late") + ":1\r\n");
    }
    calls.another_is_answered();
    CHECK(calls.at.server->attempts == 1);
}

TEST_CASE("async_call_operators: who waits for a message on the connection of all is cancelled, and misses none", "[asio]") {
    const auto how = GENERATE(from_range(std::begin(ways), std::end(ways)));
    stage at;
    auto messages = at.db.subscribe<std::string>(channels("channel"));
    asio::cancellation_signal stop;
    std::vector<std::string> came;
    const auto wait = [&]() -> asio::awaitable<void> {
        co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
        auto next = co_await messages.next();
        came.push_back(next ? next->payload : next.error().condition() == errc::cancelled ? "cancelled" : "?");
    };
    asio::co_spawn(at.loop, wait, asio::bind_cancellation_slot(stop.slot(), asio::detached));
    at.run_until([&] { return at.server->has_received(words("SUBSCRIBE channel")); });
    at.server->say(">3\r\n" + bulk("subscribe") + bulk("channel") + ":1\r\n+PONG\r\n");
    at.loop.poll();
    stop.emit(how);
    at.run_until([&] { return came.size() == 1; });
    at.server->say(">3\r\n" + bulk("message") + bulk("channel") + bulk("hello"));
    at.start(wait);
    at.run_until([&] { return came.size() == 2; });
    CHECK(came == std::vector<std::string>{"cancelled", "hello"});
    CHECK(at.server->attempts == 1);
}
