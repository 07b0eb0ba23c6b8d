// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/async_subscription.hpp>

#include <hibana/core/exceptions.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <string>

using namespace scripted;
using namespace std::chrono_literals;
using namespace hibana;

namespace {

using throwing = hibana::client<in_memory_transport, manual_clock, seeded_random>;

std::string push(std::string_view text) {
    std::string whole = words(text);
    whole[0] = '>';
    return whole;
}
std::string confirmed(std::string_view word, std::string_view name, int count = 1) {
    return ">3\r\n" + bulk(word) + bulk(name) + ":" + std::to_string(count) + "\r\n";
}
scripted::script subscribed() { return greeted().expect(words("SUBSCRIBE a")).answer(confirmed("subscribe", "a")); }

}  // namespace

TEST_CASE("async_subscription: the first call of next() connects and subscribes", "[messaging]") {
    auto server = subscribed().answer(push("message a x")).serve();
    throwing db{server.transport(), unnamed()};

    async_subscription news(db, channels("a"));
    CHECK(server.connections() == 0);
    CHECK(news.next() == basic_message<>(message_kind::message, "a", "", "x"));

    CHECK(server.is_complete());
}

TEST_CASE("async_subscription: a wait that times out returns nothing; topics can be added and removed", "[messaging]") {
    auto server = subscribed()
                      .delay(1s)
                      .answer(push("message a x"))
                      .expect(words("SUBSCRIBE b") + words("PSUBSCRIBE c*"))
                      .answer(confirmed("subscribe", "b", 2) + confirmed("psubscribe", "c*", 3))
                      .expect(words("UNSUBSCRIBE a"))
                      .answer(confirmed("unsubscribe", "a", 2))
                      .serve();
    throwing db{server.transport(), unnamed()};
    async_subscription news(db, channels("a"));

    CHECK_FALSE(news.next(100ms));
    CHECK(news.next(5s)->payload == "x");
    news.subscribe(channels("b"), patterns("c*"));
    news.unsubscribe(channels("a"));

    CHECK(news.topics().size() == 2);
    CHECK(server.is_complete());
}

TEST_CASE("async_subscription: a refused topic is the error of the first message, by the error policy", "[messaging]") {
    const auto script = greeted().expect(words("SUBSCRIBE a")).answer("-NOPERM no\r\n");
    auto server = script.serve();
    throwing db{server.transport(), unnamed()};
    async_subscription news(db, channels("a"));
    CHECK_THROWS_AS(news.next(), no_permission_error);

    auto again = script.serve();
    scripted::client<> other{again.transport(), unnamed()};
    async_subscription results(other, channels("a"));
    CHECK(results.next().error().condition() == errc::no_permission);
}

TEST_CASE("async_subscription: after close() the next message is a gap over a new connection", "[messaging]") {
    auto server = subscribed().answer(push("message a x")).accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("SUBSCRIBE a")).answer(confirmed("subscribe", "a")).serve();
    throwing db{server.transport(), unnamed()};
    async_subscription news(db, channels("a"));
    CHECK(news.next().payload == "x");

    news.close();

    CHECK(news.next().is_gap());
}
