// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/command_info.hpp>

using namespace hibana;

namespace {

template <class... Part>
constexpr command_info known() {
    command_info all;
    (grammar::property<Part>::apply(all), ...);
    return all;
}

}  // namespace

TEST_CASE("command_info: reading commands are idempotent, writing ones only if declared so", "[command]") {
    using namespace notation;
    STATIC_REQUIRE(known<reads>().reads);
    STATIC_REQUIRE(known<reads>().idempotent);
    STATIC_REQUIRE_FALSE(known<reads, writes>().reads);
    STATIC_REQUIRE_FALSE(known<reads, cacheable, writes>().cacheable);
    STATIC_REQUIRE_FALSE(known<reads, writes>().idempotent);
    STATIC_REQUIRE(known<writes, idempotent>().idempotent);
    STATIC_REQUIRE_FALSE(known<writes, idempotent, not_idempotent>().idempotent);
}

TEST_CASE("command_info: Valkey has everything of Redis up to 7.2, and later additions only if declared", "[command]") {
    using namespace notation;
    STATIC_REQUIRE(known<since<redis<6, 2>>>().redis == server_version{6, 2, 0});
    STATIC_REQUIRE(known<since<redis<6, 2>>>().valkey == server_version{7, 2, 0});
    STATIC_REQUIRE(known<since<redis<7, 4>>>().valkey == no_version);
    STATIC_REQUIRE(known<since<redis<7, 4>, valkey<9>>>().valkey == server_version{9, 0, 0});
    STATIC_REQUIRE(known<since<valkey<8>>>().redis == no_version);
    STATIC_REQUIRE(known<since<redis<6>>, since<redis<5>>>().redis == server_version{6, 0, 0});
    STATIC_REQUIRE(server_version{7, 2, 0} < server_version{7, 2, 1});
    STATIC_REQUIRE(server_version{99, 0, 0} < no_version);
}

TEST_CASE("command_info: parts that are not properties have no effect", "[command]") {
    STATIC_REQUIRE(known<notation::bulk, int>() == command_info{});
    STATIC_REQUIRE_FALSE(grammar::property<notation::bulk>::is_property);
    STATIC_REQUIRE(grammar::property<notation::admin>::is_property);
}

TEST_CASE("command_info: cluster_policy sets the request and response policies", "[command]") {
    constexpr command_info sum = known<notation::cluster_policy<request_policy::all_shards, response_policy::agg_sum>>();
    STATIC_REQUIRE(sum.request == request_policy::all_shards);
    STATIC_REQUIRE(sum.response == response_policy::agg_sum);
}
