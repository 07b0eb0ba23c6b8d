// SPDX-License-Identifier: BSL-1.0
/// \file  A server that replies to each line with the value of that key: many peers, one connection to Redis.
#include <hibana/async_client.hpp>
#include <hibana/hibana.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <iostream>

using namespace hibana;
using asio::ip::tcp;

namespace {

//[serve
// One client connection: every line it sends is a key to look up.
asio::awaitable<void> serve(tcp::socket guest, async_client<>& db) {
    std::string line;
    for (;;) {
        const auto size = co_await asio::async_read_until(guest, asio::dynamic_buffer(line), '\n', asio::use_awaitable);
        const std::string key = line.substr(0, size - 1);
        line.erase(0, size);
        if (key == "bye") co_return;
        const auto value = co_await db(cmd::get(key));
        const std::string answer = value.value_or("nothing") + '\n';
        co_await asio::async_write(guest, asio::buffer(answer), asio::use_awaitable);
    }
}
//]

void rethrow(std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
}

//[listen
asio::awaitable<void> listen(tcp::acceptor& door, async_client<>& db, int guests) {
    for (; guests != 0; --guests) {
        tcp::socket guest = co_await door.async_accept(asio::use_awaitable);
        asio::co_spawn(door.get_executor(), serve(std::move(guest), db), rethrow);
    }
}
//]

asio::awaitable<void> visit(tcp::endpoint where, std::string key, std::string& answer) {
    tcp::socket server(co_await asio::this_coro::executor);
    co_await server.async_connect(where, asio::use_awaitable);
    const std::string question = key + "\nbye\n";
    co_await asio::async_write(server, asio::buffer(question), asio::use_awaitable);
    co_await asio::async_read_until(server, asio::dynamic_buffer(answer), '\n', asio::use_awaitable);
}

}  // namespace

int main(int count, char** arguments) try {
    asio::io_context loop;
    auto db = from_url<async_client<>>(count > 1 ? arguments[1] : "redis://localhost", loop);
    tcp::acceptor door(loop, {asio::ip::address_v4::loopback(), 0});

    constexpr int guests = 20;
    std::vector<std::string> answers(guests);
    db(cmd::set("example:echo", "sparks"), [&](std::exception_ptr thrown, ok_reply) {
        rethrow(thrown);
        asio::co_spawn(loop, listen(door, db, guests), rethrow);
        for (std::string& answer : answers) asio::co_spawn(loop, visit(door.local_endpoint(), "example:echo", answer), rethrow);
    });
    loop.run();

    for (const std::string& answer : answers)
        if (answer != "sparks\n") return 1;
    std::cout << guests << " guests received: " << answers.front();
    return 0;
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
