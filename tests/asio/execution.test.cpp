// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/condition_variable.hpp>
#include <hibana/asio/execution.hpp>
#include <hibana/testing/simulated_clock.hpp>

#include "catch.hpp"
#include "transport/listener.hpp"

#include <optional>
#include <string>
#include <utility>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::testing::simulated_clock;

namespace {

using executor = asio::io_context::executor_type;
using simulated_execution = asio_execution<executor, simulated_clock>;

flow_task<result<void>> sleep(simulated_execution& execution, time_point until) { co_return co_await execution.sleep_until(until); }

flow_task<result<void>> connect(asio_execution<>& execution, socket_address address) {
    auto opened = co_await execution.connect(address, socket_options(), deadline::at(execution.now() + 1h));
    if (!opened) co_return std::move(opened).error();
    co_return result<void>();
}

struct stage {
    asio::io_context loop{};
    simulated_execution execution{loop.get_executor()};
    detail::task_handle running{};
    std::optional<result<void>> slept{};

    void start(time_point until) {
        detail::start_flow(running, sleep(execution, until), [this](result<void> outcome) { slept = std::move(outcome); });
    }
};

}  // namespace

TEST_CASE("asio_execution: a flow sleeps until the time on the clock policy", "[asio]") {
    stage at;
    const time_point start = at.execution.now();
    at.start(start + 1h);
    at.loop.poll();
    CHECK_FALSE(at.slept);
    simulated_clock::run(at.loop);
    REQUIRE(at.slept);
    CHECK(at.slept->has_value());
    CHECK(at.execution.now() == start + 1h);
}

TEST_CASE("asio_execution: a cancelled sleep ends early, also if its timer has expired", "[asio]") {
    stage at;
    const time_point start = at.execution.now();
    at.start(start + 1h);
    SECTION("before it expires") { at.running.cancel(); }
    SECTION("after it has expired") {
        simulated_clock::advance(2h);
        at.running.cancel();
    }
    CHECK_FALSE(at.slept);  // it ends in a later turn
    at.loop.restart();
    at.loop.poll();
    REQUIRE(at.slept);
    REQUIRE_FALSE(at.slept->has_value());
    CHECK(at.slept->error() == errc::cancelled);
}

TEST_CASE("asio_execution: posts functions to its executor, in order", "[asio]") {
    stage at;
    std::string order;
    at.execution.post([&] { order += 'a'; });
    at.execution.post([&] { order += 'b'; });
    CHECK(order.empty());
    at.loop.poll();
    CHECK(order == "ab");
    CHECK(at.execution.executor() == at.loop.get_executor());
}

TEST_CASE("asio_execution: connects to a listening socket, and reports one that is closed", "[asio]") {
    std::optional<test::listener> server(std::in_place);
    const socket_address address = *socket_address::numeric("127.0.0.1", server->port());
    const bool is_listening = GENERATE(true, false);
    if (!is_listening) server.reset();
    asio::io_context loop;
    asio_execution<> execution(loop.get_executor());
    detail::task_handle running;
    std::optional<result<void>> connected;
    detail::start_flow(running, connect(execution, address), [&](result<void> outcome) { connected = std::move(outcome); });
    loop.run();
    REQUIRE(connected);
    CHECK(connected->has_value() == is_listening);
    if (!is_listening) CHECK(connected->error() == errc::connect_failed);
}
