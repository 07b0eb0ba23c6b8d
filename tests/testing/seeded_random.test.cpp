// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/testing/laws/random.hpp>
#include <hibana/testing/seeded_random.hpp>

#include <random>

using namespace hibana;

TEST_CASE("seeded_random: proves the random role and keeps its laws for every seed", "[testing]") {
    STATIC_REQUIRE(policy::random<testing::seeded_random>);
    STATIC_REQUIRE(std::uniform_random_bit_generator<testing::seeded_random>);
    for (std::uint64_t seed = 0; seed != 20; ++seed) {
        testing::random_laws(testing::seeded_random{seed}, test::law);
    }
}

TEST_CASE("seeded_random: the same seed gives the same numbers, another seed others", "[testing]") {
    testing::seeded_random one{42};
    testing::seeded_random same{42};
    testing::seeded_random other{43};

    const auto first = one();
    CHECK(same() == first);
    CHECK(other() != first);
    CHECK(one() != first);
}
