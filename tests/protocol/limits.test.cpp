// SPDX-License-Identifier: BSL-1.0
#include <hibana/protocol/limits.hpp>

#include "catch.hpp"

using hibana::protocol::limits;

TEST_CASE("limits: the defaults are those of the design", "[protocol]") {
    constexpr limits usual;

    STATIC_REQUIRE(usual.depth == 128);
    STATIC_REQUIRE(usual.elements == 16'777'216);
    STATIC_REQUIRE(usual.bulk == 536'870'912);
    STATIC_REQUIRE(usual.line == 65'536);
}

TEST_CASE("limits: a typed reply of any size is trusted unless a limit was lowered", "[protocol]") {
    STATIC_REQUIRE(limits{}.trusted_size() == ~std::size_t{0});
    STATIC_REQUIRE(limits{.depth = 1000, .bulk = std::size_t{1} << 40}.trusted_size() == ~std::size_t{0});
    STATIC_REQUIRE(limits{.bulk = 1000}.trusted_size() == 1000);
    STATIC_REQUIRE(limits{.line = 100}.trusted_size() == 100);
    STATIC_REQUIRE(limits{.elements = 10}.trusted_size() == 30);
    STATIC_REQUIRE(limits{.depth = 10, .bulk = 1000}.trusted_size() == 30);
}

TEST_CASE("limits: clamped limits leave room for sums and doubles", "[protocol]") {
    constexpr std::size_t most = ~std::size_t{0};
    constexpr limits clamped = limits{most, most, most, most}.clamped();

    STATIC_REQUIRE(clamped == limits::none());
    STATIC_REQUIRE(clamped.bulk + 2 > clamped.bulk);
    STATIC_REQUIRE(clamped.elements * 2 > clamped.elements);
    STATIC_REQUIRE(limits{}.clamped() == limits{});
}
