// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/core/random.hpp>
#include <hibana/testing/laws/random.hpp>

#include <algorithm>
#include <random>
#include <set>
#include <sys/wait.h>
#include <type_traits>
#include <unistd.h>

using namespace hibana;

namespace {

template <class Engine>
struct engine : Engine {
    using plays = role::random;
};

// Gives the numbers of a list, then zeros.
struct listed {
    using plays = role::random;
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return UINT64_MAX; }
    std::uint64_t numbers[4];
    unsigned next = 0;
    constexpr std::uint64_t operator()() { return next < 4 ? numbers[next++] : 0; }
};

struct signed_bits {
    using plays = role::random;
    static constexpr int min() { return 0; }
    static constexpr int max() { return 100; }
    int operator()();
};

}  // namespace

TEST_CASE("system_random: proves the random role, and the standard's concept", "[core]") {
    STATIC_REQUIRE(policy::random<system_random>);
    STATIC_REQUIRE(std::uniform_random_bit_generator<system_random>);
    STATIC_REQUIRE(std::is_empty_v<system_random>);
    STATIC_REQUIRE_FALSE(policy::random<signed_bits>);
    STATIC_REQUIRE_FALSE(policy::random<std::mt19937>);
}

TEST_CASE("system_random: keeps the laws of a source of chance", "[core]") {
    testing::random_laws(system_random{}, test::law);
}

TEST_CASE("system_random: a child process does not draw what its parent draws", "[core]") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    system_random random;
    static_cast<void>(random());

    const ::pid_t child = ::fork();
    if (child == 0) {
        const std::uint64_t drawn = random();
        ::_exit(::write(ends[1], &drawn, sizeof drawn) == sizeof drawn ? 0 : 1);
    }
    const std::uint64_t of_parent = random();
    std::uint64_t of_child = 0;
    REQUIRE(::read(ends[0], &of_child, sizeof of_child) == sizeof of_child);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(ends[0]);
    ::close(ends[1]);

    CHECK(status == 0);
    CHECK(of_child != of_parent);
}

TEST_CASE("random_bits: sources of any width produce 64 random bits", "[core]") {
    testing::random_laws(engine<std::mt19937_64>{}, test::law);
    testing::random_laws(engine<std::mt19937>{}, test::law);
    testing::random_laws(engine<std::minstd_rand>{}, test::law);
    testing::random_laws(engine<std::ranlux24_base>{}, test::law);
}

TEST_CASE("uniform_up_to: returns every number of the range and none beyond it", "[core]") {
    system_random random;
    std::set<std::uint64_t> seen;
    for (int i = 0; i != 1'000; ++i) {
        seen.insert(uniform_up_to(random, 6));
    }
    CHECK(seen == std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6});
    CHECK(uniform_up_to(random, 0) == 0);
}

TEST_CASE("uniform_up_to: numbers of the incomplete last round are drawn again", "[core]") {
    // 2^64 is 3 * 6148914691236517205 + 1: only the greatest number belongs to no whole round.
    constexpr std::uint64_t drawn = [] {
        listed random{{UINT64_MAX, UINT64_MAX, 5, 0}};
        return uniform_up_to(random, 2);
    }();
    STATIC_REQUIRE(drawn == 2);

    // Where the range divides 2^64, nothing is drawn again.
    constexpr std::uint64_t whole = [] {
        listed random{{UINT64_MAX, 0, 0, 0}};
        return uniform_up_to(random, 255);
    }();
    STATIC_REQUIRE(whole == 255);

    constexpr std::uint64_t greatest = [] {
        listed random{{UINT64_MAX, 0, 0, 0}};
        return uniform_up_to(random, UINT64_MAX);
    }();
    STATIC_REQUIRE(greatest == UINT64_MAX);
}
