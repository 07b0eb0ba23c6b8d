// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/subscription.hpp>

#include <hibana/core/exceptions.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <iterator>
#include <string>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::channels;
using hibana::errc;
using hibana::patterns;

namespace {

using throwing = hibana::client<hibana::in_memory_transport, manual_clock, seeded_random>;

std::string push(std::string_view text) {
    std::string whole = words(text);
    whole[0] = '>';
    return whole;
}
std::string confirmed(std::string_view word, std::string_view name, int count = 1) {
    return ">3\r\n" + bulk(word) + bulk(name) + ":" + std::to_string(count) + "\r\n";
}
script subscribed() { return greeted().expect(words("SUBSCRIBE a")).answer(confirmed("subscribe", "a")); }

}  // namespace

static_assert(std::input_iterator<hibana::subscription<throwing>::iterator>);

TEST_CASE("subscription: is a range of messages that ends when no topic is left", "[messaging]") {
    auto server = subscribed().answer(push("message a x") + push("message a last")).expect(words("UNSUBSCRIBE a")).answer(confirmed("unsubscribe", "a", 0)).serve();
    throwing db(server.transport(), unnamed());
    std::vector<std::string> received;

    auto news = db.subscribe(channels("a"));
    for (auto& message : news) {
        received.push_back(message.payload);
        if (message.payload == "last") news.unsubscribe(channels("a"));
    }

    CHECK(received == std::vector<std::string>{"x", "last"});
    CHECK(server.is_complete());
}

TEST_CASE("subscription: may be a temporary in a range-for, with topics of all kinds, settings and a payload type", "[messaging]") {
    auto server = greeted()
                      .expect(words("SUBSCRIBE a") + words("PSUBSCRIBE b*"))
                      .answer(confirmed("subscribe", "a") + confirmed("psubscribe", "b*", 2) + push("message a 1") + push("pmessage b* bb 2"))
                      .serve();
    throwing db(server.transport(), unnamed());
    int sum = 0;

    for (auto& message : db.subscribe<int>(channels("a"), patterns("b*"), hibana::subscription_settings{.ping_interval = 1s})) {
        sum += message.payload;
        if (sum == 3) break;
    }

    CHECK(server.is_complete());
    CHECK(server.open_connections() == 0);
}

TEST_CASE("subscription: a wait that times out returns nothing", "[messaging]") {
    auto server = subscribed().delay(1s).answer(push("message a x")).serve();
    throwing db(server.transport(), unnamed());
    auto news = db.subscribe(channels("a"));

    CHECK_FALSE(news.next(100ms));
    CHECK_FALSE(news.next(0ms));
    CHECK(news.next(5s)->payload == "x");
}

TEST_CASE("subscription: topics can be added and removed while it runs", "[messaging]") {
    auto server = subscribed()
                      .expect(words("SUBSCRIBE b") + words("PSUBSCRIBE c*"))
                      .answer(confirmed("subscribe", "b", 2) + confirmed("psubscribe", "c*", 3) + push("message b x"))
                      .expect(words("UNSUBSCRIBE a"))
                      .answer(confirmed("unsubscribe", "a", 2))
                      .serve();
    throwing db(server.transport(), unnamed());
    auto news = db.subscribe(channels("a"));

    news.subscribe(channels("b"), patterns("c*"));
    CHECK(news.next().channel == "b");
    news.unsubscribe(channels("a"));

    CHECK(news.topics().size() == 2);
    CHECK(server.is_complete());
}

TEST_CASE("subscription: an error is thrown, and the next message is received", "[messaging]") {
    auto server = subscribed().answer(push("message a x") + push("message a 7")).serve();
    throwing db(server.transport(), unnamed());
    auto numbers = db.subscribe<int>(channels("a"));

    CHECK_THROWS_AS(numbers.next(), hibana::type_mismatch_error);
    CHECK(numbers.next().payload == 7);
}

TEST_CASE("subscription: a refused topic throws", "[messaging]") {
    auto server = greeted().expect(words("SUBSCRIBE a")).answer("-NOPERM no\r\n").serve();
    throwing db(server.transport(), unnamed());

    CHECK_THROWS_AS(db.subscribe(channels("a")), hibana::no_permission_error);
    CHECK(server.open_connections() == 0);
}

TEST_CASE("subscription: with return_errors a failed start converts to false, and its error is the first element", "[messaging]") {
    auto server = greeted().expect(words("SUBSCRIBE a")).answer("-NOPERM no\r\n").serve();
    client<> db(server.transport(), unnamed());
    std::vector<errc> conditions;

    auto news = db.subscribe(channels("a"));
    CHECK_FALSE(news);
    for (auto& outcome : news) conditions.push_back(outcome.error().condition());

    CHECK(conditions == std::vector{errc::no_permission});
}

TEST_CASE("subscription: with return_errors a message is a result", "[messaging]") {
    auto server = subscribed().answer(push("message a x")).serve();
    client<> db(server.transport(), unnamed());

    auto news = db.subscribe(channels("a"));
    REQUIRE(news);

    CHECK(news.next()->payload == "x");
    CHECK_FALSE(news.next(1s)->has_value());
}

TEST_CASE("subscription: after close() the next message is a gap over a new connection", "[messaging]") {
    auto server = subscribed().accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")).answer(confirmed("subscribe", "a")).serve();
    throwing db(server.transport(), unnamed());
    auto news = db.subscribe(channels("a"));

    news.close();
    CHECK(server.open_connections() == 0);

    CHECK(news.next().is_gap());
}

TEST_CASE("subscription: a control changes the topics through the waiting thread, which receives the errors", "[messaging]") {
    auto server = subscribed()
                      .expect(words("SUBSCRIBE b"))
                      .answer(confirmed("subscribe", "b", 2))
                      .expect(words("SUBSCRIBE secret"))
                      .answer("-NOPERM no\r\n")
                      .expect(words("UNSUBSCRIBE a"))
                      .answer(confirmed("unsubscribe", "a", 1))
                      .delay(1s)
                      .answer(push("message b x"))
                      .serve();
    throwing db(server.transport(), unnamed());
    auto news = db.subscribe(channels("a"));
    const auto control = news.control();

    control.subscribe(channels("b"));
    control.subscribe(channels("secret"));
    control.unsubscribe(channels("a"));

    CHECK_THROWS_AS(news.next(), hibana::no_permission_error);
    CHECK_FALSE(news.next(500ms));
    CHECK(news.next().channel == "b");
    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("subscription: stop() ends its range, and next() fails", "[messaging]") {
    auto server = subscribed().answer(push("message a x")).serve();
    throwing db(server.transport(), unnamed());
    auto news = db.subscribe(channels("a"));
    const auto control = news.control();
    int received = 0;

    for (auto& message : news) {
        CHECK(message.payload == "x");
        ++received;
        control.stop();
    }

    CHECK(received == 1);
    CHECK_THROWS_AS(news.next(), hibana::cancelled_error);
    CHECK_THROWS_AS(news.next(1s), hibana::cancelled_error);
}
