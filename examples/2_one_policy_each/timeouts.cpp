// SPDX-License-Identifier: BSL-1.0
/// \file  How long a call may take: for all calls, for one, and for those that the server answers late on purpose.
#include <hibana/hibana.hpp>

#include <chrono>
#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

int main(int count, char** arguments) try {
    const std::string address = count > 1 ? arguments[1] : "redis://localhost";

    //[settings
    auto db = from_url<client<return_errors>>(address, session_settings{.command_timeout = 2s, .connect_timeout = 500ms});
    //]
    bool as_shown = db(cmd::ping()).has_value();

    //[within
    const auto quick = db.within(50ms)(cmd::get("example:text"));
    //]
    as_shown = as_shown && quick.has_value();

    //[blocking
    // The server keeps the answer back for up to 100 ms. That is added to the timeout of the settings.
    const auto nothing = db(cmd::blpop("example:none", 100ms));
    // A request put together at run time says it.
    const auto nothing_again = db(any_request("BLPOP", "example:none", 0.1).block_timeout(100ms));
    //]
    as_shown = as_shown && nothing && *nothing == std::nullopt && nothing_again && nothing_again->is_null();

    //[late
    // `within` is the total time, whatever the block time is. A call that is given up may have been executed.
    const auto start = steady::now();
    const auto late = db.within(50ms)(cmd::blpop("example:none", 1s));
    const auto took = steady::now() - start;
    //]
    std::cout << late.error().message() << '\n';
    as_shown = as_shown && late.error() == errc::timeout && late.error().fate() == fate::unknown && took >= 50ms
               && took < 900ms;

    //[never
    auto patient = from_url<client<return_errors>>(address, session_settings{.command_timeout = no_timeout});
    //]
    as_shown = as_shown && patient(cmd::ping()).has_value();
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
