// SPDX-License-Identifier: BSL-1.0
/// \file  The policies that only an asynchronous client has.
#include <hibana/async_client.hpp>
#include <hibana/hibana.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;

int main(int count, char** arguments) try {
    asio::io_context loop;
    const std::string url = count > 1 ? arguments[1] : "redis://localhost";

    //[multiplexed
    // writes wait half a millisecond for more calls, and no more than ten commands wait in the server at the same time
    async_client gathering{loop, multiplexed{.own_connections = 10, .gather_for = 500us}};
    //]
    //[one_executor
    auto strand = asio::make_strand(loop);
    async_client<one_executor<decltype(strand)>> on_a_strand{strand};
    //]

    auto db = from_url<async_client<one_executor<decltype(strand)>>>(url, strand);
    bool as_shown = false;
    asio::post(strand, [&] { db(cmd::ping(), [&](std::exception_ptr, std::string pong) { as_shown = pong == "PONG"; }); });
    loop.run();
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
