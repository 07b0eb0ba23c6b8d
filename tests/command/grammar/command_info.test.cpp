// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/grammar/command_info.hpp>

using namespace hibana;

namespace {

template <class... Part>
constexpr facts known() {
    facts all;
    (grammar::fact<Part>::apply(all), ...);
    return all;
}

}  // namespace

TEST_CASE("facts: what reads may be repeated, what writes may not unless it says so", "[command]") {
    using namespace notation;
    STATIC_REQUIRE(known<reads>().reads);
    STATIC_REQUIRE(known<reads>().idempotent);
    STATIC_REQUIRE_FALSE(known<reads, writes>().reads);
    STATIC_REQUIRE_FALSE(known<reads, cacheable, writes>().cacheable);
    STATIC_REQUIRE_FALSE(known<reads, writes>().idempotent);
    STATIC_REQUIRE(known<writes, idempotent>().idempotent);
    STATIC_REQUIRE_FALSE(known<writes, idempotent, not_idempotent>().idempotent);
}

TEST_CASE("facts: Valkey has what Redis had up to 7.2, and of the rest what is named", "[command]") {
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

TEST_CASE("facts: what is no fact changes none", "[command]") {
    STATIC_REQUIRE(known<notation::bulk, int>() == facts{});
    STATIC_REQUIRE_FALSE(grammar::fact<notation::bulk>::is_fact);
    STATIC_REQUIRE(grammar::fact<notation::admin>::is_fact);
}

TEST_CASE("facts: how a cluster runs it", "[command]") {
    constexpr facts sum = known<notation::spread<request_policy::all_shards, response_policy::agg_sum>>();
    STATIC_REQUIRE(sum.request == request_policy::all_shards);
    STATIC_REQUIRE(sum.response == response_policy::agg_sum);
}
