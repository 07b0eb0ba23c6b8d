// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/any_thread.hpp>
#include <hibana/asio/cross_thread_client.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

using namespace hibana;
using namespace std::chrono_literals;
using text = std::optional<std::string>;
using client_type = async_client<in_memory_transport, testing::seeded_random, return_errors, any_thread<>>;

TEST_CASE("cross_thread_call_operators: have the timeout of the command, or one of their own", "[asio]") {
    asio::io_context loop;
    client_type db{loop, in_memory_transport{.server = support::echoing_server()}, support::unnamed()};
    CHECK(client_type::calls_type(db.core()).timeout() == detail::default_timeout);
    CHECK(db.within(7ms).timeout() == 7ms);
    CHECK(&db.within(7ms).execution() == &db.core().context().execution);
}

TEST_CASE("cross_thread_core: its destruction on another thread completes pending calls as cancelled, on the executor", "[asio][threads]") {
    asio::io_context loop;
    auto db = std::make_unique<client_type>(loop, in_memory_transport{.server = support::echoing_server()}, support::unnamed());
    std::optional<result<text>> got;
    std::thread([&] {
        (*db)(cmd::get("a"), [&](result<text> outcome) { got = std::move(outcome); });
        db.reset();
    }).join();
    CHECK_FALSE(got);
    loop.run();
    REQUIRE(got);
    REQUIRE_FALSE(got->has_value());
    CHECK(got->error() == errc::cancelled);
}
