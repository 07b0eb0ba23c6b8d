// SPDX-License-Identifier: BSL-1.0
/// \file  The first asynchronous program: one client, one connection, and coroutines that call at the same time.
//[program
#include <hibana/async_client.hpp>
#include <hibana/hibana.hpp>

#include <boost/asio/co_spawn.hpp>

#include <iostream>

using namespace hibana;

asio::awaitable<void> greet(async_client<>& db) {
    co_await db(cmd::set("greeting", "hello"));
    std::optional<std::string> greeting = co_await db(cmd::get("greeting"));
    std::cout << greeting.value_or("gone already") << '\n';
}

int main(int count, char** arguments) try {
    asio::io_context loop;
    auto db = from_url<async_client<>>(count > 1 ? arguments[1] : "redis://localhost", loop);

    const auto rethrow = [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    };
    asio::co_spawn(loop, greet(db), rethrow);
    asio::co_spawn(loop, greet(db), rethrow);
    loop.run();  // returns when no call is on its way any more
    return 0;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
//]
