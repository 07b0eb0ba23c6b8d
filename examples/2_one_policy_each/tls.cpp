// SPDX-License-Identifier: BSL-1.0
/// \file  TLS: server and client certificates, and refused connections. Starts a server with certificates of its own.
#include "support/certificates.hpp"
#include "support/server.hpp"

#include <hibana/hibana.hpp>
#include <hibana/transport/tls_transport.hpp>

#include <iostream>

using namespace hibana;

int main() try {
    if (const auto reason = test::no_server()) {
        std::cout << "no server to show this with: " << *reason << '\n';
        return 77;
    }
    const test::certificate_authority authority;
    const auto of_server = authority.issue({.names = {"localhost", "redis.internal"}, .addresses = {}});
    const auto of_client = authority.issue({.common_name = "ann", .names = {}, .addresses = {}});
    test::server server({.tls = test::tls_identity{.certificate = of_server.certificate,
                                                   .key = of_server.key,
                                                   .authority = authority.certificate(),
                                                   .ask_for_client = true}});
    const std::uint16_t port = server.tls_port();
    const std::string authority_pem = authority.certificate();

    //[use
    client db{tls_transport{.host = "localhost",
                            .port = port,
                            .ca_data = authority_pem,
                            .certificate_data = of_client.certificate,  // the server asks for one
                            .key_data = of_client.key}};
    db(cmd::set("greeting", "hello"));
    //]
    bool as_shown = db(cmd::get("greeting")) == "hello";

    //[refused
    // An authority that this machine does not trust: refused before a byte of Redis is sent.
    client<tls_transport, no_retry, return_errors> careful{tls_transport{.host = "localhost", .port = port}};
    const error refused = careful(cmd::get("greeting")).error();
    //]
    std::cout << refused.message() << '\n';
    as_shown = as_shown && refused == errc::tls_failed && refused.fate() == fate::not_sent;

    //[name
    // Connected to by its address, and held to the name that its certificate is for.
    client by_address{tls_transport{.host = "127.0.0.1",
                                    .port = port,
                                    .ca_data = authority_pem,
                                    .certificate_data = of_client.certificate,
                                    .key_data = of_client.key,
                                    .server_name = "redis.internal"}};
    //]
    as_shown = as_shown && by_address(cmd::get("greeting")) == "hello";
    return as_shown ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
