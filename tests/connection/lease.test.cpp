// SPDX-License-Identifier: BSL-1.0
#include <hibana/connection/lease.hpp>

#include "catch.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

namespace {

struct source {
    std::vector<int*> released{};
    int* idle = nullptr;
    void release(int& connection) { released.push_back(&connection); }
    int* try_acquire() { return std::exchange(idle, nullptr); }
    hibana::error exhausted_error() const { return hibana::error(hibana::errc::pool_exhausted); }
};
using lease = hibana::detail::lease<source, int>;

}  // namespace

TEST_CASE("lease: the connection is released once, at the end", "[connection]") {
    source from;
    int connection = 7;
    {
        const lease held(from, &connection);
        CHECK(held);
        CHECK(*held == 7);
        CHECK_FALSE(held.is_pinned());
        CHECK(from.released.empty());
    }
    CHECK(from.released == std::vector<int*>{&connection});
}

TEST_CASE("lease: an exception releases the connection", "[connection]") {
    source from;
    int connection = 7;

    CHECK_THROWS_AS([&] {
        const lease held(from, &connection);
        throw std::runtime_error("");
    }(), std::runtime_error);

    CHECK(from.released.size() == 1);
}

TEST_CASE("lease: without a connection it releases nothing", "[connection]") {
    source from;
    {
        const lease held(from, nullptr);
        CHECK_FALSE(held);
    }
    CHECK(from.released.empty());
}

TEST_CASE("lease: moved, only the new owner releases the connection", "[connection]") {
    source from;
    int one = 1, two = 2;
    {
        lease first(from, &one);
        lease second(std::move(first));
        CHECK_FALSE(first);
        lease third(from, &two);
        third = std::move(second);
        CHECK(*third == 1);
    }
    CHECK(from.released.size() == 2);
    CHECK(from.released[0] != from.released[1]);
}

TEST_CASE("lease: a detached connection is not released; an attached one is, in place of the one before", "[connection]") {
    source from;
    int one = 1, two = 2;
    {
        lease held(from, &one);
        CHECK(held.detach() == &one);
        CHECK_FALSE(held);
        held.attach(&one);
        held.attach(&two);
        CHECK(from.released == std::vector<int*>{&one});
    }
    CHECK(from.released == std::vector<int*>{&one, &two});
}

TEST_CASE("lease: that of a pinned connection releases nothing", "[connection]") {
    int one = 1;
    lease held(nullptr, &one);
    CHECK(held.is_pinned());
    CHECK(&*held == &one);
}

TEST_CASE("acquire: gives a lease of the idle connection, or the reason why there is none", "[connection]") {
    int one = 1;
    source from{.idle = &one};
    hibana::error err;
    {
        const auto held = hibana::detail::acquire(from, hibana::deadline::never(), err);
        CHECK(&*held == &one);
        CHECK_FALSE(err);
        CHECK_FALSE(hibana::detail::acquire(from, hibana::deadline::never(), err));
        CHECK(err == hibana::errc::pool_exhausted);
    }
    CHECK(from.released == std::vector<int*>{&one});
}
