// SPDX-License-Identifier: BSL-1.0
#include <hibana/cache/cache.hpp>
#include <hibana/cache/no_cache.hpp>
#include <hibana/core/role.hpp>

#include "catch.hpp"

#include <type_traits>

using namespace hibana;

TEST_CASE("no_cache: satisfies the cache role, is empty and needs no pushes", "[cache]") {
    STATIC_REQUIRE(policy::cache<no_cache>);
    STATIC_REQUIRE(claims<no_cache, role::cache>);
    STATIC_REQUIRE(std::is_empty_v<no_cache>);
    STATIC_REQUIRE_FALSE(no_cache::needs_pushes);
    STATIC_REQUIRE(noexcept(no_cache().invalidate("k")) == true);
    no_cache none;
    none.invalidate("k");
    none.clear();
}
