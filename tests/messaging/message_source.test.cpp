// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/messaging/message_source.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

namespace {

using connection = scripted::client<>::dedicated_type;

struct without_take : connection {
    void next_message() = delete;
};
struct without_environment : connection {
    void context() = delete;
};

}  // namespace

TEST_CASE("message_source: a dedicated connection satisfies the concept, a type without one operation does not", "[messaging]") {
    STATIC_REQUIRE(hibana::message_source<connection>);
    STATIC_REQUIRE_FALSE(hibana::message_source<without_take>);
    STATIC_REQUIRE_FALSE(hibana::message_source<without_environment>);
    STATIC_REQUIRE_FALSE(hibana::message_source<scripted::client<>>);
}
