// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/one_executor.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_executor.hpp>

#include <optional>
#include <string>
#include <type_traits>

using namespace hibana;
using text = std::optional<std::string>;

TEST_CASE("one_executor: is the default execution policy, on the executor of an io_context", "[asio]") {
    STATIC_REQUIRE(std::is_same_v<one_executor<>::plays, role::execution>);
    STATIC_REQUIRE(std::is_same_v<async_client<>::composition::execution, one_executor<>>);
    STATIC_REQUIRE(std::is_same_v<async_client<>::executor_type, asio::io_context::executor_type>);
    STATIC_REQUIRE(std::is_same_v<async_client<one_executor<asio::any_io_executor>>::executor_type, asio::any_io_executor>);
}

TEST_CASE("one_executor: a handler is called on the executor of the client, or on its own", "[asio]") {
    asio::io_context loop, other;
    async_client<in_memory_transport, testing::seeded_random, return_errors, one_executor<>> db{
        loop, in_memory_transport{.server = support::echoing_server()}, support::unnamed()};
    std::string on_client, on_other;
    db(cmd::get("a"), [&](result<text> got) { on_client = **got; });
    db(cmd::get("b"), asio::bind_executor(other.get_executor(), [&](result<text> got) { on_other = **got; }));
    CHECK(on_client.empty());  // calls complete in a later turn
    loop.run();
    CHECK(on_client == "a");
    CHECK(on_other.empty());
    other.run();
    CHECK(on_other == "b");
}
