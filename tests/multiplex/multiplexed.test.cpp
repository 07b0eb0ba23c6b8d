// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/multiplex/multiplexed.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/testing/simulated_clock.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "execution/echoing.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using support::bulk;
using support::words;
using testing::simulated_clock;

namespace {

using text = std::optional<std::string>;

std::vector<std::string> writes;  // requests, one string for each write
std::string record(std::string_view bytes) {
    writes.emplace_back(bytes);
    return {};
}

// A connected client, on a simulated clock.
struct stage {
    std::shared_ptr<support::held_server> server = std::make_shared<support::held_server>();
    asio::io_context loop{};
    async_client<in_memory_transport, simulated_clock, testing::seeded_random, return_errors> db;
    std::string completed{};

    explicit stage(multiplexed settings) : db(loop, in_memory_transport{.server = server}, unhurried(), settings) {
        server->answer = &record;
        get("connect");
        run_until_written(1);
        server->say(bulk("connected"));
        simulated_clock::run_until(loop, [&] { return !completed.empty(); });
        completed.clear();
        writes.clear();
    }
    static session_settings unhurried() {
        session_settings settings = support::unnamed();
        settings.command_timeout = settings.connect_timeout = 24h;
        return settings;
    }
    void get(const std::string& key) {
        db(cmd::get(key), [this](result<text> got) { completed += got ? **got : got.error().message(); });
    }
    void run_until_written(std::size_t count) {
        writes.clear();
        simulated_clock::run_until(loop, [&] { return writes.size() == count; });
        REQUIRE(writes.size() == count);
    }
    // Runs what is ready, without letting time pass.
    void run_ready() {
        loop.restart();
        loop.poll();
    }
    // Lets the client poll the server, which it does each simulated millisecond.
    void exchange() { simulated_clock::run_for(loop, 3ms); }
};

}  // namespace

TEST_CASE("multiplexed: is the connections policy of an asynchronous client, and its default", "[multiplex]") {
    STATIC_REQUIRE(std::is_same_v<multiplexed::plays, role::connections>);
    STATIC_REQUIRE(std::is_same_v<async_client<>::composition::connections, multiplexed>);
    STATIC_REQUIRE(multiplexed::needs_concurrency);
    STATIC_REQUIRE_FALSE(multiplexed::is_thread_safe);
}

TEST_CASE("multiplexed: by default the requests of one turn are sent by one write, without delay", "[multiplex]") {
    stage at(multiplexed{});
    at.get("pending");
    at.run_ready();
    writes.clear();
    const time_point before = simulated_clock::now();
    at.get("a");
    at.get("b");
    CHECK(writes.empty());
    at.run_ready();
    CHECK(writes == std::vector{words("GET a") + words("GET b")});
    CHECK(simulated_clock::now() == before);
}

TEST_CASE("multiplexed: with a flush delay a write waits for the requests of later turns, if other calls are pending", "[multiplex]") {
    stage at(multiplexed{.flush_delay = 5ms});
    at.get("pending");
    at.run_ready();
    CHECK(writes == std::vector{words("GET pending")});
    writes.clear();
    const time_point before = simulated_clock::now();
    at.get("a");
    simulated_clock::run_for(at.loop, 4ms);
    CHECK(writes.empty());
    at.get("b");
    at.run_until_written(1);
    CHECK(writes.front() == words("GET a") + words("GET b"));
    CHECK(simulated_clock::now() == before + 5ms);
}

TEST_CASE("multiplexed: bytes above the flush threshold are not delayed", "[multiplex]") {
    stage at(multiplexed{.flush_delay = 1h, .flush_threshold = 100});
    const std::string long_key(100, 'k');
    at.get("pending");
    at.run_ready();
    writes.clear();
    at.get("a");
    at.run_ready();
    CHECK(writes.empty());
    at.get(long_key);
    at.run_ready();
    CHECK(writes == std::vector{words("GET a") + words("GET " + long_key)});
}

TEST_CASE("multiplexed: an operation above the limit of queued operations waits until there is room", "[multiplex]") {
    stage at(multiplexed{.max_queued_operations = 2});
    for (const char* const key : {"a", "b", "c"}) at.get(key);
    at.exchange();
    CHECK(writes == std::vector{words("GET a") + words("GET b")});
    at.server->say(bulk("1"));
    at.exchange();
    CHECK(at.completed == "1");
    CHECK(writes.back() == words("GET c"));
    at.server->say(bulk("2") + bulk("3"));
    at.exchange();
    CHECK(at.completed == "123");
}

TEST_CASE("multiplexed: blocking commands use at most the configured number of exclusive connections", "[multiplex]") {
    stage at(multiplexed{.max_exclusive_connections = 2});
    std::vector<error> failures;
    for (const char* const list : {"a", "b", "c"})
        at.db(cmd::blpop(list, 0s), [&](auto outcome) { failures.push_back(outcome ? error() : outcome.error()); });
    at.exchange();
    REQUIRE(failures.size() == 1);
    CHECK(failures[0] == errc::pool_exhausted);
    CHECK(failures[0].fate() == fate::not_sent);
    CHECK(at.server->received.size() == 3);  // the shared connection and two others

    at.server->say(1, "*2\r\n" + bulk("a") + bulk("1"));
    at.exchange();
    REQUIRE(failures.size() == 2);
    CHECK_FALSE(failures[1]);
    at.db(cmd::blpop("c", 0s), [&](auto) {});
    at.exchange();
    CHECK(at.server->received.size() == 3);  // reuses the connection that is idle
    CHECK(at.server->received[1] == words("BLPOP a 0") + words("BLPOP c 0"));
}
