// SPDX-License-Identifier: BSL-1.0
#include <hibana/multiplex/exclusive_connections.hpp>

#include "catch.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

using namespace hibana;
using detail::exclusive_connections;

namespace {

// A multiplexer whose availability the test sets.
struct fake_multiplexer {
    using node_type = std::vector<fake_multiplexer*>;
    enum class mode { shared, exclusive, pinned };

    mode current;
    std::size_t limit;
    bool available = false;
    bool is_shut_down = false;

    static std::shared_ptr<fake_multiplexer> make(const std::shared_ptr<node_type>& node, const multiplexed& settings, mode first) {
        auto made = std::make_shared<fake_multiplexer>(fake_multiplexer{first, settings.max_exclusive_connections});
        node->push_back(made.get());
        return made;
    }
    bool is_available() const { return available; }
    void set_mode(mode next) {
        current = next;
        available = false;
    }
    void shut_down() { is_shut_down = true; }
};
using mode = fake_multiplexer::mode;

struct stage {
    std::shared_ptr<fake_multiplexer::node_type> made = std::make_shared<fake_multiplexer::node_type>();
    exclusive_connections<fake_multiplexer> connections;
    error refusal{};

    explicit stage(std::size_t limit) : connections(made, multiplexed{.max_exclusive_connections = limit}) {}
};

}  // namespace

TEST_CASE("exclusive_connections: opens a connection only if none is available", "[multiplex]") {
    stage at(10);
    auto* const first = at.connections.acquire(mode::exclusive, at.refusal);
    auto* const second = at.connections.acquire(mode::pinned, at.refusal);
    REQUIRE(*at.made == std::vector{first, second});
    CHECK(first->current == mode::exclusive);
    CHECK(second->current == mode::pinned);
    CHECK(first->limit == 10);

    second->available = true;
    CHECK(at.connections.acquire(mode::exclusive, at.refusal) == second);
    CHECK(second->current == mode::exclusive);
    CHECK(at.made->size() == 2);
    CHECK_FALSE(at.refusal);
}

TEST_CASE("exclusive_connections: at the limit a request is refused as not sent", "[multiplex]") {
    stage at(2);
    auto* const first = at.connections.acquire(mode::exclusive, at.refusal);
    at.connections.acquire(mode::exclusive, at.refusal);
    CHECK_FALSE(at.refusal);

    CHECK(at.connections.acquire(mode::exclusive, at.refusal) == nullptr);
    CHECK(at.refusal == errc::pool_exhausted);
    CHECK(at.refusal.fate() == fate::not_sent);
    CHECK(at.refusal.message().find("all 2 exclusive connections") != std::string::npos);
    CHECK(at.made->size() == 2);

    at.refusal = error();
    first->available = true;
    CHECK(at.connections.acquire(mode::exclusive, at.refusal) == first);
    CHECK_FALSE(at.refusal);
}

TEST_CASE("exclusive_connections: an earlier refusal is kept", "[multiplex]") {
    stage at(0);
    at.refusal = error(errc::invalid_argument);
    CHECK(at.connections.acquire(mode::pinned, at.refusal) == nullptr);
    CHECK(at.refusal == errc::invalid_argument);
}

TEST_CASE("exclusive_connections: the statistics count open and idle connections", "[multiplex]") {
    stage at(5);
    CHECK(at.connections.stats().max == 5);
    CHECK(at.connections.stats().open == 0);
    auto* const first = at.connections.acquire(mode::exclusive, at.refusal);
    at.connections.acquire(mode::exclusive, at.refusal);
    CHECK(at.connections.stats().open == 2);
    CHECK(at.connections.stats().idle == 0);
    first->available = true;
    CHECK(at.connections.stats().open == 2);
    CHECK(at.connections.stats().idle == 1);
}

TEST_CASE("exclusive_connections: shuts down all connections, idle or not", "[multiplex]") {
    stage at(5);
    auto* const first = at.connections.acquire(mode::exclusive, at.refusal);
    auto* const second = at.connections.acquire(mode::exclusive, at.refusal);
    first->available = true;
    at.connections.shut_down();
    CHECK(first->is_shut_down);
    CHECK(second->is_shut_down);
}
