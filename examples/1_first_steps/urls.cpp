// SPDX-License-Identifier: BSL-1.0
/// \file  Clients from URLs: the settings of a URL, its errors, and a client type that depends on the URL.
#include <hibana/hibana.hpp>

#include <iostream>
#include <map>
#include <string>

using namespace hibana;

namespace {

void add_parameters(std::string& url) {
    //[parameters
    url += "?client_name=example&socket_timeout=0.5&max_connections=4";
    //]
}

//[choose
// The type is chosen once, where the URL is read; what works with the client is a template or knows nothing of transports.
template <class Work>
void with_client(const std::string& text, Work work) {
    const bool is_local = url::parse(text).value().endpoint.is_local();
    if (is_local) {
        auto db = from_url<client<unix_transport>>(text);
        work(db);
    } else {
        auto db = from_url<client<>>(text);
        work(db);
    }
}
//]

}  // namespace

int main(int count, char** arguments) try {
    std::string address = count > 1 ? arguments[1] : "redis://localhost";
    bool as_shown = true;

    // Where this server also listens on a Unix socket, its URL is tried as well.
    std::string socket;
    with_client(address, [&](auto& db) {
        const auto settings = db(any_request("CONFIG GET", "unixsocket").as<std::map<std::string, std::string>>());
        if (const auto found = settings.find("unixsocket"); found != settings.end()) socket = found->second;
    });
    if (!socket.empty())
        with_client("unix://" + socket, [&](auto& db) { as_shown = as_shown && db(cmd::ping()) == "PONG"; });

    add_parameters(address);
    //[fill
    auto db = from_url<client<connection_pool>>(address);
    //]
    as_shown = as_shown && db(cmd::client::getname()) == "example" && db.connections().stats().max == 4;

    //[refuse
    try {
        from_url<client<>>("rediss://localhost");
    } catch (const invalid_url_error& error) {
        std::cout << error.what() << '\n';
    }
    //]
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
