// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>

#include <hibana/command/string.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/transport/unix_transport.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <type_traits>

using hibana::constant_backoff;
using hibana::unix_transport;
namespace cmd = hibana::cmd;

namespace {

template <class... Policy>
hibana::detail::basic_client<hibana::detail::composition<hibana::detail::blocking_client_kind, Policy...>>* base_of(hibana::client<Policy...>&);

}  // namespace

TEST_CASE("client: its type is deduced from policy objects in any order", "[client]") {
    hibana::client one{unix_transport{.path = "/nowhere"}, constant_backoff{}};
    hibana::client other{constant_backoff{}, unix_transport{.path = "/nowhere"}};

    STATIC_REQUIRE(std::is_same_v<decltype(one), hibana::client<unix_transport, constant_backoff>>);
    STATIC_REQUIRE(std::is_same_v<decltype(base_of(one)), decltype(base_of(other))>);
    CHECK(one.context().transport.path == other.context().transport.path);
}

TEST_CASE("client: takes policy objects in any order and makes the others", "[client]") {
    hibana::client<unix_transport, constant_backoff> db{hibana::session_settings{.database = 3}, unix_transport{.path = "/nowhere"}};

    CHECK(db.context().transport.path == "/nowhere");
    CHECK(db.context().settings.database == 3);
    CHECK(db.context().backoff.wait == constant_backoff{}.wait);
}

TEST_CASE("client: connects on its first call, and again after close", "[client]") {
    using namespace scripted;
    auto server = greeted().expect(words("GET k")).answer(bulk("1")).accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET k")).answer(bulk("2")).serve();
    scripted::client<> db{server.transport(), unnamed()};
    CHECK(server.connections() == 0);

    CHECK(db(cmd::get("k")).value() == "1");
    db.close();
    CHECK(server.open_connections() == 0);
    CHECK(db(cmd::get("k")).value() == "2");
}
