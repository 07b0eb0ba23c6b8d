// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/secret.hpp>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>

using namespace hibana;

namespace {

constexpr std::string_view canary = "canary-4711-in-the-coal-mine";

bool watching = false;
int freed_with_canary = 0;
int freed = 0;

template <class T>
concept printable = requires(std::ostream& out, const T& value) { out << value; };

}  // namespace

// Looks at each block that is about to be freed, whose size is known.
void* operator new[](std::size_t size) {
    if (void* block = std::malloc(size)) {
        return block;
    }
    throw std::bad_alloc{};
}
void operator delete[](void* block) noexcept {
    if (watching && block != nullptr) {
        ++freed;
        freed_with_canary += std::memcmp(block, canary.data(), 4) == 0 ? 1 : 0;
    }
    std::free(block);
}
void operator delete[](void* block, std::size_t) noexcept { operator delete[](block); }

TEST_CASE("secret: cannot be printed, compared with a string, or turned into one by accident", "[core]") {
    STATIC_REQUIRE_FALSE(printable<secret>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string_view>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<std::string, secret>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<bool, secret>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<secret, std::nullptr_t>);
}

TEST_CASE("secret: shows its bytes only by a named function", "[core]") {
    const std::string_view with_zero("a\0b", 3);

    CHECK(secret{canary}.view() == canary);
    CHECK(secret{with_zero}.view() == with_zero);
    CHECK(secret{"text"}.size() == 4);
    CHECK(secret{}.empty());
    CHECK(secret{""}.empty());
    CHECK(secret{std::string{canary}}.view() == canary);
}

TEST_CASE("secret: is copied and moved like a string", "[core]") {
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<secret>);
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<secret>);
    secret one{canary};
    secret copy = one;
    CHECK(copy == one);

    const secret moved = std::move(one);
    CHECK(moved.view() == canary);
    CHECK(one.empty());

    one = copy;
    CHECK(one == moved);
    const secret& same = one;
    one = same;
    CHECK(one.view() == canary);
    copy = secret{"other"};
    CHECK(copy.view() == "other");
}

TEST_CASE("secret: two are equal when their bytes are", "[core]") {
    CHECK(secret{"abc"} == secret{"abc"});
    CHECK_FALSE(secret{"abc"} == secret{"abd"});
    CHECK_FALSE(secret{"abc"} == secret{"xbc"});
    CHECK_FALSE(secret{"abc"} == secret{"abcd"});
    CHECK(secret{} == secret{""});
}

TEST_CASE("secret: its memory is wiped before it is freed", "[core]") {
    freed = 0;
    freed_with_canary = 0;
    watching = true;
    {
        secret one{canary};
        secret two = one;
        secret three = std::move(one);
        two = secret{"other"};
        three = secret{};
    }
    watching = false;

    CHECK(freed == 3);
    CHECK(freed_with_canary == 0);
}

TEST_CASE("secret: a string that is given away is wiped", "[core]") {
    std::string text{canary};
    const char* where = text.data();
    const std::size_t size = text.size();

    const secret taken{std::move(text)};

    CHECK(taken.view() == canary);
    CHECK(text.empty());
    CHECK(std::string_view(where, size).find("canary") == std::string_view::npos);
}
