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

TEST_CASE("subscriber_queue: messages and answers are taken in the order in which they came, any bytes",
          "[messaging]") {
    receiver one(1000);
    const std::string binary("\0\r\n>", 4);

    CHECK(one.take().empty());
    one.deliver("first");
    one.confirm("psubscribe", binary);
    one.refuse("NOPERM no");
    one.pong();

    CHECK(one.woken == 4);
    CHECK(one.take() == "first");
    const pubsub_event confirmed = read_pubsub_event(one.take());
    CHECK(confirmed.is == pubsub_event::what::subscribed);
    CHECK(confirmed.topic == topic_kind::pattern);
    CHECK(confirmed.name == binary);
    const pubsub_event refused = read_pubsub_event(one.take());
    CHECK(refused.is == pubsub_event::what::refusal);
    CHECK(refused.name == "NOPERM no");
    CHECK(read_pubsub_event(one.take()).is == pubsub_event::what::answer);
    CHECK(one.take().empty());
    CHECK_FALSE(one.has_unread());
}

TEST_CASE("subscriber_queue: one that is full drops what comes until it was begun anew, and counts it", "[messaging]") {
    receiver one(64);
    const std::string large(200, 'x');

    one.deliver(large);  // the first is never too large
    CHECK_FALSE(one.is_cut());
    one.deliver("lost");
    CHECK(one.is_cut());
    CHECK(one.take() == large);
    one.deliver("lost too, though there is room: it would be behind the gap");
    one.confirm("subscribe", "a");

    CHECK(one.take().empty());
    CHECK(one.take_dropped_count() == 2);
    CHECK(one.take_dropped_count() == 0);
    one.begin();
    one.deliver("next");
    CHECK(one.take() == "next");
}

TEST_CASE("subscriber_queue: one that is cut takes nothing more, and what it has stays", "[messaging]") {
    receiver one(1000);
    one.deliver("before");
    one.cut();
    one.deliver("after");

    CHECK(one.is_cut());
    CHECK(one.take() == "before");
    CHECK(one.take().empty());
    CHECK(one.take_dropped_count() == 0);
}

TEST_CASE("subscriber_queue: bytes that are pinned stay, whatever comes", "[messaging]") {
    receiver one(10'000'000);
    one.deliver("kept");
    const std::string_view kept = one.take();
    const auto pin = one.pin();

    for (int n = 0; n != 10'000; ++n) {
        one.deliver(std::string(100, 'x'));
        one.take();
    }

    CHECK(kept == "kept");
}
