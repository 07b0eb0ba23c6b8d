// SPDX-License-Identifier: BSL-1.0
#include <hibana/pool/lease.hpp>

#include "catch.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

namespace {

struct store {
    std::vector<int*> back{};
    void release(int& connection) { back.push_back(&connection); }
};
using lease = hibana::detail::lease<store, int>;

}  // namespace

TEST_CASE("lease: what was acquired goes back once, at the end", "[session]") {
    store from;
    int connection = 7;
    {
        const lease held(from, &connection);
        CHECK(held);
        CHECK(*held == 7);
        CHECK(from.back.empty());
    }
    CHECK(from.back == std::vector<int*>{&connection});
}

TEST_CASE("lease: goes back where something is thrown", "[session]") {
    store from;
    int connection = 7;

    CHECK_THROWS_AS([&] {
        const lease held(from, &connection);
        throw std::runtime_error("");
    }(), std::runtime_error);

    CHECK(from.back.size() == 1);
}

TEST_CASE("lease: of nothing gives nothing back", "[session]") {
    store from;
    {
        const lease held(from, nullptr);
        CHECK_FALSE(held);
    }
    CHECK(from.back.empty());
}

TEST_CASE("lease: moved on, it goes back from its new place only", "[session]") {
    store from;
    int one = 1, two = 2;
    {
        lease first(from, &one);
        lease second(std::move(first));
        CHECK_FALSE(first);
        lease third(from, &two);
        third = std::move(second);
        CHECK(*third == 1);
    }
    CHECK(from.back.size() == 2);
    CHECK(from.back[0] != from.back[1]);
}
