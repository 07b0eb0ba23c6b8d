// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/flow_bridge.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/scripting.hpp>
#include <hibana/command/string.hpp>
#include <hibana/recipe/script.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include "catch.hpp"
#include "support/pausable_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <optional>
#include <string>

using namespace hibana;
using support::words;

namespace {

constexpr script<"return 1", notation::integer> one;
using set_number = decltype(multi(cmd::set("n", std::int64_t())));

session_settings unnamed() {
    session_settings settings;
    settings.library_name.clear();
    return settings;
}

// Runs a flow that can be cancelled, and records its outcome.
struct stage {
    std::shared_ptr<support::held_server> server = std::make_shared<support::held_server>();
    asio::io_context loop{};
    async_client<in_memory_transport, testing::seeded_random, return_errors> db{loop, in_memory_transport{.server = server}, unnamed()};
    asio::cancellation_signal stop{};
    std::optional<error> end{};  // empty until the flow ends

    template <class Flow> void start(Flow flow) {
        asio::co_spawn(
            loop,
            [flow, this]() -> asio::awaitable<void> {
                co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
                auto outcome = co_await flow(db);
                end = outcome ? error() : outcome.error();
            },
            asio::bind_cancellation_slot(stop.slot(), asio::detached));
    }
    template <class Happened> void run_until(Happened happened) {
        loop.reset();
        while (!happened()) loop.run_one();
    }
    void run_until_received(const std::string& bytes) {
        run_until([&] { return server->has_received(bytes); });
    }
    void run_to_the_end() {
        run_until([&] { return end.has_value(); });
    }
};

const auto set_watched = [](auto& db) { return db.watch(keys("n"), [](auto&) { return multi(cmd::set("n", 1)); }); };
const auto run_script = [](auto& db) { return one(db, keys("n")); };

}  // namespace

TEST_CASE("flow_bridge: total cancellation lets a sent transaction complete", "[asio]") {
    stage at;
    at.start(set_watched);
    at.run_until_received(words("WATCH n"));
    at.server->say("+OK\r\n");
    at.run_until_received(words("EXEC"));
    at.stop.emit(asio::cancellation_type::total);
    at.server->say("+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n");
    at.run_to_the_end();
    CHECK_FALSE(*at.end);
}

TEST_CASE("flow_bridge: partial and terminal cancellation end a sent transaction at once", "[asio]") {
    const auto how = GENERATE(asio::cancellation_type::partial, asio::cancellation_type::terminal, asio::cancellation_type::all);
    stage at;
    at.start(set_watched);
    at.run_until_received(words("WATCH n"));
    at.server->say("+OK\r\n");
    at.run_until_received(words("EXEC"));
    at.stop.emit(asio::cancellation_type::total);  // and is overtaken by the other
    at.stop.emit(how);
    at.run_to_the_end();
    CHECK(at.end->condition() == errc::cancelled);
    CHECK(at.end->fate() == fate::unknown);
}

TEST_CASE("flow_bridge: total cancellation ends a flow before its next call with side effects", "[asio]") {
    stage at;
    SECTION("a transaction behind the WATCH that is on its way") {
        at.start(set_watched);
        at.run_until_received(words("WATCH n"));
        at.stop.emit(asio::cancellation_type::total);
        at.server->say("+OK\r\n");
    }
    SECTION("another attempt, since another client has written") {
        at.start(set_watched);
        at.run_until_received(words("WATCH n"));
        at.server->say("+OK\r\n");
        at.run_until_received(words("EXEC"));
        at.stop.emit(asio::cancellation_type::total);
        at.server->say("+OK\r\n+QUEUED\r\n*-1\r\n");
    }
    SECTION("a script that the server does not know by its name") {
        at.start(run_script);
        at.run_until_received("EVALSHA");
        at.stop.emit(asio::cancellation_type::total);
        at.server->say("-NOSCRIPT No matching script.\r\n");
    }
    at.run_to_the_end();
    CHECK(at.end->condition() == errc::cancelled);
    CHECK(at.end->fate() == fate::not_sent);
    CHECK_FALSE(at.server->has_received("EVAL\r\n"));
}

TEST_CASE("flow_bridge: total cancellation lets a sent script complete", "[asio]") {
    stage at;
    at.start(run_script);
    at.run_until_received("EVALSHA");
    at.stop.emit(asio::cancellation_type::total);
    at.server->say(":1\r\n");
    at.run_to_the_end();
    CHECK_FALSE(*at.end);
}

TEST_CASE("flow_bridge: a decision receives the cancellation type of its flow", "[asio]") {
    const auto how = GENERATE(asio::cancellation_type::partial, asio::cancellation_type::terminal, asio::cancellation_type::total);
    stage at;
    asio::cancellation_type reported = asio::cancellation_type::none;
    bool is_deciding = false;
    at.start([&](auto& db) {
        return db.watch(keys("n"), [&](auto& connection) -> asio::awaitable<set_number> {
            co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
            is_deciding = true;
            static_cast<void>(co_await connection(cmd::set("m", 1)));
            const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
            reported = state.cancelled();
            co_return multi(cmd::set("n", 1));
        });
    });
    at.run_until_received(words("WATCH n"));
    at.server->say("+OK\r\n");
    at.run_until_received("SET");
    at.stop.emit(how);
    at.server->say("+OK\r\n");
    at.run_to_the_end();
    CHECK(is_deciding);
    CHECK(reported == (how == asio::cancellation_type::total ? how : asio::cancellation_type::terminal));
    // where its connection is closed since a call over it was given up, that may be noticed first
    const bool is_lost = how != asio::cancellation_type::total && at.end->condition() == errc::watch_lost;
    CHECK((is_lost || at.end->condition() == errc::cancelled));
    CHECK(at.end->fate() == fate::not_sent);
}
