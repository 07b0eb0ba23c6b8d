// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/resolver.hpp>

#include "catch.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

deadline in(duration length) {
    monotonic_clock clock;
    return deadline::after(length, clock.now());
}

int forbidden(const char*, const char*, const addrinfo*, addrinfo**) {
    FAIL("a numeric address was looked up");
    return EAI_FAIL;
}

int unknown(const char*, const char*, const addrinfo*, addrinfo**) {
    return EAI_NONAME;
}

int broken(const char*, const char*, const addrinfo*, addrinfo**) {
    errno = EMFILE;
    return EAI_SYSTEM;
}

std::thread::id asked_in;
int of_this_machine(const char*, const char*, const addrinfo* hints, addrinfo** found) {
    asked_in = std::this_thread::get_id();
    addrinfo numeric = *hints;
    numeric.ai_flags |= AI_NUMERICHOST;
    addrinfo *v6 = nullptr, *v4 = nullptr;
    if (::getaddrinfo("::1", nullptr, &numeric, &v6) != 0 || ::getaddrinfo("127.0.0.1", nullptr, &numeric, &v4) != 0)
        return EAI_FAIL;
    v6->ai_next = v4;
    *found = v6;
    return 0;
}

/// A name service that responds when the test permits it.
class slow_service {
public:
    static int lookup(const char* host, const char*, const addrinfo* hints, addrinfo** found) {
        std::unique_lock lock(mutex);
        ++pending;
        changed.notify_all();
        changed.wait(lock, [] { return answers; });
        --pending;
        const int status = of_this_machine(host, nullptr, hints, found);
        changed.notify_all();
        return status;
    }
    static void answer() {
        std::unique_lock lock(mutex);
        answers = true;
        changed.notify_all();
        changed.wait(lock, [] { return pending == 0; });
    }
    static void wait_for(int number) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return pending == number; });
    }
    static void pause() {
        const std::lock_guard lock(mutex);
        answers = false;
    }

private:
    static inline std::mutex mutex;
    static inline std::condition_variable changed;
    static inline int pending = 0;
    static inline bool answers = false;
};

}  // namespace

TEST_CASE("resolver: a numeric address needs no lookup", "[execution]") {
    for (const char* host : {"127.0.0.1", "::1", "2001:db8::7", "0.0.0.0"}) {
        const auto addresses = resolver::resolve(host, 6380, in(0s), &forbidden);
        REQUIRE(addresses);
        REQUIRE(addresses->size() == 1);
        CHECK(addresses->front().endpoint() == endpoint(host, 6380));
    }
}

TEST_CASE("resolver: returns all addresses in the order of the system, with the port", "[execution]") {
    const auto until = GENERATE(deadline::never(), in(60s));

    const auto addresses = resolver::resolve("redis.example", 6380, until, &of_this_machine);

    REQUIRE(addresses);
    REQUIRE(addresses->size() == 2);
    CHECK((*addresses)[0].endpoint().text() == "[::1]:6380");
    CHECK((*addresses)[1].endpoint().text() == "127.0.0.1:6380");
}

TEST_CASE("resolver: without a deadline the lookup needs no thread", "[execution]") {
    CHECK(resolver::resolve("redis.example", 6380, deadline::never(), &of_this_machine));
    CHECK(asked_in == std::this_thread::get_id());

    CHECK(resolver::resolve("redis.example", 6380, in(60s), &of_this_machine));
    CHECK(asked_in != std::this_thread::get_id());
}

TEST_CASE("resolver: the error of the system is the cause", "[execution]") {
    const auto until = GENERATE(deadline::never(), in(60s));

    const auto no_name = resolver::resolve("redis.example", 6379, until, &unknown);
    REQUIRE_FALSE(no_name);
    CHECK(no_name.error() == errc::resolve_failed);
    CHECK(no_name.error().fate() == fate::not_sent);
    CHECK(no_name.error().cause() == std::error_code(EAI_NONAME, resolver_category()));
    CHECK(no_name.error().message() == "the server name could not be resolved: Name or service not known");

    const auto no_files = resolver::resolve("redis.example", 6379, until, &broken);
    REQUIRE_FALSE(no_files);
    CHECK(no_files.error().cause() == std::errc::too_many_files_open);
}

TEST_CASE("resolver: an invalid name is an error without a lookup", "[execution]") {
    CHECK(resolver::resolve("", 6379, in(60s), &forbidden).error() == errc::invalid_argument);
    CHECK(resolver::resolve(std::string_view("a\0b", 3), 6379, in(60s), &forbidden).error() == errc::invalid_argument);
}

TEST_CASE("resolver: a pending lookup is abandoned at the deadline and completes later", "[execution]") {
    slow_service::pause();
    const auto until = in(5ms);

    const auto addresses = resolver::resolve("redis.example", 6379, until, &slow_service::lookup);

    REQUIRE_FALSE(addresses);
    CHECK(addresses.error() == errc::timeout);
    CHECK(std::chrono::steady_clock::now() >= until.time());
    slow_service::wait_for(1);
    slow_service::answer();
}

TEST_CASE("resolver: a deadline before the epoch of the clock has passed", "[execution]") {
    slow_service::pause();
    CHECK(resolver::resolve("redis.example", 6379, deadline::at(time_point::min()), &slow_service::lookup).error() == errc::timeout);
    slow_service::wait_for(1);
    slow_service::answer();
}

TEST_CASE("resolver: the number of pending lookups is limited", "[execution]") {
    slow_service::pause();
    const auto until = in(0s);
    for (unsigned number = 0; number < resolver::max_concurrent_lookups;) {
        // a thread of another test that is about to end may still be counted
        const auto err = resolver::resolve("redis.example", 6379, until, &slow_service::lookup).error();
        if (err == errc::timeout) ++number;
    }
    slow_service::wait_for(resolver::max_concurrent_lookups);

    const auto one_too_many = resolver::resolve("redis.example", 6379, in(60s), &slow_service::lookup);
    REQUIRE_FALSE(one_too_many);
    CHECK(one_too_many.error() == errc::resolve_failed);
    CHECK(one_too_many.error().text() == "too many name lookups are pending");

    slow_service::answer();
    result<address_list> afterwards;
    do afterwards = resolver::resolve("redis.example", 6379, in(60s), &of_this_machine);  // until the threads have ended
    while (!afterwards);
    CHECK(afterwards->size() == 2);
}

TEST_CASE("resolver: is thread-safe", "[execution]") {
    std::atomic<int> found = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number)
        threads.emplace_back([&] {
            for (int count = 0; count < 20; ++count)
                if (resolver::resolve("localhost", 6379, in(60s))) ++found;
        });
    for (std::thread& thread : threads) thread.join();

    CHECK(found == 160);
}
