// SPDX-License-Identifier: BSL-1.0
// What a coroutine on Asio costs by itself: an awaitable, co_spawn, a timer and a socket.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace asio = boost::asio;

asio::awaitable<void> program() {
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect({asio::ip::address_v4::loopback(), 6379}, asio::use_awaitable);
    char byte;
    co_await socket.async_read_some(asio::buffer(&byte, 1), asio::use_awaitable);
}

int main() {
    asio::io_context loop;
    asio::co_spawn(loop, program(), asio::detached);
    loop.run();
}
