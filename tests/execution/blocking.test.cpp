// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/blocking.hpp>

#include <hibana/execution/condition_variable.hpp>
#include <hibana/execution/execution.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/transport/tcp_transport.hpp>

#include "catch.hpp"
#include "transport/listener.hpp"

#include <chrono>
#include <string>
#include <type_traits>

using namespace hibana;
using hibana::testing::manual_clock;
using namespace std::chrono_literals;

namespace {

static_assert(execution<blocking>);
static_assert(execution<basic_blocking<manual_clock>>);
static_assert(std::is_empty_v<blocking>);
static_assert(!blocking::concurrent);

/// A flow for any execution.
template <execution Execution>
auto ask(Execution& execution, endpoint where, std::string question, deadline until)
    -> task_of<Execution, result<std::string>> {
    auto stream = co_await tcp_transport().open(execution, where, until);
    if (!stream) co_return stream.error();
    auto sent = co_await stream->write(question, until);
    if (!sent) co_return sent.error();
    char answer[64];
    auto size = co_await stream->read_some(answer, until);
    if (!size) co_return size.error();
    co_return std::string(answer, *size);
}

}  // namespace

TEST_CASE("blocking: a flow runs as a plain function call", "[execution]") {
    const test::listener server;
    std::string received;
    std::thread peer([&] {
        const auto client = server.accept();
        received = client.receive(4);
        client.send_all("pong");
    });
    blocking execution;

    const auto answer = ask(execution, server.endpoint(), "ping", deadline::after(5s, execution.now())).get();
    peer.join();

    REQUIRE(answer);
    CHECK(*answer == "pong");
    CHECK(received == "ping");
}

TEST_CASE("blocking: sleep_until returns at its time, or immediately if it has passed", "[execution]") {
    blocking execution;
    const auto until = execution.now() + 2ms;

    CHECK(execution.sleep_until(until).get());
    CHECK(execution.now() >= until);
    CHECK(execution.sleep_until(until).get());
    CHECK(execution.sleep_until(time_point::min()).get());
}

TEST_CASE("blocking: with a manual clock sleeping takes no real time", "[execution]") {
    manual_clock clock;
    basic_blocking<manual_clock> execution(clock);
    const auto until = clock.now() + 24h;

    CHECK(execution.sleep_until(until).get());

    CHECK(clock.now() == until);
    CHECK(execution.sleep_until(until - 1h).get());
    CHECK(clock.now() == until);
}

TEST_CASE("blocking: names and numeric addresses are resolved", "[execution]") {
    blocking execution;
    const auto until = deadline::after(20s, execution.now());

    const auto numeric = execution.resolve("::1", 6379, until).get();
    REQUIRE(numeric);
    CHECK(numeric->front().endpoint().text() == "[::1]:6379");

    const auto named = execution.resolve("localhost", 6379, until).get();
    REQUIRE(named);
    CHECK(named->front().port() == 6379);
}
