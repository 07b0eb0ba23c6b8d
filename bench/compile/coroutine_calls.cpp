// SPDX-License-Identifier: BSL-1.0
// The coroutine program, where another file compiles the cold path of its client.
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/transport/tcp_transport.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

extern template struct hibana::cold_path<hibana::async_client<>::connection_type>;

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
