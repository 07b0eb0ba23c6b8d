// SPDX-License-Identifier: BSL-1.0
#include <hibana/cache/cache.hpp>

#include "catch.hpp"

#include <string_view>

using namespace hibana;

namespace {

struct whole {
    using plays = role::cache;
    static constexpr bool needs_pushes = true;
    void invalidate(std::string_view) {}
    void clear() {}
};
struct that_does_not_say_what_it_needs {
    void invalidate(std::string_view) {}
    void clear() {}
};
struct that_never_forgets_a_key {
    static constexpr bool needs_pushes = true;
    void clear() {}
};
struct that_never_forgets_all {
    static constexpr bool needs_pushes = true;
    void invalidate(std::string_view) {}
};

}  // namespace

TEST_CASE("cache: requires needs_pushes, invalidate and clear", "[cache]") {
    STATIC_REQUIRE(policy::cache<whole>);
    STATIC_REQUIRE_FALSE(policy::cache<that_does_not_say_what_it_needs>);
    STATIC_REQUIRE_FALSE(policy::cache<that_never_forgets_a_key>);
    STATIC_REQUIRE_FALSE(policy::cache<that_never_forgets_all>);
    STATIC_REQUIRE_FALSE(policy::cache<int>);
}
