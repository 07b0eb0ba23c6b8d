// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/flow_task.hpp>

#include "catch.hpp"

#include <coroutine>
#include <optional>
#include <stdexcept>

using hibana::flow_task;
using hibana::detail::suspension;
using hibana::detail::task_handle;

namespace {

// A wait that the test completes.
struct held_wait : suspension {
    std::coroutine_handle<> waiter{};
    hibana::detail::flow* flow_of_wait = nullptr;
    bool was_interrupted = false;

    static bool await_ready() { return false; }
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> handle) {
        flow_of_wait = handle.promise().flow();
        if (flow_of_wait->is_cancelled()) return was_interrupted = true, false;
        waiter = handle;
        flow_of_wait->set_suspension(this);
        return true;
    }
    bool await_resume() const { return !was_interrupted; }
    void interrupt() override {
        was_interrupted = true;
        end();
    }
    void end() {
        flow_of_wait->set_suspension(nullptr);
        waiter.resume();
    }
};

flow_task<int> give(int value) { co_return value; }
flow_task<int> add(held_wait& first) {
    const bool whole = co_await first;
    int sum = whole ? 1 : -1;
    for (int i = 0; i != 100'000; ++i) sum += co_await give(i % 2);  // the stack does not grow
    co_return sum;
}
flow_task<int> outer(held_wait& first) { co_return 1 + co_await add(first); }
flow_task<int> fails() {
    throw std::runtime_error("mine");
    co_return 0;
}
flow_task<int> waits_for_failure() {
    try {
        co_return co_await fails();
    } catch (const std::runtime_error&) {
    }
    co_return 7;
}

}  // namespace

TEST_CASE("flow_task: a flow runs to its first wait and resumes there", "[execution]") {
    held_wait first;
    task_handle running;
    std::optional<int> outcome;
    hibana::detail::start_flow(running, outer(first), [&](int value) { outcome = value; });
    CHECK(running.is_running());
    CHECK_FALSE(outcome);
    first.end();
    CHECK(outcome == 50'002);
    CHECK_FALSE(running.is_running());
}

TEST_CASE("flow_task: a flow that does not wait has completed when start_flow returns", "[execution]") {
    task_handle running;
    std::optional<int> outcome;
    hibana::detail::start_flow(running, give(3), [&](int value) { outcome = value; });
    CHECK(outcome == 3);
    hibana::detail::start_flow(running, waits_for_failure(), [&](int value) { outcome = value; });
    CHECK(outcome == 7);
}

TEST_CASE("flow_task: cancellation interrupts the current wait", "[execution]") {
    held_wait first;
    task_handle running;
    std::optional<int> outcome;
    hibana::detail::start_flow(running, outer(first), [&](int value) { outcome = value; });
    running.cancel();
    CHECK(outcome == 50'000);
    running.cancel();  // no effect: the flow has completed
}

TEST_CASE("flow_task: destroying a flow destroys all of its tasks", "[execution]") {
    held_wait first;
    task_handle running;
    hibana::detail::start_flow(running, outer(first), [&](int) { FAIL("it never ends"); });
    first.flow_of_wait->destroy();
    CHECK_FALSE(running.is_running());
}

TEST_CASE("flow_task: terminal cancellation overrides total cancellation", "[execution]") {
    struct stubborn_wait : held_wait {
        void cancel_totally() override {}
    } first;
    task_handle running;
    std::optional<int> outcome;
    hibana::detail::start_flow(running, outer(first), [&](int value) { outcome = value; });
    running.cancel(true);
    CHECK_FALSE(outcome);
    CHECK(first.flow_of_wait->is_cancelled_totally());
    running.cancel();
    CHECK(outcome == 50'000);
}

TEST_CASE("flow_task: total cancellation does not override terminal cancellation", "[execution]") {
    struct deaf_wait : held_wait {
        void interrupt() override {}
        void cancel_totally() override {}
    } first;
    task_handle running;
    hibana::detail::start_flow(running, outer(first), [](int) {});
    running.cancel();
    running.cancel(true);
    CHECK(first.flow_of_wait->is_cancelled());
    CHECK_FALSE(first.flow_of_wait->is_cancelled_totally());
    first.end();
}
