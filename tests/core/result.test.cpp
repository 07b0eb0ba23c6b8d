// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/result.hpp>

#include <hibana/core/exceptions.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using namespace hibana;

namespace {

struct throwing_move {
    throwing_move() = default;
    throwing_move(const throwing_move&) {}
    throwing_move(throwing_move&&) noexcept(false) {}
    throwing_move& operator=(const throwing_move&) = default;
    throwing_move& operator=(throwing_move&&) noexcept(false) { return *this; }
};

struct not_default {
    explicit not_default(int n) : number{n} {}
    int number;
};

// Throws when it is copied, if configured so.
struct fragile {
    int number = 0;
    static inline bool breaks = false;
    fragile() = default;
    explicit fragile(int n) : number{n} {}
    fragile(const fragile& other) : number{other.number} {
        if (breaks) {
            throw std::runtime_error{"broken"};
        }
    }
    fragile(fragile&&) noexcept = default;
    fragile& operator=(const fragile&) = default;
    fragile& operator=(fragile&&) noexcept = default;
};

const error lost{errc::connection_lost, fate::unknown};

}  // namespace

TEST_CASE("result: moves without throwing if its value does", "[core]") {
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<result<std::string>>);
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<result<std::string>>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<result<void>>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<result<std::unique_ptr<int>>>);
    STATIC_REQUIRE_FALSE(std::is_nothrow_move_constructible_v<result<throwing_move>>);
    STATIC_REQUIRE_FALSE(std::is_aggregate_v<result<int>>);
}

TEST_CASE("result: is no larger than it must be", "[core]") {
    STATIC_REQUIRE(sizeof(result<void>) == sizeof(error));
    STATIC_REQUIRE(sizeof(result<int>) == sizeof(error) + sizeof(void*));
    STATIC_REQUIRE(sizeof(result<std::string>) == sizeof(std::string) + sizeof(void*));
}

TEST_CASE("result: can be copied only if its value can", "[core]") {
    STATIC_REQUIRE(std::is_copy_constructible_v<result<std::string>>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<result<std::unique_ptr<int>>>);
    STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<result<std::unique_ptr<int>>>);
}

TEST_CASE("result: a default-constructed one has a default value, if the type has one", "[core]") {
    const result<int> zero;
    REQUIRE(zero);
    CHECK(*zero == 0);
    CHECK(result<std::string> {} -> empty());
    CHECK(result<void>{});
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<result<not_default>>);
}

TEST_CASE("result: converts from a value, from a type that converts to it, and from an error", "[core]") {
    const result<std::string> text = "spark";
    const result<std::optional<std::string>> maybe = std::string("spark");
    const result<std::optional<std::string>> null = std::nullopt;
    const result<std::string> none = lost;
    const result<std::vector<int>> three{std::in_place, 3U, 7};
    const result<std::array<int, 2>> pair{{1, 2}};

    CHECK(*text == "spark");
    CHECK(*maybe == "spark");
    CHECK(*null == std::nullopt);
    CHECK_FALSE(none);
    CHECK(none.error() == lost);
    CHECK(*three == std::vector<int>{7, 7, 7});
    CHECK((*pair)[1] == 2);
    STATIC_REQUIRE(std::is_convertible_v<error, result<int>>);
    STATIC_REQUIRE(std::is_convertible_v<int, result<int>>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<int, result<not_default>>);
    STATIC_REQUIRE(std::is_constructible_v<result<not_default>, int>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<result<int>, std::string>);
}

TEST_CASE("result: value() returns the value, or throws the exception of the error", "[core]") {
    result<int> good = 42;
    const result<int> bad = error{errc::moved, fate::answered, "MOVED 1 h:1"};

    CHECK(good.value() == 42);
    good.value() = 43;
    CHECK(std::as_const(good).value() == 43);
    CHECK(result<std::unique_ptr<int>>{std::make_unique<int>(7)}.value() != nullptr);
    CHECK_THROWS_AS(bad.value(), moved_error);
    CHECK_THROWS_AS(result<int>{error{errc::timeout}}.value(), timeout_error);
    CHECK_THROWS_AS(result<void>{error{errc::timeout}}.value(), timeout_error);
    CHECK_NOTHROW(result<void>{}.value());
}

TEST_CASE("result: is copied, moved and assigned, value over error and error over value", "[core]") {
    const std::string long_text = "a text that is too long to be kept inside the string object";
    const result<std::string> value = long_text;
    const result<std::string> none = lost;

    for (const auto& before : {value, none}) {
        for (const auto& after : {value, none}) {
            result<std::string> copied = before;
            copied = after;
            CHECK(copied == after);

            result<std::string> moved = before;
            result<std::string> from = after;
            moved = std::move(from);
            CHECK(moved == after);

            const result<std::string>& same = moved;
            moved = same;
            CHECK(moved == after);
        }
    }

    result<std::string> one = long_text;
    const result<std::string> two = std::move(one);
    CHECK(*two == long_text);
    CHECK(one->empty());

    result<std::string> assigned = lost;
    assigned = "a value";
    CHECK(*assigned == "a value");
    assigned = lost;
    CHECK(assigned.error() == lost);
}

TEST_CASE("result: keeps its error when the copy of a value throws", "[core]") {
    const result<fragile> value{std::in_place, 1};
    result<fragile> target = lost;

    fragile::breaks = true;
    CHECK_THROWS_AS(target = value, std::runtime_error);
    fragile::breaks = false;

    REQUIRE_FALSE(target);
    CHECK(target.error() == lost);
    target = value;
    CHECK(target->number == 1);
}

TEST_CASE("result: value_or returns the other value if there is none", "[core]") {
    CHECK(result<int>{1}.value_or(2) == 1);
    CHECK(result<int>{lost}.value_or(2) == 2);
    const result<std::string> none = lost;
    CHECK(none.value_or("other") == "other");
    CHECK(*result<std::unique_ptr<int>>{lost}.value_or(std::make_unique<int>(3)) == 3);
}

TEST_CASE("result: and_then, transform and or_else go on from the value or from the error", "[core]") {
    const auto half = [](int n) {
        return n % 2 == 0 ? result<int>{n / 2} : result<int>{error{errc::invalid_argument}};
    };

    CHECK(result<int>{8}.and_then(half).and_then(half) == 2);
    CHECK(result<int>{6}.and_then(half).and_then(half).error() == errc::invalid_argument);
    CHECK(result<int>{lost}.and_then(half) == lost);

    CHECK(result<int>{8}.transform([](int n) { return std::to_string(n); }) == "8");
    CHECK(result<int>{lost}.transform([](int n) { return std::to_string(n); }) == lost);
    int seen = 0;
    result<void> nothing = result<int>{8}.transform([&](int n) { seen = n; });
    CHECK(nothing);
    CHECK(seen == 8);

    CHECK(result<int>{lost}.or_else([](const error&) { return result<int>{5}; }) == 5);
    CHECK(result<int>{8}.or_else([](const error&) { return result<int>{5}; }) == 8);
    CHECK(result<int>{lost}.or_else([](const error&) { return error{errc::timeout}; }) == error{errc::timeout});

    const result<std::unique_ptr<int>> moved = result<std::unique_ptr<int>>{std::make_unique<int>(1)}.and_then(
        [](std::unique_ptr<int> pointer) { return result<std::unique_ptr<int>>{std::move(pointer)}; });
    CHECK(**moved == 1);
}

TEST_CASE("result: a result<void> has success or an error, and chains", "[core]") {
    const result<void> good;
    const result<void> bad = lost;

    CHECK(good.has_value());
    CHECK_FALSE(bad.has_value());
    CHECK(bad.error() == lost);
    CHECK(good == result<void>{});
    CHECK_FALSE(good == bad);
    CHECK(bad == lost);
    CHECK(good.and_then([] { return result<int>{1}; }) == 1);
    CHECK(bad.and_then([] { return result<int>{1}; }) == lost);
    CHECK(good.transform([] { return 2; }) == 2);
    CHECK(bad.transform([] {}) == lost);
    CHECK(bad.or_else([](const error&) { return result<void>{}; }));
}

TEST_CASE("result: is compared by its value or by its error", "[core]") {
    CHECK(result<int>{1} == result<int>{1});
    CHECK(result<int>{1} == result<long>{1});
    CHECK_FALSE(result<int>{1} == result<int>{2});
    CHECK_FALSE(result<int>{1} == result<int>{lost});
    CHECK(result<int>{lost} == result<int>{lost});
    CHECK(result<int>{1} == 1);
    CHECK_FALSE(result<int>{lost} == 0);
    CHECK(result<int>{lost} == lost);
    CHECK_FALSE(result<int>{1} == lost);
    CHECK(result<std::string>{"a"} == "a");
}

TEST_CASE("result: works in constant expressions", "[core]") {
    constexpr int sum = [] {
        result<int> one = 1;
        result<int> two = one.transform([](int n) { return n + 1; });
        result<int> none = error{errc::timeout};
        two = one.and_then([](int n) { return result<int>{n + 2}; });
        return *one + *two + none.value_or(10);
    }();
    STATIC_REQUIRE(sum == 14);
}

TEST_CASE("ok_reply: is one value, equal to itself", "[core]") {
    STATIC_REQUIRE(ok_reply{} == ok_reply{});
    STATIC_REQUIRE(std::is_empty_v<ok_reply>);
    CHECK(result<ok_reply>{});
}
