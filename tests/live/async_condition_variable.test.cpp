// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/condition_variable.hpp>

#include "catch.hpp"
#include "live/async.hpp"

#include <mutex>
#include <string>
#include <string_view>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

flow_task<std::string> wait_at(async_condition_variable<asio::io_context::executor_type>& gate, no_mutex& mutex, deadline until) {
    std::unique_lock lock(mutex);
    auto woken = co_await gate.wait(lock, until);
    co_return woken ? std::string("woken") : std::string(describe(woken.error().condition()));
}

}  // namespace

TEST_CASE("async_condition_variable: flows are woken in order; timeouts and cancellations are reported", "[live]") {
    asio::io_context loop;
    asio_execution<> execution(loop.get_executor());
    async_condition_variable<asio::io_context::executor_type> gate(execution);
    no_mutex mutex;
    std::string sent;
    detail::task_handle first, second, third, fourth;
    const auto note = [&sent](const char* who) { return [&sent, who](std::string what) { sent += std::string(who) + ' ' + what + ". "; }; };
    detail::start_flow(first, wait_at(gate, mutex, deadline::never()), note("first"));
    detail::start_flow(second, wait_at(gate, mutex, deadline::at(execution.now() + 5ms)), note("second"));
    detail::start_flow(third, wait_at(gate, mutex, deadline::never()), note("third"));
    detail::start_flow(fourth, wait_at(gate, mutex, deadline::never()), note("fourth"));
    gate.notify_one();
    live::run_until(loop, [&] { return sent.find("second") != sent.npos; });
    CHECK(sent == "first woken. second " + std::string(describe(errc::timeout)) + ". ");
    third.cancel();
    gate.notify_all();
    live::drain(loop);
    CHECK(sent.find("third " + std::string(describe(errc::cancelled))) != sent.npos);
    CHECK(sent.find("fourth woken") != sent.npos);
}
