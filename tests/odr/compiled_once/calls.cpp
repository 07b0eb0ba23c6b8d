// SPDX-License-Identifier: BSL-1.0
/// \file  One of the many files that make calls.
#include "redis.hpp"

#include <hibana/core/exceptions.hpp>

#include <cstdio>

int main() {
    redis db{hibana::unix_transport{.path = "/nonexistent/socket"}};
    try {
        db(hibana::cmd::set("key", "value"));
    } catch (const hibana::connection_error& err) {
        std::printf("%s\n", err.what());
        return 0;
    }
    return 1;
}
