// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/messaging/subscriber.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/retry/constant_backoff.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::channels;
using hibana::errc;
using hibana::patterns;
using hibana::shard_channels;

namespace {

std::string push(std::string_view text) {
    std::string whole = words(text);
    whole[0] = '>';
    return whole;
}
std::string confirmed(std::string_view word, std::string_view name, int count = 1) {
    return ">3\r\n" + bulk(word) + bulk(name) + ":" + std::to_string(count) + "\r\n";
}

/// A client, a subscriber in its context, and the scripted server.
template <class Client = client<>, class Payload = std::string> struct fixture {
    scripted_server server;
    manual_clock clock{};
    Client db;
    hibana::subscriber<typename Client::dedicated_type, hibana::message_reader<Payload>> messages;

    explicit fixture(scripted_server script, hibana::session_settings settings = {}, hibana::subscription_settings subscription = {})
        : server(std::move(script)), db(server.transport(), clock, unnamed(std::move(settings))), messages(db.node(), subscription) {}

    hibana::deadline in(std::chrono::milliseconds length) { return hibana::deadline::at(clock.now() + length); }
    auto subscribe(hibana::topics wanted) { return messages.subscribe(std::move(wanted), in(60s)).get(); }
    auto unsubscribe(hibana::topics unwanted) { return messages.unsubscribe(std::move(unwanted), in(60s)).get(); }
    auto next(std::chrono::milliseconds timeout = 60s) { return messages.next(in(timeout)).get(); }
    std::string text(std::chrono::milliseconds timeout = 60s) {
        const auto outcome = next(timeout);
        if (!outcome) return outcome.error().message();
        return outcome->is_gap() ? "gap" : outcome->channel + "=" + outcome->payload;
    }
    bool is_complete() const { return server.mismatch().empty() && server.is_complete(); }
};

const std::string subscribed_to_a = confirmed("subscribe", "a");

script subscribed() { return greeted().expect(words("SUBSCRIBE a")).answer(subscribed_to_a); }

}  // namespace

TEST_CASE("subscriber: subscribe() connects, subscribes, and completes when all topics are confirmed", "[messaging]") {
    hibana::topics wanted = channels("a", "b");
    wanted += patterns("p*");
    wanted += shard_channels("s", "t");
    fixture test(greeted()
                   .expect(words("SSUBSCRIBE s") + words("SSUBSCRIBE t") + words("SUBSCRIBE a b") + words("PSUBSCRIBE p*"))
                   .answer(confirmed("ssubscribe", "s") + confirmed("ssubscribe", "t", 2) + confirmed("subscribe", "a") +
                           confirmed("subscribe", "b", 2) + confirmed("psubscribe", "p*", 3))
                   .serve());

    CHECK(test.subscribe(wanted));

    CHECK(test.messages.topics().size() == 5);
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: a subscribed topic is not requested again", "[messaging]") {
    fixture test(subscribed().expect(words("SUBSCRIBE b")).answer(confirmed("subscribe", "b", 2)).serve());

    CHECK(test.subscribe(channels("a")));
    CHECK(test.subscribe(channels("a")));
    CHECK(test.subscribe(channels("a", "b")));

    CHECK(test.is_complete());
}

TEST_CASE("subscriber: messages are received one by one, also before all topics are confirmed", "[messaging]") {
    fixture test(greeted()
                   .expect(words("SUBSCRIBE a b"))
                   .answer(subscribed_to_a + push("message a early") + confirmed("subscribe", "b", 2) + push("message b late"))
                   .answer(push("message a last"))
                   .max_read_size(7)
                   .serve());

    REQUIRE(test.subscribe(channels("a", "b")));

    CHECK(test.text() == "a=early");
    CHECK(test.text() == "b=late");
    CHECK(test.text() == "a=last");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: receives the same messages with RESP2", "[messaging]") {
    using client_of_resp2 = client<hibana::resp2_parser>;
    fixture<client_of_resp2> test(script()
                                    .expect(words("SUBSCRIBE a"))
                                    .answer("*3\r\n" + bulk("subscribe") + bulk("a") + ":1\r\n" + words("message a x") +
                                            words("pmessage p* pp y"))
                                    .expect(words("PING"))
                                    .answer("*2\r\n$4\r\npong\r\n$0\r\n\r\n" + words("message a z"))
                                    .serve());

    REQUIRE(test.subscribe(channels("a")));

    CHECK(test.text() == "a=x");
    CHECK(test.text() == "pp=y");
    CHECK(test.text() == "a=z");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: a timeout leaves the connection open", "[messaging]") {
    fixture test(subscribed().delay(2s).answer(push("message a x")).serve());
    REQUIRE(test.subscribe(channels("a")));

    const auto none = test.next(500ms);

    REQUIRE_FALSE(none);
    CHECK(none.error().condition() == errc::timeout);
    CHECK(none.error().fate() == hibana::fate::not_sent);
    CHECK(test.text() == "a=x");
    CHECK(test.server.connections() == 1);
}

TEST_CASE("subscriber: an incomplete message at the deadline is not lost", "[messaging]") {
    const auto whole = push("message a x");
    fixture test(subscribed().answer(whole.substr(0, 9)).delay(1s).answer(whole.substr(9)).serve());
    REQUIRE(test.subscribe(channels("a")));

    CHECK(test.next(500ms).error().condition() == errc::timeout);
    CHECK(test.text() == "a=x");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: after a connection loss it resubscribes, and a gap precedes the first message of the new connection", "[messaging]") {
    hibana::topics wanted = channels("a", std::string("\0\xff", 2));
    wanted += patterns("p*");
    const std::string binary = "*3\r\n" + bulk("SUBSCRIBE") + bulk(std::string("\0\xff", 2)) + bulk("a") + words("PSUBSCRIBE p*");
    std::string requested = "*3\r\n" + bulk("SUBSCRIBE") + bulk("a") + bulk(std::string("\0\xff", 2)) + words("PSUBSCRIBE p*");
    const std::string answers = confirmed("subscribe", std::string("\0\xff", 2)) + confirmed("subscribe", "a", 2);
    fixture test(greeted()
                   .expect(requested)
                   .answer(confirmed("subscribe", "a") + confirmed("subscribe", std::string("\0\xff", 2), 2) + confirmed("psubscribe", "p*", 3))
                   .answer(push("message a before"))
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(binary)
                   .answer(answers + push("message a after") + confirmed("psubscribe", "p*", 3))
                   .serve());
    REQUIRE(test.subscribe(wanted));

    CHECK(test.text() == "a=before");
    CHECK(test.text() == "gap");
    CHECK(test.text() == "a=after");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: a gap is delivered after all topics are restored", "[messaging]") {
    fixture test(greeted()
                   .expect(words("SUBSCRIBE a b"))
                   .answer(subscribed_to_a + confirmed("subscribe", "b", 2))
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a b"))
                   .answer(subscribed_to_a)
                   .delay(3s)
                   .answer(confirmed("subscribe", "b", 2))
                   .serve());
    REQUIRE(test.subscribe(channels("a", "b")));

    CHECK(test.next(1s).error().condition() == errc::timeout);
    CHECK(test.text() == "gap");
}

TEST_CASE("subscriber: each lost connection yields one gap, except those without a confirmation", "[messaging]") {
    const auto again = [](script& s) -> script& { return s.accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")); };
    script scenario = subscribed().close();
    again(scenario).answer(subscribed_to_a).close();
    again(scenario).close();
    again(scenario).answer(subscribed_to_a + push("message a x"));
    fixture test(scenario.serve());
    REQUIRE(test.subscribe(channels("a")));

    CHECK(test.text() == "gap");
    CHECK(test.text() == "gap");
    CHECK(test.text() == "a=x");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: a connection lost before any confirmation yields no gap", "[messaging]") {
    fixture test(greeted()
                   .expect(words("SUBSCRIBE a"))
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a"))
                   .answer(subscribed_to_a + push("message a x"))
                   .serve());

    CHECK(test.subscribe(channels("a")));

    CHECK(test.text() == "a=x");
}

TEST_CASE("subscriber: reconnects by the backoff and the retry policy, and the next call starts over", "[messaging]") {
    using client_type = client<hibana::constant_backoff, hibana::retry_safe>;
    auto server = subscribed().close().refuse().refuse().refuse().refuse().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")).answer(subscribed_to_a).serve();
    manual_clock clock;
    client_type db(server.transport(), clock, unnamed(), hibana::constant_backoff{.wait = 100ms}, hibana::retry_safe{.max_retries = 2});
    hibana::subscriber<client_type::dedicated_type> messages(db.node());
    REQUIRE(messages.subscribe(channels("a")).get());

    const auto before = clock.now();
    const auto lost = messages.next().get();
    REQUIRE_FALSE(lost);
    CHECK(lost.error().condition() == errc::connect_failed);
    CHECK(clock.now() - before == 200ms);
    CHECK(server.connections() == 4);

    CHECK(messages.next().get()->is_gap());
    CHECK(server.connections() == 6);
    CHECK(server.mismatch() == "");
}

TEST_CASE("subscriber: short timeouts do not increase the number of attempts to connect", "[messaging]") {
    using client_type = client<hibana::constant_backoff>;
    auto server = subscribed().close().refuse().refuse().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")).answer(subscribed_to_a).serve();
    manual_clock clock;
    client_type db(server.transport(), clock, unnamed(), hibana::constant_backoff{.wait = 100ms});
    hibana::subscriber<client_type::dedicated_type> messages(db.node());
    REQUIRE(messages.subscribe(channels("a")).get());

    const auto before = clock.now();
    int waits = 0;
    for (;; ++waits) {
        const auto outcome = messages.next(hibana::deadline::at(clock.now() + 10ms)).get();
        if (outcome) break;
        REQUIRE(outcome.error().condition() == errc::timeout);
    }

    CHECK(clock.now() - before == 200ms);
    CHECK(waits >= 19);
    CHECK(server.connections() == 4);
}

TEST_CASE("subscriber: a silent connection gets PING, and is closed if no reply arrives", "[messaging]") {
    fixture test(subscribed()
                   .expect(words("PING"))
                   .answer("+PONG\r\n")
                   .expect(words("PING"))
                   .delay(1h)
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a"))
                   .answer(subscribed_to_a)
                   .serve(),
               {.command_timeout = 3s}, {.ping_interval = 7s});
    REQUIRE(test.subscribe(channels("a")));
    const auto before = test.clock.now();

    CHECK(test.text() == "gap");

    CHECK(test.clock.now() - before == 7s + 7s + 3s);
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: without a ping interval nothing is sent on a silent connection", "[messaging]") {
    fixture test(subscribed().delay(100h).answer(push("message a x")).serve(), {}, {.ping_interval = std::chrono::milliseconds::max()});
    REQUIRE(test.subscribe(channels("a")));

    CHECK(test.text(200h) == "a=x");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: a refusal is the error of the requesting call, and the topic is not requested again", "[messaging]") {
    fixture test(subscribed()
                   .expect(words("SUBSCRIBE secret") + words("PSUBSCRIBE p*"))
                   .answer("-NOPERM this user has no permissions to access one of the channels used as arguments\r\n" + confirmed("psubscribe", "p*", 2))
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a") + words("PSUBSCRIBE p*"))
                   .answer(subscribed_to_a + confirmed("psubscribe", "p*", 2))
                   .serve());
    REQUIRE(test.subscribe(channels("a")));
    hibana::topics more = channels("secret");
    more += patterns("p*");

    const auto refused = test.subscribe(more);

    REQUIRE_FALSE(refused);
    CHECK(refused.error().condition() == errc::no_permission);
    CHECK(refused.error().command() == "SUBSCRIBE");
    CHECK(refused.error().endpoint() == "in-memory:6379");
    CHECK_FALSE(test.messages.topics().contains(hibana::topic_kind::channel, "secret"));
    CHECK(test.text() == "gap");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: a refusal while resubscribing is the error of next()", "[messaging]") {
    fixture test(subscribed()
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a"))
                   .answer("-NOPERM no\r\n")
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a"))
                   .answer(subscribed_to_a)
                   .serve());
    REQUIRE(test.subscribe(channels("a")));

    CHECK(test.next().error().condition() == errc::no_permission);
    CHECK(test.text() == "gap");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: a temporary refusal is retried after a delay", "[messaging]") {
    fixture test(greeted()
                   .expect(words("SUBSCRIBE a"))
                   .answer(subscribed_to_a)
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer("-LOADING wait\r\n")
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a"))
                   .answer(subscribed_to_a)
                   .serve());
    REQUIRE(test.subscribe(channels("a")));
    const auto before = test.clock.now();

    CHECK(test.text() == "gap");
    CHECK(test.clock.now() > before);
}

TEST_CASE("subscriber: unsubscribe() completes when confirmed; without a topic next() fails", "[messaging]") {
    fixture test(greeted()
                   .expect(words("SUBSCRIBE a b"))
                   .answer(subscribed_to_a + confirmed("subscribe", "b", 2))
                   .expect(words("UNSUBSCRIBE b"))
                   .answer(push("message b late") + confirmed("unsubscribe", "b", 1))
                   .expect(words("UNSUBSCRIBE a"))
                   .answer(confirmed("unsubscribe", "a", 0))
                   .serve());
    REQUIRE(test.subscribe(channels("a", "b")));

    CHECK(test.unsubscribe(channels("b", "never")));
    CHECK(test.text() == "b=late");
    CHECK(test.unsubscribe(channels("a")));
    CHECK(test.unsubscribe(channels("a")));
    const auto none = test.next();

    REQUIRE_FALSE(none);
    CHECK(none.error().condition() == errc::invalid_argument);
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: without a topic, next() fails without connecting", "[messaging]") {
    fixture test(script().serve());

    CHECK(test.next().error().condition() == errc::invalid_argument);
    CHECK(test.unsubscribe(channels("a")));
    CHECK(test.server.connections() == 0);
}

TEST_CASE("subscriber: an unexpected message is an error, and the next call reconnects", "[messaging]") {
    const auto nonsense = GENERATE(std::string("+OK\r\n"), std::string(">2\r\n$7\r\nmessage\r\n$1\r\na\r\n"), std::string("?\r\n"));
    fixture test(subscribed()
                   .answer(nonsense)
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a"))
                   .answer(subscribed_to_a)
                   .serve());
    REQUIRE(test.subscribe(channels("a")));

    CHECK(test.next().error().condition() == errc::protocol_error);
    CHECK(test.text() == "gap");
}

TEST_CASE("subscriber: other pushes and unrequested confirmations are ignored", "[messaging]") {
    fixture test(subscribed()
                   .answer(">2\r\n$10\r\ninvalidate\r\n_\r\n" + confirmed("unsubscribe", "unknown") + confirmed("subscribe", "unknown") + push("message a x"))
                   .serve());
    REQUIRE(test.subscribe(channels("a")));

    CHECK(test.text() == "a=x");
}

TEST_CASE("subscriber: a subscription ended by the server is restored, with a gap", "[messaging]") {
    fixture test(greeted()
                   .expect(words("SSUBSCRIBE s"))
                   .answer(confirmed("ssubscribe", "s"))
                   .answer(confirmed("sunsubscribe", "s", 0))
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SSUBSCRIBE s"))
                   .answer(confirmed("ssubscribe", "s"))
                   .serve());
    REQUIRE(test.subscribe(shard_channels("s")));

    CHECK(test.text() == "gap");
    CHECK(test.is_complete());
}

TEST_CASE("subscriber: a payload of another type is an error, and the next message is received", "[messaging]") {
    fixture<client<>, int> test(subscribed().answer(push("message a x") + push("message a 7")).serve());
    REQUIRE(test.subscribe(channels("a")));

    CHECK(test.next().error().condition() == errc::type_mismatch);
    CHECK(test.next()->payload == 7);
}

TEST_CASE("subscriber: a borrowed payload stays valid while later messages arrive", "[messaging]") {
    script scenario = subscribed();
    for (int n = 0; n != 40; ++n) scenario.answer(push("message a " + std::string(9'000, static_cast<char>('a' + n % 26))));
    fixture<client<>, std::string_view> test(scenario.serve());
    REQUIRE(test.subscribe(channels("a")));

    const auto first = test.next();
    for (int n = 1; n != 40; ++n) REQUIRE(test.next());

    CHECK(*first->payload == std::string(9'000, 'a'));
}

TEST_CASE("subscriber: after a failure at any step all topics are restored, and a gap precedes every missing message", "[messaging]") {
    const auto scenario = greeted().expect(words("SUBSCRIBE a") + words("PSUBSCRIBE p*")).answer(subscribed_to_a + confirmed("psubscribe", "p*", 2)).answer(push("message a 1")).answer(push("message a 2")).max_read_size(50);

    scenario.for_each_failure([&](scripted_server& server) {
        manual_clock clock;
        client<> db(server.transport(), clock, unnamed({.command_timeout = 60s, .connect_timeout = 1s}));
        hibana::subscriber<client<>::dedicated_type> messages(db.node());
        hibana::topics wanted = channels("a");
        wanted += patterns("p*");
        hibana::result<void> requested;
        for (int attempt = 0; attempt != 3; ++attempt)
            if ((requested = messages.subscribe(wanted, hibana::deadline::at(clock.now() + 30s)).get())) break;
        REQUIRE(requested);

        std::vector<std::string> received;
        while (received.empty() || received.back() != "2") {
            const auto outcome = messages.next(hibana::deadline::at(clock.now() + 60s)).get();
            if (!outcome) INFO(outcome.error().message());
            REQUIRE(outcome);
            received.push_back(outcome->is_gap() ? "gap" : outcome->payload);
        }

        // after the failure the script repeats from its start, so that a gap is followed by all messages
        const std::vector<std::string> whole{"1", "2"};
        const auto last = std::find(received.rbegin(), received.rend(), "gap").base();
        CHECK(std::vector<std::string>(last, received.end()) == whole);
        CHECK(messages.topics().size() == 2);
        CHECK(server.mismatch() == "");
    });
}

TEST_CASE("subscriber: messages before the confirmation of a topic are followed by a gap if the connection is lost", "[messaging]") {
    const std::string first = push("message a first"), second = push("message a second");
    fixture test(greeted().expect(words("SUBSCRIBE a")).answer(first).close().accept()
                   .expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")).answer(subscribed_to_a + second).serve());
    test.messages.set_initial_topics(channels("a"));
    CHECK(test.text() == "a=first");
    CHECK(test.text() == "gap");
    CHECK(test.text() == "a=second");
}
