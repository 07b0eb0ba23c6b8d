// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/messaging/monitor.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"
#include "support/pausable_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <iterator>
#include <memory>
#include <string>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;
using hibana::monitor;

namespace {

using throwing = hibana::client<hibana::in_memory_transport, manual_clock, seeded_random>;

script agreed() { return greeted().expect(words("MONITOR")).answer("+OK\r\n"); }
// The next connection, until the server is asked.
script again(script tale) { return tale.accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("MONITOR")); }
std::string reported(std::string_view arguments) { return "+1.000001 [0 lua] " + std::string(arguments) + "\r\n"; }

}  // namespace

static_assert(std::input_iterator<hibana::monitoring<throwing>::iterator>);

TEST_CASE("monitor: a range of what is executed", "[messaging]") {
    auto server = agreed().answer(reported(R"("get" "k")") + reported(R"("set" "k" "v")")).max_read_size(11).serve();
    throwing db{server.transport(), unnamed()};
    std::string received;

    for (auto& record : monitor(db)) {
        received += record.arguments[0] + " ";
        if (record.arguments[0] == "set") break;
    }

    CHECK(received == "get set ");
    CHECK(server.is_complete());
    CHECK(server.open_connections() == 0);
}

TEST_CASE("monitor: a command named OK is a line like others, and nothing in time is nothing", "[messaging]") {
    auto server = agreed().delay(1s).answer(reported(R"("ok")")).serve();
    throwing db{server.transport(), unnamed()};
    auto commands = monitor(db);

    CHECK_FALSE(commands.next(500ms));
    CHECK(commands.next(5s)->arguments[0] == "ok");
}

TEST_CASE("monitor: a line is as long as the command was", "[messaging]") {
    const std::string text(200'000, 'x');
    auto server = agreed().answer(reported("\"set\" \"k\" \"" + text + "\"")).serve();
    throwing db{server.transport(), unnamed()};

    CHECK(monitor(db).next().arguments[2] == text);
}

TEST_CASE("monitor: where the server refuses, that is thrown, or the first result", "[messaging]") {
    const auto tale = greeted().expect(words("MONITOR")).answer("-NOPERM this user has no permissions\r\n");
    auto server = tale.serve();
    throwing db{server.transport(), unnamed()};
    CHECK_THROWS_AS(monitor(db), hibana::no_permission_error);
    CHECK(server.open_connections() == 0);

    auto again = tale.serve();
    client<> other{again.transport(), unnamed()};
    auto commands = monitor(other);
    CHECK_FALSE(commands);
    const auto first = commands.next();
    CHECK(first.error().condition() == errc::no_permission);
    CHECK(first.error().command() == "MONITOR");
}

TEST_CASE("monitor: after a loss there is a gap, and records go on", "[messaging]") {
    auto server = again(agreed().answer(reported(R"("get")")).close()).answer("+OK\r\n" + reported(R"("set")")).serve();
    throwing db{server.transport(), unnamed()};
    std::string received;

    for (auto& record : monitor(db)) {
        received += record.is_gap() ? "gap " : record.arguments[0] + " ";
        if (received.ends_with("set ")) break;
    }

    CHECK(received == "get gap set ");
    CHECK(server.is_complete());
    CHECK(server.open_connections() == 0);
}

TEST_CASE("monitor: a connection that is lost before the server has agreed is no second gap", "[messaging]") {
    auto server = again(again(agreed().close()).close()).answer("+OK\r\n" + reported(R"("set")")).serve();
    throwing db{server.transport(), unnamed()};
    auto commands = monitor(db);

    CHECK(commands.next().is_gap());
    CHECK(commands.next().arguments[0] == "set");
    CHECK(server.is_complete());
}

TEST_CASE("monitor: where the first connection is lost before the server has agreed nothing is missing", "[messaging]") {
    auto server = again(greeted().expect(words("MONITOR")).close()).answer("+OK\r\n" + reported(R"("set")")).serve();
    throwing db{server.transport(), unnamed()};

    CHECK(monitor(db).next().arguments[0] == "set");
    CHECK(server.is_complete());
}

TEST_CASE("monitor: a server that refuses for a while is asked again after a pause, one that refuses is an error", "[messaging]") {
    auto server = again(again(agreed().close()).answer("-LOADING wait\r\n")).answer("-NOPERM no\r\n").accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("MONITOR")).answer("+OK\r\n").serve();
    client<> db{server.transport(), unnamed()};
    auto commands = monitor(db);
    REQUIRE(commands);
    const auto before = db.execution().now();

    const auto refused = commands.next();
    CHECK(refused.error().condition() == errc::no_permission);
    CHECK(refused.error().command() == "MONITOR");
    CHECK(db.execution().now() > before);
    CHECK(commands.next()->is_gap());
    CHECK(server.is_complete());
}

TEST_CASE("monitor: an expired timeout starts no new attempt", "[messaging]") {
    auto server = agreed().delay(1s).answer(reported(R"("get")")).close().serve();
    client<hibana::no_retry> db{server.transport(), unnamed()};
    auto commands = monitor(db);

    CHECK(commands.next(100ms).value() == std::nullopt);
    CHECK(commands.next(100ms).value() == std::nullopt);
    CHECK(commands.next(5s).value()->arguments[0] == "get");
    CHECK_FALSE(commands.next(5s));  // nobody is there any more
}

TEST_CASE("monitor: what is no line of MONITOR ends the connection, a line that makes no sense does not", "[messaging]") {
    auto server = agreed().answer(reported("nonsense") + reported(R"("get")") + ":1\r\n").serve();
    throwing db{server.transport(), unnamed()};
    auto commands = monitor(db);

    CHECK_THROWS_AS(commands.next(), hibana::protocol_error);
    CHECK(commands.next().arguments[0] == "get");
    CHECK_THROWS_AS(commands.next(), hibana::protocol_error);
    CHECK(server.open_connections() == 0);
}

TEST_CASE("monitor: a sequence that is awaited gives nothing where none comes in time, and begins anew once closed", "[messaging]") {
    const auto server = std::make_shared<support::held_server>();
    hibana::asio::io_context loop;
    hibana::session_settings settings;
    settings.library_name.clear();
    hibana::async_client<hibana::in_memory_transport, seeded_random, hibana::return_errors> db{
        loop, hibana::in_memory_transport{.server = server}, settings};
    const auto run_until = [&loop](auto happened) {
        loop.restart();
        while (!happened()) loop.run_one();
    };
    auto commands = monitor(db);
    std::string came;
    hibana::asio::co_spawn(loop, [&]() -> hibana::asio::awaitable<void> {
        const auto begun = co_await commands.start();
        CHECK(begun);
        const auto nothing = co_await commands.next(0ms);
        came += nothing && !*nothing ? "nothing " : "? ";
        server->say(reported("\"PING\""));
        const auto first = co_await commands.next(1h);
        came += (*first)->arguments.front() + " ";
        commands.close();
        const auto gap = co_await commands.next(1h);
        came += (*gap)->is_gap() ? "gap " : "? ";
        server->say(reported("\"INFO\""));
        const auto second = co_await commands.next();
        came += second->arguments.front();
    }, hibana::asio::detached);
    run_until([&] { return server->has_received(words("MONITOR")); });
    server->say("+OK\r\n");
    run_until([&] { return server->received.size() == 2 && server->has_received(words("MONITOR")); });
    server->say("+OK\r\n");
    run_until([&] { return came.ends_with("INFO"); });
    CHECK(came == "nothing PING gap INFO");
}
