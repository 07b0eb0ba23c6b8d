// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/command/members.hpp>

#include <cstddef>

namespace {

struct known {};
struct unknown {};

}  // namespace

template <>
struct hibana::members<known> {
    static constexpr std::size_t size = 0;
};

TEST_CASE("members: a type with a specialisation of members is structured", "[command]") {
    STATIC_REQUIRE(hibana::structured<known>);
    STATIC_REQUIRE_FALSE(hibana::structured<unknown>);
    STATIC_REQUIRE_FALSE(hibana::structured<int>);
}
