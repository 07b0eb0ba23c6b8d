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
struct stage {
    using client_type =
        async_client<in_memory_transport, testing::simulated_clock, testing::seeded_random, return_errors, constant_backoff, Policy...>;
    asio::io_context loop{};
    std::unique_ptr<client_type> db;

    explicit stage(const testing::scripted_server& server)
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

/// What came, in words.
template <class Result>
std::string sent(const Result& came) {
    if (!came) return std::string(describe(came.error().condition()));
    if (came->is_gap()) return came->lost ? "gap of " + std::to_string(came->lost) : "gap";
    return came->channel + "=" + came->payload;
}

script subscribed() {
    return greeted().expect(words("SUBSCRIBE a") + fence).answer(confirmed("subscribe", "a") + pong);
}

}  // namespace

TEST_CASE("shared_source: it is a message source, which a client has whose connection speaks RESP3", "[messaging]") {
    using client_type = stage<>::client_type;
    using source = detail::messages_of<client_type>::source_type;
    STATIC_REQUIRE(message_source<source>);
    STATIC_REQUIRE(detail::asks_for_topics<source>);
    STATIC_REQUIRE(
        std::is_same_v<source, shared_source<client_type::core_type::push_commands_type, client_type::dedicated_type>>);

    using resp2_client = stage<resp2_parser>::client_type;
    STATIC_REQUIRE(std::is_same_v<detail::messages_of<resp2_client>::source_type, resp2_client::dedicated_type>);
}

TEST_CASE("shared_source: messages and replies come over one connection, however they are cut", "[messaging]") {
    for (const std::size_t pieces : {1000u, 7u, 1u}) {
        auto server = subscribed()
                          .expect(words("GET k"))
                          .answer(push("message a one") + bulk("value") + push("message a two"))
                          .delay(1h)
                          .answer(pong)
                          .max_read_size(pieces)
                          .serve();
        stage<> at(server);
        auto messages = at.db->subscribe(channels("a"));
        std::string all;
        at.run([&]() -> awaitable {
            auto outcome = co_await messages.subscribe(channels("a"));
            CHECK(outcome);
            auto value = co_await (*at.db)(cmd::get("k"));
            CHECK(**value == "value");
            for (int n = 0; n != 2; ++n) {
                auto came = co_await messages.next();
                all += sent(came) + ' ';
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
    stage<> at(server);
    std::string received[2];
    const auto listen = [&](std::string& to) -> awaitable {
        auto messages = at.db->subscribe(channels("a"));
        auto first = co_await messages.next();
        to += sent(first) + ' ';
        if (&to == &received[0]) co_return;
        auto value = co_await (*at.db)(cmd::get("k"));
        CHECK(value);
        auto second = co_await messages.next();
        to += sent(second);
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
    stage<> at(server);
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
        auto came = co_await messages.next();
        CHECK(sent(came) == "a=one");
    });
    CHECK(more.topics_asked_for().empty());
    CHECK(server.mismatch().empty());
    CHECK(server.connections() == 1);
}

TEST_CASE("shared_source: after a loss all is subscribed to again, and each hears a gap before the first message",
          "[messaging]") {
    const std::string binary("\0\n", 2);
    const std::string asked = "*2\r\n" + bulk("SUBSCRIBE") + bulk(binary) + fence;
    auto server =
        greeted()
            .expect(asked)
            .answer(confirmed("subscribe", binary) + pong)
            .delay(5ms)
            .answer(">3\r\n" + bulk("message") + bulk(binary) + bulk("one"))
            .delay(5ms)
            .close()
            .accept()
            .expect(words("HELLO 3"))
            .answer(hello_reply())
            .expect(asked)
            .answer(confirmed("subscribe", binary) + ">3\r\n" + bulk("message") + bulk(binary) + bulk("two") + pong)
            .expect("*2\r\n" + bulk("UNSUBSCRIBE") + bulk(binary) + fence)
            .answer(confirmed("unsubscribe", binary) + pong)
            .delay(1h)
            .answer(pong)
            .serve();
    stage<> at(server);
    std::string received[2];
    const auto listen = [&](std::string& to) -> awaitable {
        auto messages = at.db->subscribe(channels(binary));
        for (int n = 0; n != 3; ++n) {
            auto came = co_await messages.next();
            to += sent(came).substr(came->is_gap() ? 0 : 3) + ' ';
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
    stage<> at(server);
    auto slow = at.db->subscribe(channels("a"), subscription_settings{.max_unread_bytes = 300});
    auto quick = at.db->subscribe(channels("a"));
    at.run([&]() -> awaitable {
        auto outcome = co_await slow.subscribe(channels("a"));
        auto other = co_await quick.subscribe(channels("a"));
        CHECK((outcome && other));
        auto value = co_await (*at.db)(cmd::get("k"));
        CHECK(**value == "value");
        std::uint64_t count = 0;
        for (auto came = co_await slow.next();; came = co_await slow.next()) {
            if (!came->is_gap()) ++count;
            else {
                CHECK(count >= 3);
                CHECK(count + came->lost == 20);
                break;
            }
        }
        value = co_await (*at.db)(cmd::get("k"));
        auto last = co_await slow.next();
        CHECK(sent(last) == "a=last");
        for (int n = 0; n != 20; ++n) {
            auto came = co_await quick.next();
            CHECK(sent(came) == "a=0123456789");
        }
        last = co_await quick.next();
        CHECK(sent(last) == "a=last");
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
    stage<> at(server);
    auto messages = at.db->subscribe(channels("a"));
    at.run([&]() -> awaitable {
        auto came = co_await messages.next();
        CHECK(sent(came) == "a=one");
    });
    CHECK(server.is_complete());
}

TEST_CASE("shared_source: one that is to be alone is", "[messaging]") {
    auto server =
        greeted().expect(words("SUBSCRIBE a")).answer(confirmed("subscribe", "a") + push("message a one")).serve();
    stage<> at(server);
    auto messages = at.db->subscribe(channels("a"), subscription_settings{.dedicated_connection = true});
    at.run([&]() -> awaitable {
        auto came = co_await messages.next();
        CHECK(sent(came) == "a=one");
    });
    CHECK(server.is_complete());
}

TEST_CASE("shared_source: a wait that is given up loses nothing, and keeps no loop running", "[messaging]") {
    auto server = subscribed().delay(60ms).answer(push("message a one")).delay(1h).answer(pong).serve();
    stage<> at(server);
    auto messages = at.db->subscribe(channels("a"));
    at.run([&]() -> awaitable {
        auto none = co_await messages.next(10ms);
        CHECK((none && !*none));
    });
    at.run([&]() -> awaitable {
        auto came = co_await messages.next();
        CHECK(sent(came) == "a=one");
    });
    CHECK(server.connections() == 1);
    CHECK(server.open_connections() == 1);
}

TEST_CASE(
    "shared_source: a silent connection is asked whether it is there, and replaced for all where it does not answer",
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
    stage<> at(server);
    auto messages = at.db->subscribe(channels("a"), subscription_settings{.ping_interval = 20ms});
    at.run([&]() -> awaitable {
        auto came = co_await messages.next();
        CHECK(sent(came) == "gap");
    });
    CHECK(server.mismatch().empty());
    CHECK(server.connections() == 2);
}

TEST_CASE("shared_source: where no server is that is the error, after as many attempts as the retry policy says",
          "[messaging]") {
    auto server = script().refuse().serve(testing::injected_failure{0, testing::injected_failure::failure_kind::refused});
    stage<no_retry> at(server);
    auto messages = at.db->subscribe(channels("a"));
    at.run([&]() -> awaitable {
        auto came = co_await messages.next();
        CHECK(came.error().condition() == errc::connect_failed);
    });
}

TEST_CASE("shared_source: sequences, what waits for them, and the client may go in any order", "[messaging]") {
    const auto tale = subscribed().delay(1h).answer(pong);
    SECTION("the client before those who wait") {
        auto server = tale.serve();
        stage<> at(server);
        auto messages = at.db->subscribe(channels("a"));
        int cancelled = 0;
        at.start([&]() -> awaitable {
            auto came = co_await messages.next();
            cancelled += came.error().condition() == errc::cancelled;
        });
        testing::simulated_clock::run_for(at.loop, 20ms);
        at.db.reset();
        at.run();
        CHECK(cancelled == 1);
        CHECK(server.open_connections() == 0);
    }
    SECTION("the sequence before the client, in the middle of asking") {
        auto server = greeted()
                          .expect(words("SUBSCRIBE a") + fence)
                          .delay(20ms)
                          .answer(confirmed("subscribe", "a") + pong)
                          .expect(words("UNSUBSCRIBE a") + fence)
                          .answer(confirmed("unsubscribe", "a") + pong)
                          .expect(words("GET k"))
                          .answer(bulk("1"))
                          .serve();
        stage<> at(server);
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
        auto server = tale.serve();
        auto at = std::make_unique<stage<>>(server);
        auto held = std::make_shared<int>(0);
        at->start([](auto& db, auto kept) -> awaitable {
            auto messages = db.subscribe(channels("a"));
            auto came = co_await messages.next();
            static_cast<void>(kept);
        }(*at->db, held));
        testing::simulated_clock::run_for(at->loop, 20ms);
        std::exchange(at, nullptr).reset();
        CHECK(held.use_count() == 1);
    }
}

TEST_CASE("shared_source: if the connection is lost anywhere, each message is received or behind a gap, and each call completes once",
          "[messaging]") {
    const auto tale =
        greeted()
            .expect(words("SUBSCRIBE a b") + fence)
            .answer(confirmed("subscribe", "a") + push("message a 1") + confirmed("subscribe", "b") + pong)
            .expect(words("GET k"))
            .answer(push("message b 2") + bulk("value") + push("message a 3"))
            .delay(1h)
            .answer(pong);
    int performances = 0;
    tale.for_each_failure([&](testing::scripted_server& server) {
        ++performances;
        INFO((server.failure() ? server.failure()->text() : std::string("nothing fails")));
        stage<no_retry> at(server);
        texts received;
        int calls = 0;
        auto messages = at.db->subscribe(channels("a", "b"));
        at.start([&]() -> awaitable {
            for (;;) {
                auto came = co_await messages.next();
                received.push_back(sent(came));
                if (received.back() == "a=3") co_return;
                if (!came) co_await at.pause(2ms);
            }
        });
        at.start([&]() -> awaitable {
            while (received.empty() || received.back() != "a=3") {
                // the server expects it behind each first message, also when it is played again
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
            if (one == "gap") next = 0;  // what comes after the failure is played from the start
            else if (next < 3 && one == expected[next]) ++next;
            else CHECK(one.find('=') == one.npos);
        }
        CHECK(next == 3);
    });
    CHECK(performances > 10);
}

TEST_CASE("shared_source: who begins again after a gap does not hear the answers to what was asked before", "[messaging]") {
    const std::string two = push("message a 1") + push("message a 2");
    auto server = subscribed().expect(fence).answer(two).delay(30ms).answer(pong).delay(1h).answer(pong).serve();
    stage<> at(server);
    auto messages = at.db->subscribe(channels("a"), subscription_settings{.ping_interval = 50ms, .max_unread_bytes = 40});

    std::string all;
    at.run([&]() -> awaitable {
        for (int n = 0; n != 2; ++n) all += sent(co_await messages.next()) + "; ";
    });

    CHECK(all == "a=1; gap of 1; ");
    CHECK(server.connections() == 1);
}
