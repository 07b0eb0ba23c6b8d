// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"

#include <boost/asio/bind_executor.hpp>

#include <optional>
#include <string>
#include <thread>
#include <type_traits>

using namespace hibana;
using text = std::optional<std::string>;
using client_type = async_client<in_memory_transport, testing::seeded_random, return_errors, any_thread<>>;

TEST_CASE("any_thread: is an execution policy with a core of its own", "[asio]") {
    STATIC_REQUIRE(std::is_same_v<any_thread<>::plays, role::execution>);
    STATIC_REQUIRE(std::is_same_v<client_type::core_type, detail::cross_thread_core<client_type::composition>>);
    STATIC_REQUIRE(std::is_same_v<client_type::executor_type, asio::io_context::executor_type>);
}

TEST_CASE("any_thread: calls of another thread run on the executor, and handlers on theirs", "[asio][threads]") {
    asio::io_context loop, other;
    client_type db{loop, in_memory_transport{.server = support::echoing_server()}, support::unnamed()};
    std::string on_client, on_other;
    std::thread([&] {
        db(cmd::get("a"), [&](result<text> got) { on_client = **got; });
        db(cmd::get("b"), asio::bind_executor(other.get_executor(), [&](result<text> got) { on_other = **got; }));
    }).join();
    CHECK(on_client.empty());
    loop.run();
    CHECK(on_client == "a");
    CHECK(on_other.empty());
    other.run();
    CHECK(on_other == "b");
}
