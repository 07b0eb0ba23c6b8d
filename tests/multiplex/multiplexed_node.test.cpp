// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/command/string.hpp>
#include <hibana/multiplex/multiplexed_node.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "support/raw_words.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

using namespace hibana;

namespace {

using client_type = async_client<in_memory_transport>;
using context_type = client_type::context_type;
using mode = detail::multiplexer<context_type>::mode;

std::shared_ptr<context_type> make_context(boost::asio::io_context& loop) {
    return std::make_shared<context_type>(detail::policy_arguments<>(), client_type::execution_type(loop.get_executor(), monotonic_clock()));
}

}  // namespace

TEST_CASE("multiplexed_node: has one shared connection, and exclusive ones up to the limit", "[multiplex]") {
    boost::asio::io_context loop;
    const auto server = detail::make_node(make_context(loop));
    detail::multiplexed_node<context_type> node(server, multiplexed{.max_exclusive_connections = 1});
    error refusal;

    auto* const exclusive = node.exclusive().acquire(mode::pinned, refusal);

    REQUIRE(exclusive);
    CHECK(exclusive != &node.shared());
    CHECK_FALSE(node.exclusive().acquire(mode::pinned, refusal));
    CHECK(refusal == errc::pool_exhausted);
    CHECK(&node.shared().connection().node() == server.get());
    CHECK(&exclusive->connection().node() == server.get());
}

TEST_CASE("multiplexed_node: shut down, it closes all of its connections", "[multiplex]") {
    boost::asio::io_context loop;
    detail::multiplexed_node<context_type> node(detail::make_node(make_context(loop)), multiplexed());
    error refusal;
    auto* const exclusive = node.exclusive().acquire(mode::exclusive, refusal);
    REQUIRE(exclusive);

    node.shut_down();

    CHECK(node.shared().is_closed());
    CHECK(exclusive->is_closed());
}

TEST_CASE("make_node: the node keeps the context alive", "[multiplex]") {
    boost::asio::io_context loop;
    auto context = make_context(loop);
    const std::weak_ptr<context_type> watched = context;

    auto node = detail::make_node(std::move(context));
    CHECK_FALSE(watched.expired());
    CHECK(&node->context() == watched.lock().get());

    node.reset();
    CHECK(watched.expired());
}
