// SPDX-License-Identifier: BSL-1.0
// What one writes first with coroutines: a SET and a GET.
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/tcp_transport.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

hibana::asio::awaitable<void> program(hibana::async_client<>& db) {
    co_await db(hibana::cmd::set("greeting", "hello"));
    const auto greeting = co_await db(hibana::cmd::get("greeting"));
    static_cast<void>(greeting);
}

int main() {
    hibana::asio::io_context loop;
    hibana::async_client<> db{loop};
    hibana::asio::co_spawn(loop, program(db), hibana::asio::detached);
    loop.run();
}
