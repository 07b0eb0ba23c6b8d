// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

using namespace hibana;
using namespace std::chrono_literals;
using text = std::optional<std::string>;
using client_type = async_client<in_memory_transport, testing::seeded_random, return_errors>;

TEST_CASE("async_client: its type is deduced from policy objects in any order", "[client]") {
    asio::io_context loop;
    async_client db{loop, constant_backoff{.wait = 3ms}, in_memory_transport{.port = 7}};
    STATIC_REQUIRE(std::is_same_v<decltype(db), async_client<constant_backoff, in_memory_transport>>);
    CHECK(db.context().backoff.wait == 3ms);
    CHECK(db.context().transport.port == 7);
    CHECK(db.get_executor() == loop.get_executor());
}

TEST_CASE("async_client: connects on its first call and does not keep an idle loop running", "[client]") {
    const auto server = support::echoing_server();
    asio::io_context loop;
    client_type db{loop, in_memory_transport{.server = server}, support::unnamed()};
    loop.run();
    CHECK(server->attempts == 0);
    std::string got;
    db(cmd::get("a"), [&](result<text> one) { got += **one; });
    loop.restart();
    loop.run();
    CHECK(got == "a");
    CHECK(server->attempts == 1);
}

TEST_CASE("async_client: calls that are pending when it is destroyed complete as cancelled", "[client]") {
    asio::io_context loop;
    std::optional<result<text>> got;
    {
        client_type db{loop, in_memory_transport{.server = support::echoing_server()}, support::unnamed()};
        db(cmd::get("a"), [&](result<text> outcome) { got = std::move(outcome); });
    }
    CHECK_FALSE(got);
    loop.run();
    REQUIRE(got);
    REQUIRE_FALSE(got->has_value());
    CHECK(got->error() == errc::cancelled);
}
