// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/ref_count.hpp>

#include <atomic>
#include <thread>
#include <vector>

using hibana::detail::ref_count;

TEST_CASE("ref_count: release returns true for the last reference", "[core]") {
    ref_count count;
    CHECK(count.is_unique());

    count.add();
    CHECK_FALSE(count.is_unique());
    CHECK_FALSE(count.release());
    CHECK(count.is_unique());
    CHECK(count.release());
}

TEST_CASE("ref_count: exactly one of many threads releases the last reference", "[core]") {
    constexpr int size = 4;
    ref_count count;
    for (int i = 1; i != size; ++i) count.add();
    std::atomic<int> last{0};
    std::vector<std::thread> threads;
    for (int i = 0; i != size; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round != 1'000; ++round) {
                count.add();
                if (count.release()) ++last;
            }
            if (count.release()) ++last;
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(last == 1);
}
