// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/keyspace_events.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <string>

using namespace scripted;
using namespace std::chrono_literals;
using namespace hibana;

namespace {

using throwing = hibana::client<in_memory_transport, manual_clock, seeded_random>;
using returning = scripted::client<>;

const std::string config_get = words("CONFIG GET notify-keyspace-events");
std::string setting(std::string_view letters) { return "%1\r\n" + bulk("notify-keyspace-events") + bulk(letters); }

scripted::script reply_with(std::string_view letters) { return greeted().expect(config_get).answer(setting(letters)); }

}  // namespace

TEST_CASE("keyspace_events: the error lists the classes that the server does not send", "[messaging]") {
    auto server = reply_with("").serve();
    throwing db{server.transport(), unnamed()};
    try {
        keyspace_events(db, on_event("expired"));
        FAIL("nothing was thrown");
    } catch (const redis_error& err) {
        CHECK(err.code() == errc::not_supported);
        CHECK(std::string(err.what()).find("notify-keyspace-events is \"\", which lacks \"Ex\"; enable_keyspace_events()") != std::string::npos);
    }

    auto other = reply_with("AE").serve();
    returning by_results{other.transport(), unnamed()};
    auto events = keyspace_events(by_results, on_keys("*"));
    CHECK_FALSE(events);
    CHECK(events.next().error().message().find("lacks \"K\"") != std::string::npos);

    auto third = reply_with("KE").serve();
    returning without_class{third.transport(), unnamed()};
    const auto reported = check_keyspace_events(without_class, "KE");
    CHECK(reported.error().message().find("notify-keyspace-events is \"EK\"; it needs K or E and a class") != std::string::npos);
}

TEST_CASE("keyspace_events: enabling adds missing classes, and changes nothing if none is missing", "[messaging]") {
    auto server = reply_with("Kg").expect(words("CONFIG SET notify-keyspace-events EKgx")).answer("+OK\r\n").expect(config_get).answer(setting("gxKE")).expect(config_get).answer(setting("gxKE")).serve();
    throwing db{server.transport(), unnamed()};

    enable_keyspace_events(db, "Ex");
    enable_keyspace_events(db, "KEx");
    check_keyspace_events(db, "KExg");

    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("keyspace_events: a server that refuses CONFIG GET is assumed to send notifications", "[messaging]") {
    auto server = greeted()
                      .expect(config_get)
                      .answer("-NOPERM no\r\n")
                      .accept()
                      .expect(words("HELLO 3"))
                      .answer(hello_reply())
                      .expect(words("SUBSCRIBE __keyspace@0__:k"))
                      .answer(">3\r\n" + bulk("subscribe") + bulk("__keyspace@0__:k") + ":1\r\n")
                      .answer(">3\r\n" + bulk("message") + bulk("__keyspace@0__:k") + bulk("del"))
                      .serve();
    throwing db{server.transport(), unnamed()};

    auto events = keyspace_events(db, on_key("k"));

    CHECK(events.next() == keyspace_event(0, "del", "k"));
    CHECK(server.is_complete());
}

TEST_CASE("keyspace_events: a server without the setting fails with not_supported", "[messaging]") {
    auto server = greeted().expect(config_get).answer("%0\r\n").serve();
    returning db{server.transport(), unnamed()};

    CHECK(check_keyspace_events(db, "K").error().condition() == errc::not_supported);
}
