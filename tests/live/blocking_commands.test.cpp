// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

using popped = std::optional<std::pair<std::string, std::string>>;
using clock_type = std::chrono::steady_clock;

}  // namespace

TEST_CASE("blocking_commands: a blocking command without data returns after its block time", "[live]") {
    const test::server server;
    client db{live::at(server)};
    const auto before = clock_type::now();

    CHECK(db(cmd::blpop("list", 100ms)) == std::nullopt);

    CHECK(clock_type::now() - before >= 100ms);
    CHECK(db(cmd::ping()) == "PONG");
}

TEST_CASE("blocking_commands: the block time is added to the timeout of the call", "[live]") {
    const test::server server;
    client db{live::at(server), session_settings{.command_timeout = 300ms}};

    CHECK(db(cmd::blpop("list", 600ms)) == std::nullopt);
    CHECK(db(any_request("BLPOP", "list", "0.6").block_timeout(600ms).as<popped>()) == std::nullopt);
    auto [none, pong] = db(cmd::bzpopmin("board", 600ms), cmd::ping());
    CHECK(none == std::nullopt);
    CHECK(pong == "PONG");
}

TEST_CASE("blocking_commands: a blocking command receives what a second thread pushes", "[live][threads]") {
    const test::server server;
    client db{live::at(server), session_settings{.command_timeout = 60s}};
    std::thread pushing([&] {
        client other{live::at(server)};
        while (live::blocked_clients(other) == 0) std::this_thread::yield();
        other(cmd::rpush("list", "x"));
    });

    const auto got = db(cmd::blpop("none", "list", 0s));
    pushing.join();

    CHECK(got == std::pair<std::string, std::string>("list", "x"));
}

TEST_CASE("blocking_commands: the command timeout does not apply to a command that blocks without limit", "[live][threads]") {
    const test::server server;
    client db{live::at(server), session_settings{.command_timeout = 20ms}};
    std::thread pushing([&] {
        client other{live::at(server)};
        while (live::blocked_clients(other) == 0) std::this_thread::yield();
        const auto start = clock_type::now();
        while (clock_type::now() - start < 100ms) other(cmd::ping());
        other(cmd::rpush("list", "x"));
    });

    const auto got = db(cmd::blpop("list", 0s));
    pushing.join();

    CHECK(got == std::pair<std::string, std::string>("list", "x"));
}

TEST_CASE("blocking_commands: a call that times out leaves no reply to the next call", "[live]") {
    const test::server server;
    client db{live::at(server), return_errors{}};
    client other{live::at(server)};
    REQUIRE(db(cmd::ping()));

    for (int n = 0; n != 10; ++n) {
        const auto before = clock_type::now();
        const auto got = n % 2 == 0 ? db.within(50ms)(cmd::blpop("list", 0s)) : db.within(50ms)(any_request("BLPOP", "list", 0).as<popped>());

        REQUIRE_FALSE(got);
        CHECK(got.error().condition() == errc::timeout);
        CHECK(got.error().fate() == fate::unknown);
        CHECK(clock_type::now() - before >= 50ms);
        other(cmd::rpush("list", "late"));
        CHECK(db(cmd::echo("own " + std::to_string(n))).value() == "own " + std::to_string(n));
        other(cmd::del("list"));
    }
}

TEST_CASE("blocking_commands: an idle connection is checked before it is used, so that an INCR succeeds", "[live]") {
    const test::server server({.tcp = true});
    client admin{live::at(server)};

    SECTION("after the time of the settings") {
        client db{live::at_port(server), session_settings{.health_check_interval = 0ms}};
        for (int n = 1; n != 20; ++n) {
            CHECK(db(cmd::incr("n")) == n);
            live::kill_others(admin);
        }
    }
    SECTION("whatever the calls before it were allowed to take") {
        client db{live::at_port(server), session_settings{.command_timeout = 60s, .health_check_interval = 0ms}};
        for (int n = 1; n != 20; ++n) {
            CHECK(db(cmd::incr("n")) == n);
            live::kill_others(admin);
            CHECK(db.within(5s)(cmd::get("n").as<int>()) == n);
            live::kill_others(admin);
        }
    }
    SECTION("without any timeout") {
        client db{live::at_port(server), session_settings{.command_timeout = no_timeout, .health_check_interval = 0ms}};
        for (int n = 1; n != 20; ++n) {
            CHECK(db(cmd::incr("n")) == n);
            live::kill_others(admin);
        }
    }
}

TEST_CASE("blocking_commands: an idle timeout of the server causes no error", "[live]") {
    const test::server server({.tcp = true});
    client db{live::at_port(server), session_settings{.health_check_interval = 10ms}};
    client admin{live::at(server)};
    CHECK(db(cmd::incr("n")) == 1);
    admin(any_request("CONFIG SET", "timeout", 1));
    while (live::field(admin(any_request("INFO", "clients").as<std::string>()), "connected_clients") != "1")
        std::this_thread::yield();

    CHECK(db(cmd::incr("n")) == 2);
}

TEST_CASE("blocking_commands: a call with an expired deadline sends nothing", "[live]") {
    const test::server server;
    client db{live::at(server), return_errors{}};

    const auto count = db.within(0ms)(cmd::incr("n"));

    REQUIRE_FALSE(count);
    CHECK(count.error().condition() == errc::timeout);
    CHECK(db(cmd::get("n")).value().value_or("0") == (count.error().fate() == fate::not_sent ? "0" : "1"));
}
