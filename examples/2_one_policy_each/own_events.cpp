// SPDX-License-Identifier: BSL-1.0
/// \file  A user-defined event sink: a log of the events of a connection.
#include <hibana/hibana.hpp>

#include <chrono>
#include <iostream>
#include <sstream>

using namespace hibana;

//[sink
// It has `on` for the events that it wants to hear of; for the others no code is left.
struct connection_log {
    using plays = role::events;

    std::ostream* out = &std::clog;

    void on(const event::connected& now) {
        *out << "connected to " << now.endpoint << " by RESP" << now.protocol << '\n';
    }
    void on(const event::disconnected& now) { *out << "lost " << now.endpoint << ": " << now.error.message() << '\n'; }
    void on(const event::retrying& now) {
        *out << now.command << ": attempt " << now.attempt << " in " << now.delay / std::chrono::milliseconds(1)
             << " ms\n";
    }
};
//]

int main(int count, char** arguments) try {
    const std::string address = count > 1 ? arguments[1] : "redis://localhost";
    std::ostringstream written;

    //[use
    auto db = from_url<client<connection_log>>(address, connection_log{&written});
    const auto id = db(cmd::client::id());
    from_url<client<>>(address)(cmd::client::kill(opt::id(id)));  // somebody else closes our connection
    db(cmd::get("example:text"));                                 // is sent again over a new one
    //]
    std::cout << written.str();
    const std::string text = written.str();
    const auto has = [&](std::string_view part) { return text.find(part) != text.npos; };
    return has("connected to ") && has("lost ") && has("GET: attempt 2") ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
