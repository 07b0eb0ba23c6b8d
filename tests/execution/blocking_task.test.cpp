// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/blocking_task.hpp>

#include <hibana/execution/ready.hpp>

#include "catch.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace hibana;

namespace {

blocking_task<int> one_more(int number) {
    co_return number + 1;
}

blocking_task<int> three_more(int number) {
    const int two_more = co_await one_more(co_await one_more(number));
    co_return co_await one_more(two_more);
}

blocking_task<std::unique_ptr<int>> owned(int number) {
    co_return std::make_unique<int>(number);
}

blocking_task<int> fails() {
    throw std::runtime_error("no memory, say");
    co_return 0;
}

blocking_task<std::string> survives() {
    try {
        co_await fails();
    } catch (const std::runtime_error& caught) {
        co_return caught.what();
    }
    co_return "nothing was thrown";
}

blocking_task<int> notes(std::vector<int>& order) {
    order.push_back(1);
    co_await one_more(0);
    order.push_back(2);
    co_return 0;
}

template <std::size_t Size> blocking_task<char> with_large_frame() {
    char kept[Size] = {'a', 'b'};
    co_await one_more(0);
    co_return kept[1];
}

ready<std::string> ready_text() {
    return std::string("at once");
}

blocking_task<std::string> awaits_ready() {
    co_return co_await ready_text();
}

blocking_task<int> deep(int depth) {
    if (depth == 0) co_return 0;  // not with ?:, because g++ 12 evaluates both operands if one of them awaits
    co_return 1 + co_await deep(depth - 1);
}

}  // namespace

TEST_CASE("blocking_task: has completed when the call returns", "[execution]") {
    std::vector<int> order;

    auto task = notes(order);
    order.push_back(3);

    CHECK(order == std::vector<int>{1, 2, 3});
    CHECK(std::move(task).get() == 0);
}

TEST_CASE("blocking_task: awaiting returns the result", "[execution]") {
    CHECK(three_more(1).get() == 4);
    CHECK(deep(100).get() == 100);
}

TEST_CASE("blocking_task: a move-only result is moved out", "[execution]") {
    const std::unique_ptr<int> number = owned(7).get();
    CHECK(*number == 7);
}

TEST_CASE("blocking_task: an exception is rethrown when the result is accessed", "[execution]") {
    auto task = fails();
    CHECK_THROWS_AS(std::move(task).get(), std::runtime_error);
    CHECK(survives().get() == "no memory, say");
}

TEST_CASE("blocking_task: frames of any size, moved tasks and ignored tasks are freed", "[execution]") {
    CHECK(with_large_frame<16>().get() == 'b');
    CHECK(with_large_frame<100'000>().get() == 'b');

    auto task = one_more(1);
    auto moved = std::move(task);
    task = one_more(2);
    std::swap(task, moved);
    CHECK(std::move(moved).get() == 3);
    CHECK(std::move(task).get() == 2);
    static_cast<void>(one_more(3));

    std::vector<blocking_task<int>> many;
    for (int number = 0; number < 20; ++number) many.push_back(one_more(number));
    CHECK(std::move(many[19]).get() == 20);
}

TEST_CASE("blocking_task: a thread frees its cached frames when it ends", "[execution]") {
    struct uses_a_task_at_thread_end {
        ~uses_a_task_at_thread_end() { *sum += one_more(1).get(); }
        int* sum;
    };
    int sum = 0;

    std::thread thread([&] {
        static thread_local uses_a_task_at_thread_end last;
        last.sum = &sum;
        sum += three_more(1).get();
    });
    thread.join();

    CHECK(sum == 6);
}

TEST_CASE("blocking_task: a ready awaitable does not suspend", "[execution]") {
    CHECK(awaits_ready().get() == "at once");
    CHECK(ready_text().get() == "at once");
}
