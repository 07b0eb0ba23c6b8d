// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/awaitable_support.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>

#include <optional>
#include <string>

using namespace hibana;
using support::bulk;
using support::words;

namespace {

session_settings unnamed() {
    session_settings settings;
    settings.library_name.clear();
    return settings;
}

// Runs `coroutine(db)` on a client that throws errors; the server replies to GET a and GET b.
template <class Coroutine> std::string run(const std::string& first, const std::string& second, Coroutine coroutine) {
    auto server = testing::script().expect(words("HELLO 3")).answer(support::hello_reply())
                      .expect(words("GET a")).answer(first).expect(words("GET b")).answer(second).serve();
    asio::io_context loop;
    async_client<in_memory_transport> db(loop, server.transport(), unnamed());
    std::string log;
    asio::co_spawn(loop, coroutine(db, log), asio::detached);
    loop.run();
    return log;
}

using client_type = async_client<in_memory_transport>;

asio::awaitable<void> await_two(client_type& db, std::string& log) {
    log += *co_await db(cmd::get("a"));
    log += *co_await db(cmd::get("b"));
}
asio::awaitable<void> await_failure(client_type& db, std::string& log) {
    try {
        static_cast<void>(co_await db(cmd::get("a")));
    } catch (const redis_error& caught) {
        log += caught.error().prefix();
    }
    log += *co_await db(cmd::get("b"));
}
asio::awaitable<void> await_deferred(client_type& db, std::string& log) {
    auto first = db(cmd::get("a"), asio::deferred);
    log += *co_await std::move(first)(asio::use_awaitable);
    log += *co_await db(cmd::get("b"), asio::use_awaitable);
}

}  // namespace

TEST_CASE("awaitable_support: an asio::awaitable awaits calls without a token, and gets their values", "[asio]") {
    CHECK(run(bulk("1"), bulk("2"), await_two) == "12");
}

TEST_CASE("awaitable_support: an error is thrown where the call is awaited, and the next call is not affected", "[asio]") {
    CHECK(run("-WRONGTYPE no\r\n", bulk("2"), await_failure) == "WRONGTYPE2");
}

TEST_CASE("awaitable_support: a call with deferred or use_awaitable is awaited too", "[asio]") {
    CHECK(run(bulk("1"), bulk("2"), await_deferred) == "12");
}
