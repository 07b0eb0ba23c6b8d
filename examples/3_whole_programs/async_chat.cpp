// SPDX-License-Identifier: BSL-1.0
/// \file  A chat over pub/sub on one thread: a coroutine that receives, one that publishes, and a lost connection.
#include <hibana/async_client.hpp>
#include <hibana/hibana.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

const std::string room = "example:async_chat:room";

/// The lines up to "bye".
asio::awaitable<void> listen(async_client<>& db, std::vector<std::string>& received) {
    //[listen
    auto messages = db.subscribe(channels(room));
    for (bool is_over = false; !is_over;) {
        auto message = co_await messages.next();
        received.push_back(message.is_gap() ? "(the connection was lost; messages may be missing)" : message.payload);
        is_over = message.payload == "bye";
    }
    //]
}

asio::awaitable<void> wait_for_listener(async_client<>& db) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (;;) {
        const auto listeners = co_await db(cmd::pubsub::numsub(room));
        if (listeners.front().second != 0) co_return;
        timer.expires_after(1ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<void> speak(async_client<>& db) {
    co_await wait_for_listener(db);
    co_await db(cmd::publish(room, "hello"));
    co_await db(any_request("CLIENT KILL", "TYPE", "pubsub", "SKIPME", "no"));  // the connection of both
    co_await wait_for_listener(db);
    co_await db(cmd::publish(room, "are you there?"));
    co_await db(cmd::publish(room, "bye"));
}

}  // namespace

int main(int count, char** arguments) try {
    asio::io_context loop;
    auto db = from_url<async_client<>>(count > 1 ? arguments[1] : "redis://localhost", loop);
    std::vector<std::string> received;
    const auto rethrow = [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    };
    asio::co_spawn(loop, listen(db, received), rethrow);
    asio::co_spawn(loop, speak(db), rethrow);
    loop.run();

    for (const auto& each : received) std::cout << each << '\n';
    return received.size() >= 3 && received.back() == "bye" ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
