// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/messaging/pubsub_event.hpp>
#include <hibana/messaging/subscriber_queue.hpp>

#include <string>
#include <string_view>

using namespace hibana;

namespace {

struct receiver : detail::subscriber_queue {
    using subscriber_queue::subscriber_queue;
    void wake() override { ++woken; }
    int woken = 0;
};

}  // namespace

TEST_CASE("subscriber_queue: messages and replies of any bytes are popped in order",
          "[messaging]") {
    receiver one(1000);
    const std::string binary("\0\r\n>", 4);

    CHECK(one.pop().empty());
    one.push("first");
    one.push_confirmation("psubscribe", binary);
    one.push_error("NOPERM no");
    one.push_pong();

    CHECK(one.woken == 4);
    CHECK(one.pop() == "first");
    const pubsub_event confirmed = read_pubsub_event(one.pop());
    CHECK(confirmed.kind == pubsub_event_kind::subscribed);
    CHECK(confirmed.topic == topic_kind::pattern);
    CHECK(confirmed.name == binary);
    const pubsub_event refused = read_pubsub_event(one.pop());
    CHECK(refused.kind == pubsub_event_kind::error);
    CHECK(refused.name == "NOPERM no");
    CHECK(read_pubsub_event(one.pop()).kind == pubsub_event_kind::reply);
    CHECK(one.pop().empty());
    CHECK_FALSE(one.has_unread());
}

TEST_CASE("subscriber_queue: a full queue drops and counts messages until it is reset", "[messaging]") {
    receiver one(64);
    const std::string large(200, 'x');

    one.push(large);  // a single message may exceed the limit
    CHECK_FALSE(one.is_closed());
    one.push("lost");
    CHECK(one.is_closed());
    CHECK(one.pop() == large);
    one.push("lost too, though there is room: it would be behind the gap");
    one.push_confirmation("subscribe", "a");

    CHECK(one.pop().empty());
    CHECK(one.take_dropped_count() == 2);
    CHECK(one.take_dropped_count() == 0);
    one.reset();
    one.push("next");
    CHECK(one.pop() == "next");
}

TEST_CASE("subscriber_queue: a closed queue accepts no messages and keeps the buffered ones", "[messaging]") {
    receiver one(1000);
    one.push("before");
    one.close();
    one.push("after");

    CHECK(one.is_closed());
    CHECK(one.pop() == "before");
    CHECK(one.pop().empty());
    CHECK(one.take_dropped_count() == 0);
}

TEST_CASE("subscriber_queue: pinned bytes stay valid while messages arrive", "[messaging]") {
    receiver one(10'000'000);
    one.push("kept");
    const std::string_view kept = one.pop();
    const auto pin = one.pin();

    for (int n = 0; n != 10'000; ++n) {
        one.push(std::string(100, 'x'));
        one.pop();
    }

    CHECK(kept == "kept");
}
