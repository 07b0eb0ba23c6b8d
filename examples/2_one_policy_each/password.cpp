// SPDX-License-Identifier: BSL-1.0
/// \file  Users and passwords. Adds a user to the server for as long as it runs.
#include <hibana/hibana.hpp>

#include <iostream>

using namespace hibana;

int main(int count, char** arguments) try {
    const auto where = url::parse(count > 1 ? arguments[1] : "redis://localhost").value().endpoint;
    const std::string host(where.host());
    const std::uint16_t port = where.port();
    client admin{tcp_transport{.host = host, .port = port}};
    admin(any_request("ACL SETUSER", "example", "reset", "on", ">sp@rk", "~*", "+@read", "+hello", "+client"));

    //[object
    client db{tcp_transport{.host = host, .port = port}, password_auth{.user = "example", .password = "sp@rk"}};
    db(cmd::get("example:text"));
    //]

    //[url
    // In a URL what has a meaning there is percent-coded.
    auto same = from_url<client<password_auth>>("redis://example:sp%40rk@" + host + ":" + std::to_string(port));
    same(cmd::get("example:text"));
    //]

    //[wrong
    client<password_auth> err{tcp_transport{.host = host, .port = port},
                                password_auth{.user = "example", .password = "other"}};
    bool was_refused = false;
    try {
        err(cmd::get("example:text"));
    } catch (const authentication_error& error) {  // no connection_error, and not tried again
        std::cout << error.what() << '\n';
        was_refused = true;
    }
    //]

    //[permission
    bool was_forbidden = false;
    try {
        db(cmd::set("example:text", "x"));
    } catch (const no_permission_error& error) {
        std::cout << error.what() << '\n';
        was_forbidden = true;
    }
    //]
    admin(any_request("ACL DELUSER", "example"));
    return was_refused && was_forbidden ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
