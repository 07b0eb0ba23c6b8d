// SPDX-License-Identifier: BSL-1.0
/// \file  Timeouts: of all calls, of one call, and of commands that block in the server.
#include <hibana/hibana.hpp>

#include <chrono>
#include <iostream>

using namespace hibana;
using namespace std::chrono_literals;

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
    // A request that is built at run time states it.
    const auto nothing_again = db(any_request("BLPOP", "example:none", 0.1).block_timeout(100ms));
    //]
    as_shown = as_shown && nothing && *nothing == std::nullopt && nothing_again && nothing_again->is_null();

    //[late
    // `within` limits the total time; this command blocks without limit. The server may execute a command after its timeout.
    const auto late = db.within(50ms)(cmd::blpop("example:none", 0s));
    //]
    std::cout << late.error().message() << '\n';
    as_shown = as_shown && late.error() == errc::timeout && late.error().fate() == fate::unknown;

    //[never
    auto patient = from_url<client<return_errors>>(address, session_settings{.command_timeout = no_timeout});
    //]
    as_shown = as_shown && patient(cmd::ping()).has_value();
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
