// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/core/ref_count.hpp>

#include <atomic>
#include <thread>
#include <vector>

using hibana::detail::holders;

TEST_CASE("holders: the last to let go is told so", "[core]") {
    holders count;
    CHECK(count.is_one());

    count.add();
    CHECK_FALSE(count.is_one());
    CHECK_FALSE(count.drop());
    CHECK(count.is_one());
    CHECK(count.drop());
}

TEST_CASE("holders: of many threads one is the last", "[core]") {
    constexpr int size = 4;
    holders count;
    for (int i = 1; i != size; ++i) count.add();
    std::atomic<int> last{0};
    std::vector<std::thread> threads;
    for (int i = 0; i != size; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round != 1'000; ++round) {
                count.add();
                if (count.drop()) ++last;
            }
            if (count.drop()) ++last;
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(last == 1);
}
