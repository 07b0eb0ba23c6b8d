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

TEST_CASE("gate: one that waits is woken by another thread", "[session]") {
    blocking execution;
    blocking_mutex mutex;
    blocking_gate gate(execution);
    bool is_free = false, is_waiting = false;
    auto until = GENERATE(deadline::never(), deadline::at(std::chrono::steady_clock::now() + 60s));

    std::thread other([&] {
        for (;;) {
            std::unique_lock lock(mutex);
            if (!is_waiting) continue;
            is_free = true;
            gate.notify_one();
            return;
        }
    });
    std::unique_lock lock(mutex);
    is_waiting = true;
    bool is_woken = true;
    while (!is_free && is_woken) is_woken = gate.wait(lock, until).get().has_value();
    CHECK(lock.owns_lock());
    lock.unlock();
    other.join();

    CHECK(is_free);
    CHECK(is_woken);
}

TEST_CASE("gate: waiting ends at the deadline, with the lock held again", "[session]") {
    blocking execution;
    blocking_mutex mutex;
    blocking_gate gate(execution);
    std::unique_lock lock(mutex);
    const auto until = deadline::after(3ms, execution.now());

    result<void> waited;
    while (waited) waited = gate.wait(lock, until).get();

    CHECK(waited.error() == errc::timeout);
    CHECK(waited.error().fate() == fate::not_sent);
    CHECK(execution.now() >= until.time());
    CHECK(lock.owns_lock());
}

TEST_CASE("gate: with a clock that is advanced by hand the deadline comes at once", "[session]") {
    manual_clock clock;
    basic_blocking<manual_clock> execution(clock);
    blocking_mutex mutex;
    blocking_condition_variable<manual_clock> gate(execution);
    std::unique_lock lock(mutex);
    const auto until = deadline::after(1h, clock.now());

    const auto waited = gate.wait(lock, until).get();

    CHECK(waited.error() == errc::timeout);
    CHECK(clock.now() == until.time());
    CHECK(lock.owns_lock());
    CHECK(gate.wait(lock, deadline::never()).get().error() == errc::timeout);
}
