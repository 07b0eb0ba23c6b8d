// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/condition_variable.hpp>

#include <hibana/testing/manual_clock.hpp>

#include "catch.hpp"

#include <chrono>
#include <mutex>
#include <thread>

using namespace hibana;
using hibana::testing::manual_clock;
using namespace std::chrono_literals;

TEST_CASE("condition_variable: another thread notifies a waiter", "[execution]") {
    blocking execution;
    blocking_mutex mutex;
    blocking_condition_variable<hibana::monotonic_clock> condition(execution);
    bool is_free = false, is_waiting = false;
    auto until = GENERATE(deadline::never(), deadline::at(std::chrono::steady_clock::now() + 60s));

    std::thread other([&] {
        for (;;) {
            std::unique_lock lock(mutex);
            if (!is_waiting) continue;
            is_free = true;
            condition.notify_one();
            return;
        }
    });
    std::unique_lock lock(mutex);
    is_waiting = true;
    bool is_woken = true;
    while (!is_free && is_woken) is_woken = condition.wait(lock, until).get().has_value();
    CHECK(lock.owns_lock());
    lock.unlock();
    other.join();

    CHECK(is_free);
    CHECK(is_woken);
}

TEST_CASE("condition_variable: a wait ends at the deadline with the mutex locked", "[execution]") {
    blocking execution;
    blocking_mutex mutex;
    blocking_condition_variable<hibana::monotonic_clock> condition(execution);
    std::unique_lock lock(mutex);
    const auto until = deadline::after(3ms, execution.now());

    result<void> waited;
    while (waited) waited = condition.wait(lock, until).get();

    CHECK(waited.error() == errc::timeout);
    CHECK(waited.error().fate() == fate::not_sent);
    CHECK(execution.now() >= until.time());
    CHECK(lock.owns_lock());
}

TEST_CASE("condition_variable: with a manual clock a wait ends immediately", "[execution]") {
    manual_clock clock;
    basic_blocking<manual_clock> execution(clock);
    blocking_mutex mutex;
    blocking_condition_variable<manual_clock> condition(execution);
    std::unique_lock lock(mutex);
    const auto until = deadline::after(1h, clock.now());

    const auto waited = condition.wait(lock, until).get();

    CHECK(waited.error() == errc::timeout);
    CHECK(clock.now() == until.time());
    CHECK(lock.owns_lock());
    CHECK(condition.wait(lock, deadline::never()).get().error() == errc::timeout);
}
