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

script monitoring() { return greeted().expect(words("MONITOR")).answer("+OK\r\n"); }
// The next connection, up to MONITOR.
script reconnected(script connection) { return connection.accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("MONITOR")); }
std::string reported(std::string_view arguments) { return "+1.000001 [0 lua] " + std::string(arguments) + "\r\n"; }

}  // namespace

static_assert(std::input_iterator<hibana::monitor_range<throwing>::iterator>);

TEST_CASE("monitor: is a range of the executed commands", "[messaging]") {
    auto server = monitoring().answer(reported(R"("get" "k")") + reported(R"("set" "k" "v")")).max_read_size(11).serve();
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

TEST_CASE("monitor: a command named OK is a record, and a timeout returns nothing", "[messaging]") {
    auto server = monitoring().delay(1s).answer(reported(R"("ok")")).serve();
    throwing db{server.transport(), unnamed()};
    auto commands = monitor(db);

    CHECK_FALSE(commands.next(500ms));
    CHECK(commands.next(5s)->arguments[0] == "ok");
}

TEST_CASE("monitor: a line may exceed the limit of lines", "[messaging]") {
    const std::string text(200'000, 'x');
    auto server = monitoring().answer(reported("\"set\" \"k\" \"" + text + "\"")).serve();
    throwing db{server.transport(), unnamed()};

    CHECK(monitor(db).next().arguments[2] == text);
}

TEST_CASE("monitor: a refusal throws, or is the first result", "[messaging]") {
    const auto connection = greeted().expect(words("MONITOR")).answer("-NOPERM this user has no permissions\r\n");
    auto server = connection.serve();
    throwing db{server.transport(), unnamed()};
    CHECK_THROWS_AS(monitor(db), hibana::no_permission_error);
    CHECK(server.open_connections() == 0);

    auto again = connection.serve();
    client<> other{again.transport(), unnamed()};
    auto commands = monitor(other);
    CHECK_FALSE(commands);
    const auto first = commands.next();
    CHECK(first.error().condition() == errc::no_permission);
    CHECK(first.error().command() == "MONITOR");
}

TEST_CASE("monitor: a connection loss yields a gap, and then further records", "[messaging]") {
    auto server = reconnected(monitoring().answer(reported(R"("get")")).close()).answer("+OK\r\n" + reported(R"("set")")).serve();
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

TEST_CASE("monitor: a connection lost before +OK yields no second gap", "[messaging]") {
    auto server = reconnected(reconnected(monitoring().close()).close()).answer("+OK\r\n" + reported(R"("set")")).serve();
    throwing db{server.transport(), unnamed()};
    auto commands = monitor(db);

    CHECK(commands.next().is_gap());
    CHECK(commands.next().arguments[0] == "set");
    CHECK(server.is_complete());
}

TEST_CASE("monitor: a first connection lost before +OK yields no gap", "[messaging]") {
    auto server = reconnected(greeted().expect(words("MONITOR")).close()).answer("+OK\r\n" + reported(R"("set")")).serve();
    throwing db{server.transport(), unnamed()};

    CHECK(monitor(db).next().arguments[0] == "set");
    CHECK(server.is_complete());
}

TEST_CASE("monitor: a temporary error is retried after a delay, a permanent one is returned", "[messaging]") {
    auto server = reconnected(reconnected(monitoring().close()).answer("-LOADING wait\r\n")).answer("-NOPERM no\r\n").accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("MONITOR")).answer("+OK\r\n").serve();
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
    auto server = monitoring().delay(1s).answer(reported(R"("get")")).close().serve();
    client<hibana::no_retry> db{server.transport(), unnamed()};
    auto commands = monitor(db);

    CHECK(commands.next(100ms).value() == std::nullopt);
    CHECK(commands.next(100ms).value() == std::nullopt);
    CHECK(commands.next(5s).value()->arguments[0] == "get");
    CHECK_FALSE(commands.next(5s));  // the server is gone
}

TEST_CASE("monitor: another message closes the connection, a malformed line does not", "[messaging]") {
    auto server = monitoring().answer(reported("nonsense") + reported(R"("get")") + ":1\r\n").serve();
    throwing db{server.transport(), unnamed()};
    auto commands = monitor(db);

    CHECK_THROWS_AS(commands.next(), hibana::protocol_error);
    CHECK(commands.next().arguments[0] == "get");
    CHECK_THROWS_AS(commands.next(), hibana::protocol_error);
    CHECK(server.open_connections() == 0);
}

TEST_CASE("monitor: an awaitable sequence returns nothing on timeout, and reconnects after close()", "[messaging]") {
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
    std::string received;
    hibana::asio::co_spawn(loop, [&]() -> hibana::asio::awaitable<void> {
        const auto started = co_await commands.start();
        CHECK(started);
        const auto nothing = co_await commands.next(0ms);
        received += nothing && !*nothing ? "nothing " : "? ";
        server->say(reported("\"PING\""));
        const auto first = co_await commands.next(1h);
        received += (*first)->arguments.front() + " ";
        commands.close();
        const auto gap = co_await commands.next(1h);
        received += (*gap)->is_gap() ? "gap " : "? ";
        server->say(reported("\"INFO\""));
        const auto second = co_await commands.next();
        received += second->arguments.front();
    }, hibana::asio::detached);
    run_until([&] { return server->has_received(words("MONITOR")); });
    server->say("+OK\r\n");
    run_until([&] { return server->received.size() == 2 && server->has_received(words("MONITOR")); });
    server->say("+OK\r\n");
    run_until([&] { return received.ends_with("INFO"); });
    CHECK(received == "nothing PING gap INFO");
}
