// SPDX-License-Identifier: BSL-1.0
#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/messaging/subscription.hpp>
#include <hibana/protocol/resp2_parser.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

struct by_resp2 {
    using client_type = client<unix_transport, resp2_parser>;
};
struct by_resp3 {
    using client_type = client<unix_transport>;
};

// Larger than any expected wait.
constexpr auto time_limit = 10s;

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}

template <class Client> std::int64_t kill_subscribers(Client& db) {
    return db(any_request("CLIENT KILL", "TYPE", "pubsub").template as<std::int64_t>());
}

}  // namespace

TEMPLATE_TEST_CASE("subscription: messages are received by channel, by pattern and by shard channel", "[live]", by_resp2, by_resp3) {
    const test::server server;
    typename TestType::client_type db{live::at(server)};
    const std::string binary("\0\r\n\xff*", 5);

    auto news = db.subscribe(channels("plain", binary), patterns("p?ttern.*"), shard_channels("{shard}:1", "other:2"));

    CHECK(db(cmd::publish("plain", "1")) == 1);
    CHECK(db(cmd::publish(binary, binary)) == 1);
    CHECK(db(cmd::publish("pattern.x", "3")) == 1);
    CHECK(db(cmd::spublish("other:2", "4")) == 1);
    CHECK(db(cmd::publish("unheard", "5")) == 0);
    CHECK(*news.next(time_limit) == basic_message<>(message_kind::message, "plain", "", "1"));
    CHECK(*news.next(time_limit) == basic_message<>(message_kind::message, binary, "", binary));
    CHECK(*news.next(time_limit) == basic_message<>(message_kind::pattern_message, "pattern.x", "p?ttern.*", "3"));
    CHECK(*news.next(time_limit) == basic_message<>(message_kind::shard_message, "other:2", "", "4"));
    CHECK_FALSE(news.next(0ms));

    CHECK(sorted(db(cmd::pubsub::channels())) == sorted({binary, "plain"}));
    CHECK(db(cmd::pubsub::channels("pl*")) == std::vector<std::string>{"plain"});
    CHECK(db(cmd::pubsub::numpat()) == 1);
    CHECK(db(cmd::pubsub::numsub("plain", "none").template as<std::map<std::string, int>>()) == std::map<std::string, int>{{"plain", 1}, {"none", 0}});
    CHECK(sorted(db(cmd::pubsub::shardchannels())) == sorted({"{shard}:1", "other:2"}));
    CHECK(db(cmd::pubsub::shardnumsub("other:2").template as<std::map<std::string, int>>()) == std::map<std::string, int>{{"other:2", 1}});
    CHECK(db(cmd::pubsub::help()).size() > 3);

    news.unsubscribe(shard_channels("other:2"));
    CHECK(db(cmd::spublish("other:2", "x")) == 0);
}

TEMPLATE_TEST_CASE("subscription: a killed connection causes a gap, and all topics are subscribed again",
                   "[live]", by_resp2, by_resp3) {
    const test::server server;
    typename TestType::client_type db{live::at(server)};
    const std::string binary("\0\r\n\xff*", 5);
    auto news = db.subscribe(channels("a", binary), patterns("a*", binary));
    news.subscribe(shard_channels("a"));
    db(cmd::publish("a", "before"));
    CHECK(news.next(time_limit)->payload == "before");
    CHECK(news.next(time_limit)->kind == message_kind::pattern_message);

    for (int round = 0; round != 5; ++round) {
        REQUIRE(kill_subscribers(db) == 1);
        db(cmd::publish("a", "lost"));

        CHECK(news.next(time_limit)->is_gap());
        CHECK(sorted(db(cmd::pubsub::channels())) == sorted({"a", binary}));
        CHECK(db(cmd::pubsub::numpat()) == 2);
        CHECK(db(cmd::pubsub::shardchannels()) == std::vector<std::string>{"a"});
        CHECK(db(cmd::publish(binary, "after")) == 2);
        CHECK(*news.next(time_limit) == basic_message<>(message_kind::message, binary, "", "after"));
        CHECK(news.next(time_limit)->kind == message_kind::pattern_message);
    }
}

TEST_CASE("subscription: received messages and reported gaps account for everything published", "[live][threads]") {
    const test::server server;
    client db{live::at(server)};
    auto numbers = db.subscribe<int>(channels("numbers"));
    constexpr int all = 3'000;
    std::thread publishing([&] {
        client other{live::at(server)};
        for (int n = 0; n != all; ++n) {
            other(cmd::publish("numbers", n));
            if (n % 97 == 50) kill_subscribers(other);
        }
        while (other(cmd::publish("numbers", all)) == 0) std::this_thread::yield();
    });

    int received = 0, gaps = 0, silent = 0, last = -1;
    bool after_gap = false;
    for (auto& message : numbers) {
        if (message.is_gap()) {
            ++gaps;
            after_gap = true;
            continue;
        }
        ++received;
        if (message.payload != last + 1 && !after_gap) ++silent;
        CHECK(message.payload > last);
        last = message.payload;
        after_gap = false;
        if (message.payload == all) break;
    }
    publishing.join();

    CHECK(silent == 0);
    CHECK(gaps > 0);
    CHECK(received > 0);
}

TEST_CASE("subscription: messages continue after a restart of the server", "[live]") {
    test::server server;
    client db{live::at(server)};
    auto news = db.subscribe(channels("a"));

    server.restart();

    CHECK(news.next(time_limit)->is_gap());
    db(cmd::publish("a", "x"));
    CHECK(news.next(time_limit)->payload == "x");
}

TEST_CASE("subscription: a connection without a reply to its ping is replaced", "[live]") {
    test::server server;
    client db{live::at(server), session_settings{.command_timeout = 100ms}};
    auto news = db.subscribe(channels("a"), subscription_settings{.ping_interval = 100ms});

    server.suspend();
    CHECK_FALSE(news.next(1s));
    server.resume();

    CHECK(news.next(time_limit)->is_gap());
}

TEMPLATE_TEST_CASE("subscription: replies to pings are not returned as messages", "[live]", by_resp2, by_resp3) {
    const test::server server;
    typename TestType::client_type db{live::at(server)};
    auto news = db.subscribe(channels("a"), subscription_settings{.ping_interval = 20ms});

    CHECK_FALSE(news.next(200ms));
    CHECK(live::calls_of(db, "ping") >= 3);
    db(cmd::publish("a", "x"));
    CHECK(news.next(time_limit)->payload == "x");
    news.unsubscribe(channels("a"));
    news.subscribe(channels("b"));
    CHECK_FALSE(news.next(100ms));
}

TEST_CASE("subscription: a user without permission gets an error, and receives the channels that are allowed", "[live]") {
    const test::server server;
    client db{live::at(server)};
    db(any_request("ACL SETUSER", "reader", "on", "nopass", "+@all", "resetchannels", "&open.*"));
    client<unix_transport, password_auth> reader{live::at(server), password_auth{.user = "reader", .password = secret("any")}};

    CHECK_THROWS_AS(reader.subscribe(channels("closed")), no_permission_error);
    auto news = reader.subscribe(channels("open.a"));
    CHECK_THROWS_AS(news.subscribe(channels("closed")), no_permission_error);
    db(cmd::publish("open.a", "x"));
    CHECK(news.next(time_limit)->payload == "x");
}

TEST_CASE("subscription: the client executes commands over its own connection", "[live]") {
    const test::server server;
    client db{live::at(server)};
    auto news = db.subscribe(channels("a"));

    for (int n = 0; n != 100; ++n) db(cmd::publish("a", n));
    for (int n = 0; n != 100; ++n) CHECK(news.next(time_limit)->payload == std::to_string(n));
    CHECK(db(cmd::ping()) == "PONG");
}

TEST_CASE("subscription: other threads subscribe, unsubscribe and stop while one thread waits", "[live][threads]") {
    const test::server server;
    client db{live::at(server)};
    auto news = db.subscribe(channels("a"));
    const auto control = news.control();
    std::thread other([control, &server] {
        client publisher{live::at(server)};
        control.subscribe(channels("b"));
        while (publisher(cmd::publish("b", "1")) == 0) std::this_thread::yield();
        control.unsubscribe(channels("a"));
        while (publisher(cmd::publish("a", "x")) != 0) std::this_thread::yield();
        control.stop();
    });

    std::vector<std::string> received;
    for (auto& message : news)
        if (message.channel == "b") received.push_back(message.payload);
    other.join();

    CHECK(received == std::vector<std::string>{"1"});
    CHECK_THROWS_AS(news.next(), cancelled_error);
}
