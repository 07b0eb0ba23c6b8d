// SPDX-License-Identifier: BSL-1.0
/// \file  How the tests of the asynchronous client run coroutines.
#pragma once
#include <hibana/asio/config.hpp>

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <utility>

namespace live {

/// Starts a coroutine; its exception leaves run(). A closure that creates it must outlive it.
inline void start(hibana::asio::io_context& loop, hibana::asio::awaitable<void> coroutine) {
    hibana::asio::co_spawn(loop, std::move(coroutine), [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
}
template <class Function> void start(hibana::asio::io_context& loop, Function function) {
    hibana::asio::co_spawn(loop, std::move(function), [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
}

/// Runs the loop until nothing is left to do.
inline void drain(hibana::asio::io_context& loop) {
    loop.restart();
    loop.run();
}

/// Runs the loop until `happened()`, which may call a server.
template <class Happened> void run_until(hibana::asio::io_context& loop, Happened happened) {
    loop.restart();
    while (!happened()) loop.poll();
}

/// Runs a coroutine, and the loop until nothing is left to do.
template <class Coroutine> void run(hibana::asio::io_context& loop, Coroutine coroutine) {
    start(loop, std::move(coroutine));
    drain(loop);
}

}  // namespace live
