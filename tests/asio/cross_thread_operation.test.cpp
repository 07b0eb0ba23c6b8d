// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/any_thread.hpp>
#include <hibana/asio/cross_thread_operation.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <optional>
#include <string>

using namespace hibana;
using support::bulk;
using support::words;

namespace {

using client_type = async_client<in_memory_transport, any_thread<>, return_errors>;
using text = std::optional<std::string>;

session_settings unnamed() {
    session_settings settings;
    settings.library_name.clear();
    return settings;
}
auto greeted() { return testing::script().expect(words("HELLO 3")).answer(support::hello_reply()); }

}  // namespace

TEST_CASE("cross_thread_operation: starts when it is made, and is awaited later", "[asio]") {
    auto server = greeted().expect(words("GET a") + words("GET b")).answer(bulk("1") + bulk("2")).serve();
    asio::io_context loop;
    client_type db(loop, server.transport(), unnamed());
    std::string got;

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        auto first = db(cmd::get("a"));
        auto second = db(cmd::get("b"));
        const auto two = co_await std::move(second);
        const auto one = co_await std::move(first);
        got = **one + **two;
    }, asio::detached);
    loop.run();

    CHECK(got == "12");
    CHECK(server.is_complete());
}

TEST_CASE("cross_thread_operation: destroyed before it is awaited, its reply is discarded", "[asio]") {
    auto server = greeted().expect(words("GET b")).answer(bulk("2")).serve();
    asio::io_context loop;
    client_type db(loop, server.transport(), unnamed());
    std::string got;

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        {
            auto abandoned = db(cmd::get("a"));
        }
        const auto reply = co_await db(cmd::get("b"));
        got = reply ? **reply : reply.error().message();
    }, asio::detached);
    loop.run();

    CHECK(got == "2");
}

TEST_CASE("cross_thread_handler_operation: is cancelled by its slot", "[asio]") {
    auto server = greeted().expect(words("GET a")).serve();
    asio::io_context loop;
    client_type db(loop, server.transport(), unnamed());
    asio::cancellation_signal stop;
    std::optional<error> outcome;

    db(cmd::get("a"), asio::bind_cancellation_slot(stop.slot(), [&](result<text> got) { outcome = got.error(); }));
    asio::post(loop, [&] { stop.emit(asio::cancellation_type::terminal); });
    loop.run();

    REQUIRE(outcome);
    CHECK(*outcome == errc::cancelled);
}
