// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/subscription_control.hpp>

#include "catch.hpp"

using namespace hibana;

TEST_CASE("subscription_control: changes are popped once and in order, whichever copy made them", "[messaging]") {
    const subscription_control control;
    const subscription_control copy = control;

    control.subscribe(channels("a"));
    copy.unsubscribe(patterns("b*"));

    auto first = copy.take();
    REQUIRE(first);
    CHECK(first->adds);
    CHECK(first->what == channels("a"));
    auto second = control.take();
    REQUIRE(second);
    CHECK_FALSE(second->adds);
    CHECK(second->what == patterns("b*"));
    CHECK_FALSE(copy.take());
}

TEST_CASE("subscription_control: stopped is stopped for all copies, and for good", "[messaging]") {
    const subscription_control control;
    const subscription_control copy = control;
    CHECK_FALSE(copy.is_stopped());

    control.stop();
    copy.subscribe(channels("a"));

    CHECK(copy.is_stopped());
    CHECK(control.is_stopped());
}
