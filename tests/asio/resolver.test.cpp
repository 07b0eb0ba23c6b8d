// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/execution.hpp>
#include <hibana/asio/resolver.hpp>

#include "catch.hpp"

#include <optional>
#include <string>
#include <utility>

using namespace hibana;

namespace {

flow_task<result<address_list>> resolve(asio_execution<>& execution, std::string host) {
    co_return co_await execution.resolve(host, 6379, deadline::never());
}

struct stage {
    asio::io_context loop{};
    asio_execution<> execution{loop.get_executor()};
    detail::task_handle running{};
    std::optional<result<address_list>> found{};

    void start(const std::string& host) {
        detail::start_flow(running, resolve(execution, host), [this](auto outcome) { found = std::move(outcome); });
    }
};

}  // namespace

TEST_CASE("resolve_awaiter: a numeric address is resolved at once", "[asio]") {
    stage at;
    at.start("127.0.0.1");
    REQUIRE(at.found);
    REQUIRE(at.found->has_value());
    CHECK((*at.found)->size() == 1);
    CHECK_FALSE(at.running.is_running());
}

TEST_CASE("resolve_awaiter: a name that cannot exist is refused without a lookup", "[asio]") {
    const std::string host = GENERATE(std::string(), std::string("a\0b", 3));
    stage at;
    at.start(host);
    REQUIRE(at.found);
    CHECK(at.found->error() == errc::invalid_argument);
    CHECK(at.found->error().fate() == fate::not_sent);
}

TEST_CASE("resolve_awaiter: a name is looked up in another thread, and the flow is resumed by its loop", "[asio][threads]") {
    stage at;
    at.start("localhost");
    CHECK_FALSE(at.found);
    at.loop.run();
    REQUIRE(at.found);
    REQUIRE(at.found->has_value());
    CHECK_FALSE((*at.found)->empty());
}

TEST_CASE("resolve_awaiter: a cancelled lookup reports the cancellation in a later turn", "[asio][threads]") {
    stage at;
    at.start("localhost");
    at.running.cancel();
    CHECK_FALSE(at.found);
    at.loop.run();
    REQUIRE(at.found);
    REQUIRE_FALSE(at.found->has_value());
    CHECK(at.found->error() == errc::cancelled);
}
