// SPDX-License-Identifier: BSL-1.0
/// \file  The policies that only an asynchronous client has.
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#include <hibana/hibana.hpp>

#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

int main(int count, char** arguments) try {
    asio::io_context loop;
    const std::string url = count > 1 ? arguments[1] : "redis://localhost";

    //[multiplexed
    // writes wait half a millisecond for more calls, and no more than ten commands wait in the server at the same time
    async_client gathering{loop, multiplexed{.max_exclusive_connections = 10, .flush_delay = 500us}};
    //]
    //[one_executor
    auto strand = asio::make_strand(loop);
    async_client<one_executor<decltype(strand)>> on_a_strand{strand};
    //]

    //[any_thread
    asio::io_context engine;
    auto from_anywhere = from_url<async_client<any_thread<>>>(url, engine);
    auto work = asio::make_work_guard(engine);  // it waits for calls
    std::thread thread([&] { engine.run(); });

    std::vector<std::thread> threads;
    for (int n = 0; n != 16; ++n)
        threads.emplace_back([&] {
            std::future<std::string> pong = from_anywhere(cmd::ping(), asio::use_future);
            pong.get();
        });
    for (auto& each : threads) each.join();
    //]
    work.reset();
    thread.join();

    auto db = from_url<async_client<one_executor<decltype(strand)>>>(url, strand);
    bool as_shown = false;
    asio::post(strand, [&] { db(cmd::ping(), [&](std::exception_ptr, std::string pong) { as_shown = pong == "PONG"; }); });
    loop.run();
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
