// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "live/async.hpp"
#include "support/raw_words.hpp"

#include <hibana/async_client.hpp>
#include <hibana/command/pubsub.hpp>
#include <hibana/command/string.hpp>
#include <hibana/messaging/message_source.hpp>
#include <hibana/messaging/shared_source.hpp>
#include <hibana/messaging/subscription.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/retry/constant_backoff.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/testing/seeded_random.hpp>
#include <hibana/testing/simulated_clock.hpp>
#include <hibana/transport/in_memory_transport.hpp>

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using support::bulk;
using support::hello_reply;
using support::words;

namespace {

using testing::script;
using texts = std::vector<std::string>;
using awaitable = asio::awaitable<void>;

script greeted() { return script().expect(words("HELLO 3")).answer(hello_reply()); }
const std::string fence = words("PING"), pong = "+PONG\r\n";

std::string push(std::string_view text) {
    std::string whole = words(text);
    whole[0] = '>';
    return whole;
}
std::string confirmed(std::string_view word, std::string_view name) {
    return ">3\r\n" + bulk(word) + bulk(name) + ":1\r\n";
}

template <class... Policy>
struct fixture {
    using client_type =
        async_client<in_memory_transport, testing::simulated_clock, testing::seeded_random, return_errors, constant_backoff, Policy...>;
    asio::io_context loop{};
    std::unique_ptr<client_type> db;

    explicit fixture(const testing::scripted_server& server)
        : db(std::make_unique<client_type>(loop, server.transport(), constant_backoff{.wait = 2ms}, unnamed())) {}
    static session_settings unnamed() {
        session_settings settings{.command_timeout = 100ms, .connect_timeout = 20ms};
        settings.library_name.clear();
        return settings;
    }
    void start(auto coroutine) { live::start(loop, std::move(coroutine)); }
    void run() { testing::simulated_clock::run(loop); }
    template <class Coroutine>
    void run(Coroutine coroutine) {
        live::start(loop, std::move(coroutine));
        run();
    }
    awaitable pause(std::chrono::milliseconds length) {
        detail::asio_timer<asio::io_context::executor_type, testing::simulated_clock> timer(loop, length);
        co_await timer.async_wait(asio::use_awaitable);
    }
};

/// Describes a message, a gap or an error.
template <class Result>
std::string describe_result(const Result& outcome) {
    if (!outcome) return std::string(describe(outcome.error().condition()));
    if (outcome->is_gap()) return outcome->lost ? "gap of " + std::to_string(outcome->lost) : "gap";
    return outcome->channel + "=" + outcome->payload;
}

script subscribed() {
    return greeted().expect(words("SUBSCRIBE a") + fence).answer(confirmed("subscribe", "a") + pong);
}

}  // namespace

TEST_CASE("shared_source: is the message source of a client whose connection speaks RESP3", "[messaging]") {
    using client_type = fixture<>::client_type;
    using source = detail::message_source_for<client_type>::source_type;
    STATIC_REQUIRE(message_source<source>);
    STATIC_REQUIRE(detail::shared_message_source<source>);
    STATIC_REQUIRE(
        std::is_same_v<source, shared_source<client_type::core_type::push_commands_type, client_type::dedicated_type>>);

    using resp2_client = fixture<resp2_parser>::client_type;
    STATIC_REQUIRE(std::is_same_v<detail::message_source_for<resp2_client>::source_type, resp2_client::dedicated_type>);
}

TEST_CASE("shared_source: messages and replies share a connection, however they are split", "[messaging]") {
    for (const std::size_t pieces : {1000u, 7u, 1u}) {
        auto server = subscribed()
                          .expect(words("GET k"))
                          .answer(push("message a one") + bulk("value") + push("message a two"))
                          .delay(1h)
                          .answer(pong)
                          .max_read_size(pieces)
                          .serve();
        fixture<> at(server);
        auto messages = at.db->subscribe(channels("a"));
        std::string all;
        at.run([&]() -> awaitable {
            auto outcome = co_await messages.subscribe(channels("a"));
            CHECK(outcome);
            auto value = co_await (*at.db)(cmd::get("k"));
            CHECK(**value == "value");
            for (int n = 0; n != 2; ++n) {
                auto received = co_await messages.next();
                all += describe_result(received) + ' ';
            }
        });
        CHECK(all == "a=one a=two ");
        CHECK(server.connections() == 1);
        CHECK(server.mismatch() == "");
    }
}

TEST_CASE(
    "shared_source: two subscribers of a channel receive all messages; the server sees one subscription",
    "[messaging]") {
    auto server = subscribed()
                      .delay(5ms)
                      .answer(push("message a one"))
                      .expect(words("GET k"))
                      .answer(bulk("value") + push("message a two"))
                      .expect(words("UNSUBSCRIBE a") + fence)
                      .answer(confirmed("unsubscribe", "a") + pong)
                      .serve();
    fixture<> at(server);
    std::string received[2];
    const auto listen = [&](std::string& to) -> awaitable {
        auto messages = at.db->subscribe(channels("a"));
        auto first = co_await messages.next();
        to += describe_result(first) + ' ';
        if (&to == &received[0]) co_return;
        auto value = co_await (*at.db)(cmd::get("k"));
        CHECK(value);
        auto second = co_await messages.next();
        to += describe_result(second);
    };
    at.start([&] { return listen(received[0]); });
    at.start([&] { return listen(received[1]); });
    at.run();
    CHECK(received[0] == "a=one ");
    CHECK(received[1] == "a=one a=two");
    CHECK(server.is_complete());
}

TEST_CASE("shared_source: a refusal is the error of its subscriber; calls and other subscribers are not affected",
          "[messaging]") {
    auto server = subscribed()
                      .expect(words("SUBSCRIBE b") + fence + words("GET k"))
                      .answer("-NOPERM no\r\n" + pong + bulk("value") + push("message a one"))
                      .delay(1h)
                      .answer(pong)
                      .serve();
    fixture<> at(server);
    auto messages = at.db->subscribe(channels("a"));
    auto more = at.db->subscribe(topics());
    at.run([&]() -> awaitable {
        auto outcome = co_await messages.subscribe(channels("a"));
        CHECK(outcome);
        at.start([&]() -> awaitable {
            auto refused = co_await more.subscribe(channels("b"));
            CHECK(refused.error().condition() == errc::no_permission);
            CHECK(refused.error().command() == "SUBSCRIBE");
        });
        auto value = co_await (*at.db)(cmd::get("k"));
        CHECK(**value == "value");
        auto message = co_await messages.next();
        CHECK(describe_result(message) == "a=one");
    });
    CHECK(more.topics().empty());
    CHECK(server.mismatch().empty());
    CHECK(server.connections() == 1);
}

TEST_CASE("shared_source: after a connection loss all topics are restored, and each subscriber gets a gap",
          "[messaging]") {
    const std::string binary("\0\n", 2);
    const std::string request = "*2\r\n" + bulk("SUBSCRIBE") + bulk(binary) + fence;
    auto server =
        greeted()
            .expect(request)
            .answer(confirmed("subscribe", binary) + pong)
            .delay(5ms)
            .answer(">3\r\n" + bulk("message") + bulk(binary) + bulk("one"))
            .delay(5ms)
            .close()
            .accept()
            .expect(words("HELLO 3"))
            .answer(hello_reply())
            .expect(request)
            .answer(confirmed("subscribe", binary) + ">3\r\n" + bulk("message") + bulk(binary) + bulk("two") + pong)
            .expect("*2\r\n" + bulk("UNSUBSCRIBE") + bulk(binary) + fence)
            .answer(confirmed("unsubscribe", binary) + pong)
            .delay(1h)
            .answer(pong)
            .serve();
    fixture<> at(server);
    std::string received[2];
    const auto listen = [&](std::string& to) -> awaitable {
        auto messages = at.db->subscribe(channels(binary));
        for (int n = 0; n != 3; ++n) {
            auto outcome = co_await messages.next();
            to += describe_result(outcome).substr(outcome->is_gap() ? 0 : 3) + ' ';
        }
        messages.close();
    };
    at.start([&] { return listen(received[0]); });
    at.start([&] { return listen(received[1]); });
    at.run();
    CHECK(received[0] == "one gap two ");
    CHECK(received[1] == "one gap two ");
    CHECK(server.connections() == 2);
    CHECK(server.open_connections() == 1);
}

TEST_CASE(
    "shared_source: a slow subscriber loses messages behind a gap with their number; others do not",
    "[messaging]") {
    std::string many;
    for (int n = 0; n != 20; ++n) many += push("message a 0123456789");
    auto server = subscribed()
                      .expect(words("GET k"))
                      .answer(many + bulk("value"))
                      .expect(words("GET k"))
                      .answer(push("message a last") + bulk("value"))
                      .delay(1h)
                      .answer(pong)
                      .serve();
    fixture<> at(server);
    auto slow = at.db->subscribe(channels("a"), subscription_settings{.max_unread_bytes = 300});
    auto quick = at.db->subscribe(channels("a"));
    at.run([&]() -> awaitable {
        auto outcome = co_await slow.subscribe(channels("a"));
        auto other = co_await quick.subscribe(channels("a"));
        CHECK((outcome && other));
        auto value = co_await (*at.db)(cmd::get("k"));
        CHECK(**value == "value");
        std::uint64_t count = 0;
        for (auto received = co_await slow.next();; received = co_await slow.next()) {
            if (!received->is_gap()) ++count;
            else {
                CHECK(count >= 3);
                CHECK(count + received->lost == 20);
                break;
            }
        }
        value = co_await (*at.db)(cmd::get("k"));
        auto last = co_await slow.next();
        CHECK(describe_result(last) == "a=last");
        for (int n = 0; n != 20; ++n) {
            auto received = co_await quick.next();
            CHECK(describe_result(received) == "a=0123456789");
        }
        last = co_await quick.next();
        CHECK(describe_result(last) == "a=last");
    });
    CHECK(server.mismatch().empty());
    CHECK(server.connections() == 1);
}

TEST_CASE("shared_source: with RESP2, messages arrive over a dedicated connection", "[messaging]") {
    const std::string unknown = "-ERR unknown command 'HELLO'\r\n";
    auto server = script()
                      .expect(words("HELLO 3"))
                      .answer(unknown)
                      .accept()
                      .expect(words("HELLO 3"))
                      .answer(unknown)
                      .expect(words("SUBSCRIBE a"))
                      .answer("*3\r\n" + bulk("subscribe") + bulk("a") + ":1\r\n" + words("message a one"))
                      .serve();
    fixture<> at(server);
    auto messages = at.db->subscribe(channels("a"));
    at.run([&]() -> awaitable {
        auto outcome = co_await messages.next();
        CHECK(describe_result(outcome) == "a=one");
    });
    CHECK(server.is_complete());
}

TEST_CASE("shared_source: dedicated_connection forces a dedicated connection", "[messaging]") {
    auto server =
        greeted().expect(words("SUBSCRIBE a")).answer(confirmed("subscribe", "a") + push("message a one")).serve();
    fixture<> at(server);
    auto messages = at.db->subscribe(channels("a"), subscription_settings{.dedicated_connection = true});
    at.run([&]() -> awaitable {
        auto outcome = co_await messages.next();
        CHECK(describe_result(outcome) == "a=one");
    });
    CHECK(server.is_complete());
}

TEST_CASE("shared_source: a cancelled wait loses no message, and does not keep the loop running", "[messaging]") {
    auto server = subscribed().delay(60ms).answer(push("message a one")).delay(1h).answer(pong).serve();
    fixture<> at(server);
    auto messages = at.db->subscribe(channels("a"));
    at.run([&]() -> awaitable {
        auto none = co_await messages.next(10ms);
        CHECK((none && !*none));
    });
    at.run([&]() -> awaitable {
        auto outcome = co_await messages.next();
        CHECK(describe_result(outcome) == "a=one");
    });
    CHECK(server.connections() == 1);
    CHECK(server.open_connections() == 1);
}

TEST_CASE(
    "shared_source: a silent connection gets PING, and is replaced for all users if no reply arrives",
    "[messaging]") {
    auto server = subscribed()
                      .expect(fence)
                      .answer(pong)
                      .expect(fence)
                      .delay(1h)
                      .answer(pong)
                      .accept()
                      .expect(words("HELLO 3"))
                      .answer(hello_reply())
                      .expect(words("SUBSCRIBE a") + fence)
                      .answer(confirmed("subscribe", "a") + pong)
                      .delay(1h)
                      .answer(pong)
                      .serve();
    fixture<> at(server);
    auto messages = at.db->subscribe(channels("a"), subscription_settings{.ping_interval = 20ms});
    at.run([&]() -> awaitable {
        auto outcome = co_await messages.next();
        CHECK(describe_result(outcome) == "gap");
    });
    CHECK(server.mismatch().empty());
    CHECK(server.connections() == 2);
}

TEST_CASE("shared_source: without a server, connecting fails after the attempts of the retry policy",
          "[messaging]") {
    auto server = script().refuse().serve(testing::injected_failure{0, testing::injected_failure::failure_kind::refused});
    fixture<no_retry> at(server);
    auto messages = at.db->subscribe(channels("a"));
    at.run([&]() -> awaitable {
        auto outcome = co_await messages.next();
        CHECK(outcome.error().condition() == errc::connect_failed);
    });
}

TEST_CASE("shared_source: subscriptions, waiting coroutines and the client may be destroyed in any order", "[messaging]") {
    const auto scenario = subscribed().delay(1h).answer(pong);
    SECTION("the client before the waiting coroutines") {
        auto server = scenario.serve();
        fixture<> at(server);
        auto messages = at.db->subscribe(channels("a"));
        int cancelled = 0;
        at.start([&]() -> awaitable {
            auto outcome = co_await messages.next();
            cancelled += outcome.error().condition() == errc::cancelled;
        });
        testing::simulated_clock::run_for(at.loop, 20ms);
        at.db.reset();
        at.run();
        CHECK(cancelled == 1);
        CHECK(server.open_connections() == 0);
    }
    SECTION("the subscription before the client, while a command is pending") {
        auto server = greeted()
                          .expect(words("SUBSCRIBE a") + fence)
                          .delay(20ms)
                          .answer(confirmed("subscribe", "a") + pong)
                          .expect(words("UNSUBSCRIBE a") + fence)
                          .answer(confirmed("unsubscribe", "a") + pong)
                          .expect(words("GET k"))
                          .answer(bulk("1"))
                          .serve();
        fixture<> at(server);
        at.run([&]() -> awaitable {
            {
                auto messages = at.db->subscribe(channels("a"));
                auto none = co_await messages.next(10ms);
                CHECK((none && !*none));
            }
            co_await at.pause(30ms);
            auto value = co_await (*at.db)(cmd::get("k"));
            CHECK(**value == "1");
        });
        CHECK(server.is_complete());
    }
    SECTION("the loop first") {
        auto server = scenario.serve();
        auto at = std::make_unique<fixture<>>(server);
        auto held = std::make_shared<int>(0);
        at->start([](auto& db, auto kept) -> awaitable {
            auto messages = db.subscribe(channels("a"));
            auto outcome = co_await messages.next();
            static_cast<void>(kept);
        }(*at->db, held));
        testing::simulated_clock::run_for(at->loop, 20ms);
        std::exchange(at, nullptr).reset();
        CHECK(held.use_count() == 1);
    }
}

TEST_CASE("shared_source: if the connection is lost anywhere, each message is received or behind a gap, and each call completes once",
          "[messaging]") {
    const auto scenario =
        greeted()
            .expect(words("SUBSCRIBE a b") + fence)
            .answer(confirmed("subscribe", "a") + push("message a 1") + confirmed("subscribe", "b") + pong)
            .expect(words("GET k"))
            .answer(push("message b 2") + bulk("value") + push("message a 3"))
            .delay(1h)
            .answer(pong);
    int performances = 0;
    scenario.for_each_failure([&](testing::scripted_server& server) {
        ++performances;
        INFO((server.failure() ? server.failure()->text() : std::string("nothing fails")));
        fixture<no_retry> at(server);
        texts received;
        int calls = 0;
        auto messages = at.db->subscribe(channels("a", "b"));
        at.start([&]() -> awaitable {
            for (;;) {
                auto outcome = co_await messages.next();
                received.push_back(describe_result(outcome));
                if (received.back() == "a=3") co_return;
                if (!outcome) co_await at.pause(2ms);
            }
        });
        at.start([&]() -> awaitable {
            while (received.empty() || received.back() != "a=3") {
                // the server expects it after each first message, also when the script repeats
                if (std::count(received.begin(), received.end(), "a=1") == calls) {
                    co_await at.pause(1ms);
                    continue;
                }
                auto value = co_await (*at.db)(cmd::get("k"));
                CHECK((!value || **value == "value"));
                ++calls;
            }
        });
        testing::simulated_clock::run_for(at.loop, 2s);
        INFO(server.mismatch());
        CHECK(calls >= 1);
        const std::string_view expected[] = {"a=1", "b=2", "a=3"};
        std::size_t next = 0;
        for (const std::string& one : received) {
            if (one == "gap") next = 0;  // after the failure the script repeats from its start
            else if (next < 3 && one == expected[next]) ++next;
            else CHECK(one.find('=') == one.npos);
        }
        CHECK(next == 3);
    });
    CHECK(performances > 10);
}

TEST_CASE("shared_source: a subscriber that reconnects does not receive replies to earlier commands", "[messaging]") {
    const std::string two = push("message a 1") + push("message a 2");
    auto server = subscribed().expect(fence).answer(two).delay(30ms).answer(pong).delay(1h).answer(pong).serve();
    fixture<> at(server);
    auto messages = at.db->subscribe(channels("a"), subscription_settings{.ping_interval = 50ms, .max_unread_bytes = 40});

    std::string all;
    at.run([&]() -> awaitable {
        for (int n = 0; n != 2; ++n) all += describe_result(co_await messages.next()) + "; ";
    });

    CHECK(all == "a=1; gap of 1; ");
    CHECK(server.connections() == 1);
}
