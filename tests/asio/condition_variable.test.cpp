// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/condition_variable.hpp>
#include <hibana/testing/simulated_clock.hpp>

#include "catch.hpp"

#include <mutex>
#include <string>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::testing::simulated_clock;

namespace {

using executor = asio::io_context::executor_type;
using condition_variable = async_condition_variable<executor, simulated_clock>;

flow_task<result<void>> wait_for(condition_variable& condition, no_mutex& mutex, deadline until) {
    std::unique_lock lock(mutex);
    co_return co_await condition.wait(lock, until);
}

}  // namespace

TEST_CASE("async_condition_variable: flows are notified in order; timeouts and cancellations are reported", "[asio]") {
    asio::io_context loop;
    asio_execution<executor, simulated_clock> execution(loop.get_executor());
    condition_variable condition(execution);
    no_mutex mutex;
    std::string events;
    detail::task_handle first, second, third, fourth;
    const auto record = [&events](const char* name) {
        return [&events, name](result<void> notified) {
            events += std::string(name) + ' ' + (notified ? "notified" : std::string(describe(notified.error().condition()))) + ". ";
        };
    };
    detail::start_flow(first, wait_for(condition, mutex, deadline::never()), record("first"));
    detail::start_flow(second, wait_for(condition, mutex, deadline::at(execution.now() + 5ms)), record("second"));
    detail::start_flow(third, wait_for(condition, mutex, deadline::never()), record("third"));
    detail::start_flow(fourth, wait_for(condition, mutex, deadline::never()), record("fourth"));
    condition.notify_one();
    simulated_clock::run_until(loop, [&] { return events.find("second") != events.npos; });
    CHECK(events == "first notified. second " + std::string(describe(errc::timeout)) + ". ");
    third.cancel();
    condition.notify_all();
    simulated_clock::run(loop);
    CHECK(events.find("third " + std::string(describe(errc::cancelled))) != events.npos);
    CHECK(events.find("fourth notified") != events.npos);
}
