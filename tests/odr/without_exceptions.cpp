// SPDX-License-Identifier: BSL-1.0
/// \file  A client that returns its errors, in a program without exceptions and type information.
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <cstdio>

int main() {
    using namespace hibana;
    client db{unix_transport{.path = "/nonexistent/socket"}, no_retry{}, return_errors{}};

    const auto reply = db(cmd::get("key"));
    if (reply || reply.error().condition() != errc::connect_failed) return 1;

    std::printf("%s\n", reply.error().message().c_str());
    return 0;
}
