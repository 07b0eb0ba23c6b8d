// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "decoded.hpp"
#include "encoded.hpp"

#include <hibana/command/connection.hpp>
#include <hibana/command/generic.hpp>

#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::encoded_text;
using test::has_reply;

TEST_CASE("connection: HELLO and AUTH are encoded", "[command]") {
    CHECK(encoded_text(cmd::auth("pw")) == "AUTH pw");
    CHECK(encoded_text(cmd::auth("ann", "pw")) == "AUTH ann pw");
    CHECK(encoded_text(cmd::hello()) == "HELLO");
    CHECK(encoded_text(cmd::hello(3)) == "HELLO 3");
    CHECK(encoded_text(cmd::hello(3, opt::setname("app"), opt::auth("ann", "pw"))) == "HELLO 3 AUTH ann pw SETNAME app");
    CHECK(encoded_text(cmd::select(2)) == "SELECT 2");
    CHECK(encoded_text(cmd::echo("x")) == "ECHO x");
    CHECK(encoded_text(cmd::ping()) == "PING");
    CHECK(encoded_text(cmd::ping("x")) == "PING x");
    CHECK(encoded_text(cmd::quit()) == "QUIT");
    CHECK(encoded_text(cmd::reset()) == "RESET");
    CHECK(has_reply<text>(cmd::ping()));
    CHECK(has_reply<bulk>(cmd::ping("x")));
    CHECK(has_reply<named<replies::hello>>(cmd::hello(3)));
}

TEST_CASE("connection: commands about the current connection are encoded", "[command]") {
    CHECK(encoded_text(cmd::client::caching(opt::yes)) == "CLIENT CACHING YES");
    CHECK(encoded_text(cmd::client::capa("redirect")) == "CLIENT CAPA redirect");
    CHECK(encoded_text(cmd::client::getname()) == "CLIENT GETNAME");
    CHECK(encoded_text(cmd::client::getredir()) == "CLIENT GETREDIR");
    CHECK(encoded_text(cmd::client::help()) == "CLIENT HELP");
    CHECK(encoded_text(cmd::client::id()) == "CLIENT ID");
    CHECK(encoded_text(cmd::client::import_source(opt::on)) == "CLIENT IMPORT-SOURCE ON");
    CHECK(encoded_text(cmd::client::info()) == "CLIENT INFO");
    CHECK(encoded_text(cmd::client::no_evict(opt::on)) == "CLIENT NO-EVICT ON");
    CHECK(encoded_text(cmd::client::no_touch(opt::off)) == "CLIENT NO-TOUCH OFF");
    CHECK(encoded_text(cmd::client::setinfo(opt::lib_name("hibana"))) == "CLIENT SETINFO LIB-NAME hibana");
    CHECK(encoded_text(cmd::client::setinfo(opt::lib_ver("1.0"))) == "CLIENT SETINFO LIB-VER 1.0");
    CHECK(encoded_text(cmd::client::setname("app")) == "CLIENT SETNAME app");
    CHECK(encoded_text(cmd::client::trackinginfo()) == "CLIENT TRACKINGINFO");
}

TEST_CASE("connection: CLIENT TRACKING keeps the order of prefixes", "[command]") {
    CHECK(encoded_text(cmd::client::tracking(opt::on)) == "CLIENT TRACKING ON");
    CHECK(encoded_text(cmd::client::tracking(opt::off)) == "CLIENT TRACKING OFF");
    CHECK(encoded_text(cmd::client::tracking(opt::on, opt::bcast, opt::prefix("b:"), opt::prefix("a:"), opt::redirect(7)))
          == "CLIENT TRACKING ON REDIRECT 7 PREFIX b: PREFIX a: BCAST");
    CHECK(encoded_text(cmd::client::tracking(opt::on, opt::noloop, opt::optin)) == "CLIENT TRACKING ON OPTIN NOLOOP");
    CHECK(encoded_text(cmd::client::tracking(opt::on, opt::optout)) == "CLIENT TRACKING ON OPTOUT");
}

TEST_CASE("connection: commands about other connections are encoded", "[command]") {
    CHECK(encoded_text(cmd::client::kill("1.2.3.4:5")) == "CLIENT KILL 1.2.3.4:5");
    CHECK(encoded_text(cmd::client::kill(opt::user("ann"), opt::skipme(opt::no))) == "CLIENT KILL USER ann SKIPME NO");
    CHECK(encoded_text(cmd::client::kill(opt::id(7), opt::type(opt::replica), opt::addr("a:1"), opt::laddr("b:2"), opt::maxage(9s)))
          == "CLIENT KILL ID 7 TYPE REPLICA ADDR a:1 LADDR b:2 MAXAGE 9");
    CHECK(encoded_text(cmd::client::list()) == "CLIENT LIST");
    CHECK(encoded_text(cmd::client::list(opt::type(opt::pubsub))) == "CLIENT LIST TYPE PUBSUB");
    CHECK(encoded_text(cmd::client::list(opt::id(1))) == "CLIENT LIST ID 1");
    CHECK(encoded_text(cmd::client::list(opt::id(1, 2, 3))) == "CLIENT LIST ID 1 2 3");
    CHECK(encoded_text(cmd::client::list(opt::id(std::vector<int>{1, 2}))) == "CLIENT LIST ID 1 2");
    const auto filtered = cmd::client::list(opt::user("ann"), opt::type(opt::normal), opt::skipme(opt::yes), opt::maxage(60s));
    CHECK(encoded_text(filtered) == "CLIENT LIST USER ann TYPE NORMAL SKIPME YES MAXAGE 60");
    STATIC_REQUIRE(decltype(filtered)::info.valkey == server_version{8, 1, 0});
    STATIC_REQUIRE(decltype(filtered)::info.redis == no_version);
    const auto newest = cmd::client::list(opt::name("n"), opt::idle_seconds(5s), opt::flags("N"), opt::lib_name("l"), opt::lib_ver("1"),
                                          opt::db(2), opt::capa("redirect"), opt::ip("::1"));
    CHECK(encoded_text(newest) == "CLIENT LIST NAME n IDLE 5 FLAGS N LIB-NAME l LIB-VER 1 DB 2 CAPA redirect IP ::1");
    STATIC_REQUIRE(decltype(newest)::info.valkey == server_version{9, 0, 0});
    CHECK(encoded_text(cmd::client::kill(opt::id(1, 2), opt::db(3))) == "CLIENT KILL ID 1 2 DB 3");
    STATIC_REQUIRE(decltype(cmd::client::kill(opt::id(1, 2)))::info.valkey == server_version{8, 1, 0});
    STATIC_REQUIRE(decltype(cmd::client::list(opt::id(1, 2)))::info.valkey == server_version{7, 2, 0});
    CHECK(encoded_text(cmd::client::pause(100ms)) == "CLIENT PAUSE 100");
    CHECK(encoded_text(cmd::client::pause(1s, opt::write)) == "CLIENT PAUSE 1000 WRITE");
    CHECK(encoded_text(cmd::client::unpause()) == "CLIENT UNPAUSE");
    CHECK(encoded_text(cmd::client::unblock(7)) == "CLIENT UNBLOCK 7");
    CHECK(encoded_text(cmd::client::unblock(7, opt::error)) == "CLIENT UNBLOCK 7 ERROR");
    CHECK(encoded_text(cmd::client::unblock(7, opt::timeout)) == "CLIENT UNBLOCK 7 TIMEOUT");
    CHECK(has_reply<ok>(cmd::client::kill("1.2.3.4:5")));
    CHECK(has_reply<integer>(cmd::client::kill(opt::id(7))));
}

TEST_CASE("connection: only CLIENT REPLY ON has a reply", "[command]") {
    CHECK(encoded_text(cmd::client::reply(opt::skip)) == "CLIENT REPLY SKIP");
    CHECK(has_reply<ok>(cmd::client::reply(opt::on)));
    CHECK(has_reply<no_reply>(cmd::client::reply(opt::off)));
    CHECK(has_reply<no_reply>(cmd::client::reply(opt::skip)));
    STATIC_REQUIRE(cmd::client::reply.info.stateful);
}

TEST_CASE("connection: opt::type accepts text in SCAN and an option in CLIENT LIST", "[command]") {
    CHECK(encoded_text(cmd::scan(0, opt::type("hash"))) == "SCAN 0 TYPE hash");
    CHECK(encoded_text(cmd::client::list(opt::type(opt::normal))) == "CLIENT LIST TYPE NORMAL");
    STATIC_REQUIRE(decltype(cmd::client::kill(opt::type(opt::primary)))::info.redis == no_version);
    STATIC_REQUIRE(decltype(cmd::client::kill(opt::type(opt::replica)))::info.redis == server_version{5, 0, 0});
}
