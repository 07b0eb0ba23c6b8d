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

/// The context of a client, a subscriber in it, and the script that it talks to.
template <class Client = client<>, class Payload = std::string> struct story {
    scripted_server server;
    manual_clock clock{};
    Client db;
    hibana::subscriber<typename Client::dedicated_type, hibana::message_reader<Payload>> messages;

    explicit story(scripted_server plays, hibana::session_settings settings = {}, hibana::subscription_settings kept = {})
        : server(std::move(plays)), db(server.transport(), clock, unnamed(std::move(settings))), messages(db.node(), kept) {}

    hibana::deadline in(std::chrono::milliseconds length) { return hibana::deadline::at(clock.now() + length); }
    auto subscribe(hibana::topics wanted) { return messages.subscribe(std::move(wanted), in(60s)).get(); }
    auto unsubscribe(hibana::topics unwanted) { return messages.unsubscribe(std::move(unwanted), in(60s)).get(); }
    auto next(std::chrono::milliseconds timeout = 60s) { return messages.next(in(timeout)).get(); }
    std::string text(std::chrono::milliseconds timeout = 60s) {
        const auto came = next(timeout);
        if (!came) return came.error().message();
        return came->is_gap() ? "gap" : came->channel + "=" + came->payload;
    }
    bool is_as_written() const { return server.mismatch().empty() && server.is_complete(); }
};

const std::string subscribed_to_a = confirmed("subscribe", "a");

script subscribed() { return greeted().expect(words("SUBSCRIBE a")).answer(subscribed_to_a); }

}  // namespace

TEST_CASE("subscriber: it connects, asks, and is done when all is confirmed", "[messaging]") {
    hibana::topics wanted = channels("a", "b");
    wanted += patterns("p*");
    wanted += shard_channels("s", "t");
    story play(greeted()
                   .expect(words("SSUBSCRIBE s") + words("SSUBSCRIBE t") + words("SUBSCRIBE a b") + words("PSUBSCRIBE p*"))
                   .answer(confirmed("ssubscribe", "s") + confirmed("ssubscribe", "t", 2) + confirmed("subscribe", "a") +
                           confirmed("subscribe", "b", 2) + confirmed("psubscribe", "p*", 3))
                   .serve());

    CHECK(play.subscribe(wanted));

    CHECK(play.messages.topics().size() == 5);
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: what is subscribed to already is not asked for again", "[messaging]") {
    story play(subscribed().expect(words("SUBSCRIBE b")).answer(confirmed("subscribe", "b", 2)).serve());

    CHECK(play.subscribe(channels("a")));
    CHECK(play.subscribe(channels("a")));
    CHECK(play.subscribe(channels("a", "b")));

    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: messages come one by one, those too that came before all was confirmed", "[messaging]") {
    story play(greeted()
                   .expect(words("SUBSCRIBE a b"))
                   .answer(subscribed_to_a + push("message a early") + confirmed("subscribe", "b", 2) + push("message b late"))
                   .answer(push("message a last"))
                   .max_read_size(7)
                   .serve());

    REQUIRE(play.subscribe(channels("a", "b")));

    CHECK(play.text() == "a=early");
    CHECK(play.text() == "b=late");
    CHECK(play.text() == "a=last");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: RESP2 is understood in the same way", "[messaging]") {
    using client_of_resp2 = client<hibana::resp2_parser>;
    story<client_of_resp2> play(script()
                                    .expect(words("SUBSCRIBE a"))
                                    .answer("*3\r\n" + bulk("subscribe") + bulk("a") + ":1\r\n" + words("message a x") +
                                            words("pmessage p* pp y"))
                                    .expect(words("PING"))
                                    .answer("*2\r\n$4\r\npong\r\n$0\r\n\r\n" + words("message a z"))
                                    .serve());

    REQUIRE(play.subscribe(channels("a")));

    CHECK(play.text() == "a=x");
    CHECK(play.text() == "pp=y");
    CHECK(play.text() == "a=z");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: a wait that ends by its deadline leaves the connection as it is", "[messaging]") {
    story play(subscribed().delay(2s).answer(push("message a x")).serve());
    REQUIRE(play.subscribe(channels("a")));

    const auto none = play.next(500ms);

    REQUIRE_FALSE(none);
    CHECK(none.error().condition() == errc::timeout);
    CHECK(none.error().fate() == hibana::fate::not_sent);
    CHECK(play.text() == "a=x");
    CHECK(play.server.connections() == 1);
}

TEST_CASE("subscriber: half a message at the deadline is no loss", "[messaging]") {
    const auto whole = push("message a x");
    story play(subscribed().answer(whole.substr(0, 9)).delay(1s).answer(whole.substr(9)).serve());
    REQUIRE(play.subscribe(channels("a")));

    CHECK(play.next(500ms).error().condition() == errc::timeout);
    CHECK(play.text() == "a=x");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: after a loss it asks again for all, and a gap comes before the first message of the new connection", "[messaging]") {
    hibana::topics wanted = channels("a", std::string("\0\xff", 2));
    wanted += patterns("p*");
    const std::string binary = "*3\r\n" + bulk("SUBSCRIBE") + bulk(std::string("\0\xff", 2)) + bulk("a") + words("PSUBSCRIBE p*");
    std::string asked = "*3\r\n" + bulk("SUBSCRIBE") + bulk("a") + bulk(std::string("\0\xff", 2)) + words("PSUBSCRIBE p*");
    const std::string answers = confirmed("subscribe", std::string("\0\xff", 2)) + confirmed("subscribe", "a", 2);
    story play(greeted()
                   .expect(asked)
                   .answer(confirmed("subscribe", "a") + confirmed("subscribe", std::string("\0\xff", 2), 2) + confirmed("psubscribe", "p*", 3))
                   .answer(push("message a before"))
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(binary)
                   .answer(answers + push("message a after") + confirmed("psubscribe", "p*", 3))
                   .serve());
    REQUIRE(play.subscribe(wanted));

    CHECK(play.text() == "a=before");
    CHECK(play.text() == "gap");
    CHECK(play.text() == "a=after");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: a gap is given when everything is subscribed to again, not before", "[messaging]") {
    story play(greeted()
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
    REQUIRE(play.subscribe(channels("a", "b")));

    CHECK(play.next(1s).error().condition() == errc::timeout);
    CHECK(play.text() == "gap");
}

TEST_CASE("subscriber: a gap is followed by another where the connection is lost again, but not by two for connections that never served", "[messaging]") {
    const auto again = [](script& s) -> script& { return s.accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")); };
    script tale = subscribed().close();
    again(tale).answer(subscribed_to_a).close();
    again(tale).close();
    again(tale).answer(subscribed_to_a + push("message a x"));
    story play(tale.serve());
    REQUIRE(play.subscribe(channels("a")));

    CHECK(play.text() == "gap");
    CHECK(play.text() == "gap");
    CHECK(play.text() == "a=x");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: a loss before anything was confirmed is no gap", "[messaging]") {
    story play(greeted()
                   .expect(words("SUBSCRIBE a"))
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a"))
                   .answer(subscribed_to_a + push("message a x"))
                   .serve());

    CHECK(play.subscribe(channels("a")));

    CHECK(play.text() == "a=x");
}

TEST_CASE("subscriber: it reconnects by the backoff, as often as the retry policy says, and the next call begins anew", "[messaging]") {
    using patient = client<hibana::constant_backoff, hibana::retry_safe>;
    auto server = subscribed().close().refuse().refuse().refuse().refuse().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")).answer(subscribed_to_a).serve();
    manual_clock clock;
    patient db(server.transport(), clock, unnamed(), hibana::constant_backoff{.wait = 100ms}, hibana::retry_safe{.max_retries = 2});
    hibana::subscriber<patient::dedicated_type> messages(db.node());
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

TEST_CASE("subscriber: one who waits a little at a time does not reconnect more often", "[messaging]") {
    using patient = client<hibana::constant_backoff>;
    auto server = subscribed().close().refuse().refuse().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")).answer(subscribed_to_a).serve();
    manual_clock clock;
    patient db(server.transport(), clock, unnamed(), hibana::constant_backoff{.wait = 100ms});
    hibana::subscriber<patient::dedicated_type> messages(db.node());
    REQUIRE(messages.subscribe(channels("a")).get());

    const auto before = clock.now();
    int waits = 0;
    for (;; ++waits) {
        const auto came = messages.next(hibana::deadline::at(clock.now() + 10ms)).get();
        if (came) break;
        REQUIRE(came.error().condition() == errc::timeout);
    }

    CHECK(clock.now() - before == 200ms);
    CHECK(waits >= 19);
    CHECK(server.connections() == 4);
}

TEST_CASE("subscriber: a silent connection is asked whether it is there, and given up where it does not answer", "[messaging]") {
    story play(subscribed()
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
    REQUIRE(play.subscribe(channels("a")));
    const auto before = play.clock.now();

    CHECK(play.text() == "gap");

    CHECK(play.clock.now() - before == 7s + 7s + 3s);
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: without pings nothing is sent, however silent it is", "[messaging]") {
    story play(subscribed().delay(100h).answer(push("message a x")).serve(), {}, {.ping_interval = std::chrono::milliseconds::max()});
    REQUIRE(play.subscribe(channels("a")));

    CHECK(play.text(200h) == "a=x");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: a refusal is the error of the call that asked, and the topic is not requested again", "[messaging]") {
    story play(subscribed()
                   .expect(words("SUBSCRIBE secret") + words("PSUBSCRIBE p*"))
                   .answer("-NOPERM this user has no permissions to access one of the channels used as arguments\r\n" + confirmed("psubscribe", "p*", 2))
                   .close()
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a") + words("PSUBSCRIBE p*"))
                   .answer(subscribed_to_a + confirmed("psubscribe", "p*", 2))
                   .serve());
    REQUIRE(play.subscribe(channels("a")));
    hibana::topics more = channels("secret");
    more += patterns("p*");

    const auto refused = play.subscribe(more);

    REQUIRE_FALSE(refused);
    CHECK(refused.error().condition() == errc::no_permission);
    CHECK(refused.error().command() == "SUBSCRIBE");
    CHECK(refused.error().endpoint() == "in-memory:6379");
    CHECK_FALSE(play.messages.topics().contains(hibana::topic_kind::channel, "secret"));
    CHECK(play.text() == "gap");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: where the server refuses what it allowed before, the next message is that error", "[messaging]") {
    story play(subscribed()
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
    REQUIRE(play.subscribe(channels("a")));

    CHECK(play.next().error().condition() == errc::no_permission);
    CHECK(play.text() == "gap");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: a server that refuses for a while is asked again after a pause", "[messaging]") {
    story play(greeted()
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
    REQUIRE(play.subscribe(channels("a")));
    const auto before = play.clock.now();

    CHECK(play.text() == "gap");
    CHECK(play.clock.now() > before);
}

TEST_CASE("subscriber: unsubscribing is done when it is confirmed; without any topic there is nothing to wait for", "[messaging]") {
    story play(greeted()
                   .expect(words("SUBSCRIBE a b"))
                   .answer(subscribed_to_a + confirmed("subscribe", "b", 2))
                   .expect(words("UNSUBSCRIBE b"))
                   .answer(push("message b late") + confirmed("unsubscribe", "b", 1))
                   .expect(words("UNSUBSCRIBE a"))
                   .answer(confirmed("unsubscribe", "a", 0))
                   .serve());
    REQUIRE(play.subscribe(channels("a", "b")));

    CHECK(play.unsubscribe(channels("b", "never")));
    CHECK(play.text() == "b=late");
    CHECK(play.unsubscribe(channels("a")));
    CHECK(play.unsubscribe(channels("a")));
    const auto none = play.next();

    REQUIRE_FALSE(none);
    CHECK(none.error().condition() == errc::invalid_argument);
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: without a topic, next() fails without connecting", "[messaging]") {
    story play(script().serve());

    CHECK(play.next().error().condition() == errc::invalid_argument);
    CHECK(play.unsubscribe(channels("a")));
    CHECK(play.server.connections() == 0);
}

TEST_CASE("subscriber: what is no message and no answer is an error, after which it goes on over a new connection", "[messaging]") {
    const auto nonsense = GENERATE(std::string("+OK\r\n"), std::string(">2\r\n$7\r\nmessage\r\n$1\r\na\r\n"), std::string("?\r\n"));
    story play(subscribed()
                   .answer(nonsense)
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SUBSCRIBE a"))
                   .answer(subscribed_to_a)
                   .serve());
    REQUIRE(play.subscribe(channels("a")));

    CHECK(play.next().error().condition() == errc::protocol_error);
    CHECK(play.text() == "gap");
}

TEST_CASE("subscriber: other pushes, and confirmations that nobody asked for, are passed over", "[messaging]") {
    story play(subscribed()
                   .answer(">2\r\n$10\r\ninvalidate\r\n_\r\n" + confirmed("unsubscribe", "unknown") + confirmed("subscribe", "unknown") + push("message a x"))
                   .serve());
    REQUIRE(play.subscribe(channels("a")));

    CHECK(play.text() == "a=x");
}

TEST_CASE("subscriber: a subscription that the server ends by itself is made again, with a gap", "[messaging]") {
    story play(greeted()
                   .expect(words("SSUBSCRIBE s"))
                   .answer(confirmed("ssubscribe", "s"))
                   .answer(confirmed("sunsubscribe", "s", 0))
                   .accept()
                   .expect(words("HELLO 3"))
                   .answer(hello_reply())
                   .expect(words("SSUBSCRIBE s"))
                   .answer(confirmed("ssubscribe", "s"))
                   .serve());
    REQUIRE(play.subscribe(shard_channels("s")));

    CHECK(play.text() == "gap");
    CHECK(play.is_as_written());
}

TEST_CASE("subscriber: a payload of another type is an error, and the next message comes all the same", "[messaging]") {
    story<client<>, int> play(subscribed().answer(push("message a x") + push("message a 7")).serve());
    REQUIRE(play.subscribe(channels("a")));

    CHECK(play.next().error().condition() == errc::type_mismatch);
    CHECK(play.next()->payload == 7);
}

TEST_CASE("subscriber: a payload that is viewed stays while it is kept, whatever comes later", "[messaging]") {
    script tale = subscribed();
    for (int n = 0; n != 40; ++n) tale.answer(push("message a " + std::string(9'000, static_cast<char>('a' + n % 26))));
    story<client<>, std::string_view> play(tale.serve());
    REQUIRE(play.subscribe(channels("a")));

    const auto first = play.next();
    for (int n = 1; n != 40; ++n) REQUIRE(play.next());

    CHECK(*first->payload == std::string(9'000, 'a'));
}

TEST_CASE("subscriber: cut off anywhere, it ends with all that was asked for, and every message that is missing is behind a gap", "[messaging]") {
    const auto tale = greeted().expect(words("SUBSCRIBE a") + words("PSUBSCRIBE p*")).answer(subscribed_to_a + confirmed("psubscribe", "p*", 2)).answer(push("message a 1")).answer(push("message a 2")).max_read_size(50);

    tale.for_each_failure([&](scripted_server& server) {
        manual_clock clock;
        client<> db(server.transport(), clock, unnamed({.command_timeout = 60s, .connect_timeout = 1s}));
        hibana::subscriber<client<>::dedicated_type> messages(db.node());
        hibana::topics wanted = channels("a");
        wanted += patterns("p*");
        hibana::result<void> asked;
        for (int attempt = 0; attempt != 3; ++attempt)
            if ((asked = messages.subscribe(wanted, hibana::deadline::at(clock.now() + 30s)).get())) break;
        REQUIRE(asked);

        std::vector<std::string> received;
        while (received.empty() || received.back() != "2") {
            const auto came = messages.next(hibana::deadline::at(clock.now() + 60s)).get();
            if (!came) INFO(came.error().message());
            REQUIRE(came);
            received.push_back(came->is_gap() ? "gap" : came->payload);
        }

        // what comes after the failure is played from the start, so that a gap is followed by all of it
        const std::vector<std::string> whole{"1", "2"};
        const auto last = std::find(received.rbegin(), received.rend(), "gap").base();
        CHECK(std::vector<std::string>(last, received.end()) == whole);
        CHECK(messages.topics().size() == 2);
        CHECK(server.mismatch() == "");
    });
}

TEST_CASE("subscriber: messages before the confirmation of a topic are followed by a gap if the connection is lost", "[messaging]") {
    const std::string first = push("message a first"), second = push("message a second");
    story play(greeted().expect(words("SUBSCRIBE a")).answer(first).close().accept()
                   .expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")).answer(subscribed_to_a + second).serve());
    play.messages.want(channels("a"));
    CHECK(play.text() == "a=first");
    CHECK(play.text() == "gap");
    CHECK(play.text() == "a=second");
}
