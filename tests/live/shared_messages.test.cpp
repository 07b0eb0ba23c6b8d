// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "live/async.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"

#include <hibana/async_client.hpp>
#include <hibana/client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/command/string.hpp>
#include <hibana/messaging/subscription.hpp>
#include <hibana/transport/tls_transport.hpp>

#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

using awaitable = asio::awaitable<void>;

awaitable pause(std::chrono::milliseconds length) {
    asio::steady_timer timer(co_await asio::this_coro::executor, length);
    co_await timer.async_wait(asio::use_awaitable);
}

/// How many connections the server has besides the one that asks, and how many of them subscribe to something.
template <class Client>
std::pair<int, int> connections(Client& admin) {
    const auto list = admin(any_request("CLIENT", "LIST").template as<std::string>());
    std::pair<int, int> count(-1, 0);
    for (std::size_t from = 0; from < list.size(); from = list.find('\n', from) + 1) {
        const std::string_view line = std::string_view(list).substr(from, list.find('\n', from) - from);
        ++count.first;
        count.second += live::field(line, "sub") != "0" || live::field(line, "psub") != "0";
    }
    return count;
}

}  // namespace

TEST_CASE("shared messages: 100 callers and 20 subscriptions share one connection", "[live]") {
    const test::server server;
    client admin{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    constexpr int rounds = 50;
    int err = 0, called = 0, ready = 0, received = 0;
    std::pair<int, int> seen;
    for (int n = 0; n != 20; ++n) {
        live::start(loop, [&, n]() -> awaitable {
            // some of one name, some of a name of their own, some of a pattern
            const std::string own = "c" + std::to_string(n);
            auto messages = n % 3 == 0   ? db.subscribe<int>(channels("common"))
                            : n % 3 == 1 ? db.subscribe<int>(channels(own), channels("common"))
                                         : db.subscribe<int>(patterns("comm*"));
            co_await messages.subscribe(channels(own));
            ++ready;
            for (int next = 0; next != rounds; ++next) {
                auto came = co_await messages.next();
                err += came.is_gap() || came.payload != next;
                ++received;
            }
        });
    }
    for (int n = 0; n != 100; ++n) {
        live::start(loop, [&, n]() -> awaitable {
            const std::string key = "k" + std::to_string(n);
            while (ready != 20) co_await pause(1ms);
            for (int next = 0; next != rounds; ++next) {
                co_await db(cmd::set(key, key + std::to_string(next)));
                auto value = co_await db(cmd::get(key));
                err += value != key + std::to_string(next);
                if (n == 0) co_await db(cmd::publish("common", next));
                if (n == 1 && next == 25) seen = connections(admin);
                ++called;
            }
        });
    }
    live::drain(loop);
    CHECK(seen == std::pair(1, 1));
    CHECK(err == 0);
    CHECK(called == 100 * rounds);
    CHECK(received == 20 * rounds);
    CHECK(connections(admin) == std::pair(1, 0));  // all of them are gone, and the server knows
}

TEST_CASE(
    "shared messages: if the connection is killed, each message is received or behind a gap, and no reply reaches another call",
    "[live]") {
    const test::server server;
    client admin{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server), session_settings{.command_timeout = 20s}};
    constexpr int kills = 60;
    int err = 0, gaps = 0, over = 0, killed = 0;
    bool is_over = false;
    for (int n = 0; n != 5; ++n) {
        live::start(loop, [&, n]() -> awaitable {
            const std::string binary("\0\r\n", 3);
            auto messages =
                n % 2 == 0 ? db.subscribe<int>(channels(binary)) : db.subscribe<int>(patterns(binary + "*"));
            bool may_miss = true;
            for (int last = -1;;) {
                auto came = co_await messages.next();
                if (came.is_gap()) {
                    ++gaps;
                    may_miss = true;
                    continue;
                }
                if (came.payload < 0) break;
                err += may_miss ? came.payload <= last : came.payload != last + 1;
                may_miss = false;
                last = came.payload;
            }
            ++over;
        });
    }
    for (int n = 0; n != 20; ++n) {
        live::start(loop, [&, n]() -> awaitable {
            const std::string key = "k" + std::to_string(n);
            while (!is_over) {
                co_await db(cmd::set(key, key));
                auto got = co_await db(cmd::get(key));
                err += got && *got != key;
            }
        });
    }
    live::start(loop, [&]() -> awaitable {
        const std::string binary("\0\r\n", 3);
        for (int counter = 0; killed != kills; ++counter) {
            const auto listeners = admin(cmd::publish(binary, counter));
            if (counter % 7 == 6) {
                if (listeners != 0)
                    killed += admin(any_request("CLIENT KILL", "TYPE", "pubsub").as<std::int64_t>()) != 0;
                co_await pause(3ms);
            } else if (counter % 3 == 0) {
                co_await pause(1ms);
            }
        }
        is_over = true;
        while (over != 5) {
            admin(cmd::publish(binary, -1));
            co_await pause(2ms);
        }
    });
    live::drain(loop);
    CHECK(err == 0);
    CHECK(gaps >= 5 * (kills / 2));
    CHECK(connections(admin) == std::pair(1, 0));
}

TEST_CASE("shared messages: a refused subscription is an error for its subscriber only",
          "[live]") {
    const test::server server;
    client admin{live::at(server)};
    admin(any_request("ACL SETUSER", "default", "resetchannels", "&open*"));
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    for (const bool may_ping : {true, false}) {
        if (!may_ping) admin(any_request("ACL SETUSER", "default", "-ping"));
        int refused = 0, err = 0, done = 0;
        for (int n = 0; n != 20; ++n) {
            live::start(loop, [&, n]() -> awaitable {
                const std::string text = std::to_string(n);
                auto open = db.subscribe(channels("open" + text));
                auto closed = db.subscribe(topics());
                for (int round = 0; round != 10; ++round) {
                    auto answer = co_await closed.subscribe(channels("closed" + text, "open"));
                    refused += !answer && answer.error().condition() == errc::no_permission;
                    auto echoed = co_await db(any_request("ECHO", text).as<std::string>());
                    err += !echoed || *echoed != text;
                    auto allowed = co_await open.subscribe(channels("open" + std::to_string(round)));
                    err += !allowed;
                }
                ++done;
            });
        }
        live::drain(loop);
        CHECK(refused == 200);
        CHECK(err == 0);
        CHECK(done == 20);
    }
}

TEST_CASE("shared messages: a subscription that is not read loses messages and does not block calls", "[live]") {
    const test::server server;
    client admin{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    std::uint64_t received = 0, lost = 0;
    constexpr int rounds = 300;
    const std::string payload(1'000, 'x');
    live::run(loop, [&]() -> awaitable {
        auto slow = db.subscribe(channels("a"), subscription_settings{.max_unread_bytes = 50'000});
        co_await slow.subscribe(channels("a"));
        // all calls complete although nothing reads the messages
        for (int n = 0; n != rounds; ++n) co_await db(cmd::publish("a", payload));
        while (received + lost < rounds) {
            auto came = co_await slow.next();
            if (came.is_gap()) lost += came.lost;
            else ++received;
        }
        co_await db(cmd::publish("a", "last"));
        auto last = co_await slow.next();
        CHECK(last.payload == "last");
    });
    CHECK(received >= 40);
    CHECK(received < 60);
    CHECK(received + lost == rounds);
}

TEST_CASE("shared messages: waits may be cancelled and sequences created and destroyed at any time", "[live]") {
    const test::server server;
    client admin{live::at(server)};
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    unsigned seed = 7;
    const auto random = [&seed](unsigned below) { return (seed = seed * 1'103'515'245 + 12'345, seed >> 16) % below; };
    int err = 0, done = 0;
    for (int n = 0; n != 10; ++n) {
        live::start(loop, [&]() -> awaitable {
            for (int round = 0; round != 40; ++round) {
                auto messages = db.subscribe(channels("c" + std::to_string(random(4))));
                for (unsigned times = random(5); times != 0; --times) {
                    auto came = co_await messages.next(std::chrono::milliseconds(random(4)));
                    err += came && !came->is_gap() && came->payload != "p" + came->channel;
                    if (random(6) == 0) messages.close();
                    if (random(6) == 0) co_await messages.subscribe(channels("c" + std::to_string(random(4))));
                    if (random(6) == 0 && messages.topics().size() > 1)
                        co_await messages.unsubscribe(channels("c0", "c1", "c2", "c3")), times = 1;
                }
                const std::string channel = "c" + std::to_string(random(4));
                co_await db(cmd::publish(channel, "p" + channel));
                auto echoed = co_await db(any_request("ECHO", channel).as<std::string>());
                err += echoed != channel;
            }
            ++done;
        });
    }
    live::drain(loop);
    CHECK(done == 10);
    CHECK(err == 0);
    CHECK(connections(admin) == std::pair(1, 0));
}

TEST_CASE("shared messages: viewed payloads stay valid after later messages", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    live::run(loop, [&]() -> awaitable {
        auto messages = db.subscribe<std::string_view>(channels("a"));
        co_await messages.subscribe(channels("a"));
        for (int n = 0; n != 200; ++n)
            co_await db(cmd::publish("a", std::string(5'000, static_cast<char>('a' + n % 26))));
        std::vector<decltype(messages)::message_type> kept;
        for (int n = 0; n != 200; ++n) {
            auto came = co_await messages.next();
            kept.push_back(std::move(came));
        }
        for (std::size_t n = 0; n != 200; ++n)
            CHECK(*kept[n].payload == std::string(5'000, static_cast<char>('a' + n % 26)));
    });
}

TEST_CASE("shared messages: over TLS no message is lost after an idle period", "[live]") {
    const test::certificate_authority authority;
    const auto identity = authority.issue({});
    const test::server server({.tls = test::tls_identity{identity.certificate, identity.key, authority.certificate()}});
    client admin{live::at(server)};
    asio::io_context loop;
    async_client db{loop,
                    tls_transport{.host = "localhost", .port = server.tls_port(), .ca_data = authority.certificate()},
                    session_settings{.health_check_interval = 1ms}};
    auto messages = db.subscribe(channels("a"));
    live::run(loop, [&]() -> awaitable { co_await messages.subscribe(channels("a")); });
    for (int n = 0; n != 10; ++n) {
        live::run(loop, [&]() -> awaitable {
            auto none = co_await messages.next(5ms);
            CHECK_FALSE(none);
        });
        for (int size = 0; size != 20; ++size)
            admin(cmd::publish("a", std::string(static_cast<std::size_t>(size) * 1'000, 'x')));
        live::run(loop, [&]() -> awaitable {
            for (int size = 0; size != 20; ++size) {
                auto came = co_await messages.next();
                CHECK(came.payload.size() == static_cast<std::size_t>(size) * 1'000);
                if (size == 10) co_await db(cmd::set("k", "v"));
            }
        });
    }
    CHECK(connections(admin) == std::pair(1, 1));
}
