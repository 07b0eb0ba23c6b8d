// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <hibana/retry/constant_backoff.hpp>
#include <hibana/retry/decorrelated_jitter_backoff.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/retry/retry_all.hpp>
#include <hibana/retry/retry_safe.hpp>
#include <hibana/retry/retry_state.hpp>
#include <hibana/testing/seeded_random.hpp>

#include <chrono>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

const time_point start{};

struct row {
    errc condition;
    hibana::fate fate;
    failed_attempt attempt;
    retry_action expected;
};

}  // namespace

TEST_CASE("retry_counter: the action depends on the error, on what the request permits, and on the topology", "[retry]") {
    const auto given = GENERATE(values<row>({
        // a failed connection
        {errc::connect_failed, fate::not_sent, {}, retry_action::retry},
        {errc::connection_lost, fate::unknown, {}, retry_action::give_up},
        {errc::connection_lost, fate::unknown, {.is_idempotent = true}, retry_action::retry},
        {errc::connect_failed, fate::not_sent, {.is_idempotent = true, .may_repeat = false}, retry_action::give_up},
        // errors of the server
        {errc::loading, fate::answered, {}, retry_action::retry},
        {errc::wrong_type, fate::answered, {.is_idempotent = true}, retry_action::give_up},
        // errors that concern the topology
        {errc::moved, fate::answered, {.advice = topology_advice::redirect}, retry_action::redirect},
        {errc::ask, fate::answered, {.may_repeat = false, .advice = topology_advice::redirect}, retry_action::give_up},
        {errc::read_only, fate::answered, {.advice = topology_advice::rediscover}, retry_action::rediscover},
        {errc::connection_lost, fate::unknown, {.advice = topology_advice::rediscover}, retry_action::give_up},
        {errc::connection_lost, fate::unknown, {.is_idempotent = true, .advice = topology_advice::rediscover}, retry_action::rediscover},
        {errc::connect_failed, fate::not_sent, {.may_repeat = false, .advice = topology_advice::rediscover}, retry_action::give_up},
    }));
    INFO(error(given.condition, given.fate).message());
    retry_counter counter;
    error err(given.condition, given.fate);

    CHECK(counter.on_error(retry_safe{}, err, given.attempt) == given.expected);
    CHECK(err == given.condition);
    CHECK(counter.failures() == (given.expected == retry_action::redirect ? 0 : 1));
}

TEST_CASE("retry_counter: gives up after max_retries failures", "[retry]") {
    retry_counter counter;
    error err(errc::connect_failed);
    const retry_all policy{.max_retries = 3};

    for (int n = 0; n != 3; ++n) CHECK(counter.on_error(policy, err, {}) == retry_action::retry);
    CHECK(counter.on_error(policy, err, {}) == retry_action::give_up);
    CHECK(counter.failures() == 4);
}

TEST_CASE("retry_counter: 16 redirects are followed, and the next one is an error", "[retry]") {
    retry_counter counter;
    const failed_attempt moved{.advice = topology_advice::redirect};
    for (unsigned n = 1; n <= retry_counter::max_redirects; ++n) {
        error err(errc::moved, fate::answered, "MOVED 7 a:1");
        CHECK(counter.on_error(no_retry{}, err, moved) == retry_action::redirect);
        CHECK(counter.redirects() == n);
    }
    error err(errc::moved, fate::answered, "MOVED 7 a:1");

    CHECK(counter.on_error(no_retry{}, err, moved) == retry_action::give_up);
    CHECK(err == errc::too_many_redirects);
    CHECK(err.fate() == fate::answered);
    CHECK(err.text() == "MOVED 7 a:1");
    CHECK(counter.failures() == 0);
}

TEST_CASE("retry_counter: redirects do not count as failures", "[retry]") {
    retry_counter counter;
    error moved(errc::moved, fate::answered);
    error lost(errc::connect_failed);
    for (int n = 0; n != 5; ++n) CHECK(counter.on_error(retry_safe{}, moved, {.advice = topology_advice::redirect}) == retry_action::redirect);

    CHECK(counter.on_error(retry_safe{.max_retries = 1}, lost, {}) == retry_action::retry);
    CHECK(counter.on_error(retry_safe{.max_retries = 1}, lost, {}) == retry_action::give_up);
}

TEST_CASE("retry_counter: takes four bytes, since each waiting operation has one", "[retry]") {
    STATIC_REQUIRE(sizeof(retry_counter) == 4);
}

TEST_CASE("retry_state: waits for the delay of the backoff, and counts the attempts", "[retry]") {
    retry_state state(constant_backoff{.wait = 100ms}, start);
    testing::seeded_random random;
    error err(errc::connect_failed);
    CHECK(state.attempt() == 1);

    const auto first = state.on_error(retry_safe{}, err, {}, random, start, deadline::never());

    CHECK(first.action == retry_action::retry);
    CHECK(first.delay == 100ms);
    CHECK(state.attempt() == 2);
    CHECK(err.attempts().empty());
}

TEST_CASE("retry_state: gives up if the deadline comes before the next attempt", "[retry]") {
    retry_state state(constant_backoff{.wait = 100ms}, start);
    testing::seeded_random random;
    error err(errc::connect_failed);
    const auto until = deadline::at(start + 150ms);

    CHECK(state.on_error(retry_safe{}, err, {}, random, start + 49ms, until).action == retry_action::retry);
    CHECK(state.on_error(retry_safe{}, err, {}, random, start + 50ms, until).action == retry_action::give_up);
    CHECK(err.attempts() == "2 attempts in 50 ms");
}

TEST_CASE("retry_state: an error after one attempt says nothing about attempts", "[retry]") {
    retry_state state(constant_backoff{}, start);
    testing::seeded_random random;
    error err(errc::wrong_type, fate::answered);

    CHECK(state.on_error(retry_safe{}, err, {}, random, start, deadline::never()).action == retry_action::give_up);
    CHECK(err.attempts().empty());
}

TEST_CASE("retry_state: a redirect is followed at once", "[retry]") {
    retry_state state(constant_backoff{.wait = 100ms}, start);
    testing::seeded_random random;
    error err(errc::ask, fate::answered);

    const auto next = state.on_error(retry_safe{}, err, {.advice = topology_advice::redirect}, random, start, deadline::at(start));

    CHECK(next.action == retry_action::redirect);
    CHECK(next.delay == 0ms);
    CHECK(state.attempt() == 1);
}

TEST_CASE("retry_state: a backoff whose delays depend on the one before starts anew for each operation", "[retry]") {
    const decorrelated_jitter_backoff backoff{};
    error err(errc::connect_failed);
    const auto delays = [&] {
        retry_state state(backoff, start);
        testing::seeded_random random;
        std::vector<duration> all;
        for (int n = 0; n != 5; ++n) all.push_back(state.on_error(retry_safe{}, err, {}, random, start, deadline::never()).delay);
        return all;
    };
    CHECK(delays() == delays());
}
