// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/settings.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <type_traits>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

struct mine : session_settings {
    int more = 0;
};
struct unrelated {
    using plays = role::settings;
};

}  // namespace

TEST_CASE("settings: an aggregate with the documented defaults", "[connection]") {
    constexpr auto five_seconds = 5s;
    const session_settings settings;

    STATIC_REQUIRE(std::is_aggregate_v<session_settings>);
    CHECK(settings.database == 0);
    CHECK(settings.client_name.empty());
    CHECK(settings.library_name == "hibana");
    CHECK(settings.library_version == library_version);
    CHECK(settings.command_timeout == five_seconds);
    CHECK(settings.connect_timeout == five_seconds);
    CHECK(settings.health_check_interval == 1s);
}

TEST_CASE("settings: user-defined settings derive from session_settings", "[connection]") {
    STATIC_REQUIRE(policy::settings<session_settings>);
    STATIC_REQUIRE(policy::settings<mine>);
    STATIC_REQUIRE_FALSE(policy::settings<unrelated>);

    auto server = scripted::script().expect(scripted::words("HELLO 3 SETNAME me")).answer(scripted::hello_reply())
                      .expect(scripted::words("GET k")).answer("_\r\n").serve();
    mine own;
    own.client_name = "me";
    own.library_name = "";
    scripted::client<mine> db{server.transport(), own};
    CHECK(db(cmd::get("k")));
    CHECK(server.is_complete());
}

TEST_CASE("settings: no_timeout never expires", "[connection]") {
    auto server = scripted::greeted().expect(scripted::words("GET k")).delay(24h).answer("_\r\n").serve();
    scripted::client<> db{server.transport(), scripted::unnamed({.command_timeout = no_timeout, .connect_timeout = no_timeout})};
    const auto before = db.execution().now();

    CHECK(db(cmd::get("k")));

    CHECK(db.execution().now() - before == 24h);
}

TEST_CASE("settings: a connection is probed after health_check_interval, not earlier", "[connection]") {
    const auto [idle, looked_at] = GENERATE(table<std::chrono::milliseconds, bool>({{999ms, false}, {1000ms, false}, {1001ms, true}}));
    auto server = scripted::greeted().expect(scripted::words("GET a")).answer("_\r\n").close()
                      .accept().expect(scripted::words("HELLO 3")).answer(scripted::hello_reply())
                      .expect(scripted::words("INCR n")).answer(":1\r\n").serve();
    scripted::manual_clock clock;
    scripted::client<> db{server.transport(), scripted::unnamed(), clock};
    REQUIRE(db(cmd::get("a")));

    clock.advance(idle);
    const auto count = db(cmd::incr("n"));

    CHECK(count.has_value() == looked_at);
    if (!count) CHECK(count.error().fate() == fate::unknown);
}
