// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/subscription_control.hpp>

#include "catch.hpp"

using namespace hibana;

TEST_CASE("subscription_control: changes are popped once and in order, from any copy", "[messaging]") {
    const subscription_control control;
    const subscription_control copy = control;

    control.subscribe(channels("a"));
    copy.unsubscribe(patterns("b*"));

    auto first = copy.pop_change();
    REQUIRE(first);
    CHECK(first->is_subscribe);
    CHECK(first->topics == channels("a"));
    auto second = control.pop_change();
    REQUIRE(second);
    CHECK_FALSE(second->is_subscribe);
    CHECK(second->topics == patterns("b*"));
    CHECK_FALSE(copy.pop_change());
}

TEST_CASE("subscription_control: stop() applies to all copies and is permanent", "[messaging]") {
    const subscription_control control;
    const subscription_control copy = control;
    CHECK_FALSE(copy.is_stopped());

    control.stop();
    copy.subscribe(channels("a"));

    CHECK(copy.is_stopped());
    CHECK(control.is_stopped());
}
