// SPDX-License-Identifier: BSL-1.0
/// \file  Tests of coroutines that use a client, with a script and a simulated clock.
#include <hibana/async_client.hpp>
#include <hibana/hibana.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/simulated_clock.hpp>

#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

//[code
// The code under test, for any asynchronous client.
template <class Client> asio::awaitable<std::string> greeting_for(Client& db, std::string user) {
    const auto language = co_await db.within(200ms).results(cmd::hget(user, "language"));
    if (!language) co_return "(" + std::string(describe(language.error().condition())) + ")";
    co_return *language == "ja" ? "こんにちは" : "hello";
}
//]

//[test
// What a user is greeted with by a server that takes so long, and how long that took.
std::pair<std::string, duration> greeting_after(duration thinking) {
    auto server = testing::script()
                      .expect(std::string(encoded(cmd::hget("user:1", "language"))))
                      .delay(thinking)
                      .answer("$2\r\nja\r\n")
                      .serve();
    asio::io_context loop;
    async_client db{loop, server.transport(), resp2_parser{}, testing::simulated_clock{}, session_settings{.library_name = ""}};

    std::string greeting;
    const auto began = testing::simulated_clock::now();
    asio::co_spawn(loop, greeting_for(db, "user:1"), [&](std::exception_ptr, std::string sent) { greeting = std::move(sent); });
    testing::simulated_clock::run(loop);  // in the place of loop.run(); where that would wait, the clock is put forward
    return {greeting, testing::simulated_clock::now() - began};
}

bool is_greeted() { return greeting_after(150ms).first == "こんにちは"; }

bool a_server_that_thinks_for_an_hour_is_not_waited_for() {
    const auto [greeting, time] = greeting_after(1h);
    return greeting == "(timed out)" && time < 250ms;  // and no time has passed for the one who waits for this test
}
//]

}  // namespace

int main() { return is_greeted() && a_server_that_thinks_for_an_hour_is_not_waited_for() ? 0 : 1; }
