// SPDX-License-Identifier: BSL-1.0
/// \file  Program without the header of exceptions: errors are thrown as redis_error, not as a derived class.
#include <hibana/client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/transport/unix_transport.hpp>

#include <cstdio>
#include <typeinfo>

int main() {
    hibana::client<hibana::unix_transport, hibana::no_retry> db{hibana::unix_transport{.path = "/nonexistent/socket"}};
    try {
        db(hibana::cmd::get("key"));
    } catch (const hibana::redis_error& err) {
        std::printf("%s\n", err.what());
        return err.code() == hibana::errc::connect_failed && typeid(err) == typeid(hibana::redis_error) ? 0 : 1;
    }
    return 1;
}
