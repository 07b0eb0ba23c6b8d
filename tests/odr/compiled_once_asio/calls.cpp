// SPDX-License-Identifier: BSL-1.0
/// \file  One of the many files that make calls.
#include "redis.hpp"

#include <hibana/core/exceptions.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cstdio>

namespace {

hibana::asio::awaitable<void> calls(redis& db, bool& is_refused) {
    try {
        co_await db(hibana::cmd::set("key", "value"));
    } catch (const hibana::connection_error& err) {
        std::printf("%s\n", err.what());
        is_refused = true;
    }
}

}  // namespace

int main() {
    hibana::asio::io_context loop{1};
    redis db{loop, hibana::unix_transport{.path = "/nonexistent/socket"}};
    bool is_refused = false;
    hibana::asio::co_spawn(loop, calls(db, is_refused), hibana::asio::detached);
    loop.run();
    return is_refused ? 0 : 1;
}
