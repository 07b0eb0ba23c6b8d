// SPDX-License-Identifier: BSL-1.0
#include <hibana/messaging/subscription_settings.hpp>

#include "catch.hpp"

using hibana::subscription_settings;

TEST_CASE("subscription_settings: by default a subscription shares a connection and pings it", "[messaging]") {
    const subscription_settings settings;

    CHECK_FALSE(settings.dedicated_connection);
    CHECK(settings.ping_interval.count() > 0);
    CHECK(settings.max_unread_bytes >= 1024 * 1024);
    STATIC_REQUIRE(std::is_aggregate_v<subscription_settings>);
}
