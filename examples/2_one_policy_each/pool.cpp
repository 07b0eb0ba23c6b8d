// SPDX-License-Identifier: BSL-1.0
/// \file  One client for many threads: pools of connections, and the error of an exhausted pool.
#include <hibana/hibana.hpp>

#include <chrono>
#include <iostream>
#include <thread>

using namespace hibana;
using namespace std::chrono_literals;

int main(int count, char** arguments) try {
    const std::string address = count > 1 ? arguments[1] : "redis://localhost";

    //[threads
    auto db = from_url<client<blocking_connection_pool>>(address, blocking_connection_pool{.max_connections = 4});
    db(cmd::del("example:n"));

    std::vector<std::thread> threads;
    for (int n = 0; n != 16; ++n)
        threads.emplace_back([&db] {
            for (int turn = 0; turn != 100; ++turn) db(cmd::incr("example:n"));
        });
    for (auto& thread : threads) thread.join();
    //]
    bool as_shown = db(cmd::get("example:n").as<int>()) == 1600;
    const pool_stats used = db.connections().stats();
    std::cout << "16 threads, " << used.open << " connections\n";
    as_shown = as_shown && used.open <= 4 && used.idle == used.open;

    //[exhausted
    auto one = from_url<client<connection_pool, return_errors>>(address, connection_pool{.max_connections = 1});
    auto held = one.pin();
    const error refused = one(cmd::ping()).error();  // at once: a `connection_pool` does not wait
    //]
    as_shown = as_shown && refused == errc::pool_exhausted && refused.fate() == fate::not_sent;

    //[wait
    auto patient = from_url<client<blocking_connection_pool, return_errors>>(
        address, blocking_connection_pool{.max_connections = 1, .acquire_timeout = 20ms});
    auto other = patient.pin();
    const error waited = patient(cmd::ping()).error();  // after 20 ms
    //]
    as_shown = as_shown && waited == errc::pool_exhausted;

    db(cmd::del("example:n"));
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
