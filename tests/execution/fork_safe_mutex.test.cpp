// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/fork_safe_mutex.hpp>

#include "catch.hpp"

#include <future>
#include <mutex>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

TEST_CASE("fork_safe_mutex: provides mutual exclusion", "[execution][threads]") {
    hibana::detail::fork_safe_mutex<> mutex;
    int count = 0;
    const auto work = [&] {
        for (int n = 0; n != 10'000; ++n) {
            const std::lock_guard lock(mutex.get());
            ++count;
        }
    };

    std::thread other(work);
    work();
    other.join();

    CHECK(count == 20'000);
}

TEST_CASE("fork_safe_mutex: get returns the same mutex each time", "[execution]") {
    hibana::detail::fork_safe_mutex<> mutex;

    CHECK(&mutex.get() == &mutex.get());
    std::unique_lock held(mutex.get());
    CHECK_FALSE(std::async(std::launch::async, [&] { return std::unique_lock(mutex.get(), std::try_to_lock).owns_lock(); }).get());
}

TEST_CASE("fork_safe_mutex: a mutex locked by another thread is unlocked in the child and stays locked in the parent", "[execution][threads]") {
    hibana::detail::fork_safe_mutex<> mutex;
    std::promise<void> is_locked, may_unlock;
    std::thread holder([&] {
        const std::lock_guard lock(mutex.get());
        is_locked.set_value();
        may_unlock.get_future().wait();
    });
    is_locked.get_future().wait();

    const ::pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::unique_lock lock(mutex.get(), std::try_to_lock);
        const bool was_free = lock.owns_lock();
        if (was_free) lock.unlock();
        ::_exit(was_free && std::unique_lock(mutex.get(), std::try_to_lock).owns_lock() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);

    CHECK(status == 0);
    CHECK_FALSE(std::unique_lock(mutex.get(), std::try_to_lock).owns_lock());
    may_unlock.set_value();
    holder.join();
    CHECK(std::unique_lock(mutex.get(), std::try_to_lock).owns_lock());
}
