// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "support/law_check.hpp"

#include <hibana/asio/execution.hpp>
#include <hibana/testing/laws/clock.hpp>
#include <hibana/testing/simulated_clock.hpp>

#include <chrono>
#include <string>
#include <thread>

using namespace hibana;
using namespace std::chrono_literals;
using testing::simulated_clock;

namespace {

using timer = detail::asio_timer<asio::io_context::executor_type, simulated_clock>;

}  // namespace

TEST_CASE("simulated_clock: proves the clock role and keeps its laws, moved or not", "[testing]") {
    STATIC_REQUIRE(policy::clock<simulated_clock>);
    testing::clock_laws(simulated_clock(), [] {}, test::law);
    testing::clock_laws(simulated_clock(), [] { simulated_clock::advance(3ms); }, test::law);
}

TEST_CASE("simulated_clock: advances to the next timer only when no work is left", "[testing]") {
    asio::io_context loop;
    timer late(loop, 2h), early(loop, 1h), never(loop, time_point::max());
    const auto began = simulated_clock::now();
    std::string sent;
    const auto note = [&](const char* what) {
        return [&sent, what, began](auto failure) {
            sent += what + std::string(failure ? "!" : "") + std::to_string((simulated_clock::now() - began) / 1min) + ' ';
        };
    };
    never.async_wait(note("never"));
    late.async_wait(note("late"));
    early.async_wait([&](auto) {
        note("early")(false);
        never.cancel();
        asio::post(loop, [&] { note("posted")(false); });
    });
    simulated_clock::run(loop);
    CHECK(sent == "early60 never!60 posted60 late120 ");
    CHECK(simulated_clock::now() - began == 2h);
}

TEST_CASE("simulated_clock: runs for so long, or until something has happened", "[testing]") {
    asio::io_context loop;
    const auto began = simulated_clock::now();
    int ticks = 0;
    timer clock(loop, 10ms);
    struct ticking {
        timer& clock;
        int& ticks;
        void operator()(detail::asio_error_code) const {
            ++ticks;
            clock.expires_at(clock.expiry() + 10ms);
            clock.async_wait(*this);
        }
    };
    clock.async_wait(ticking{clock, ticks});
    simulated_clock::run_for(loop, 35ms);
    CHECK(ticks == 3);
    CHECK(simulated_clock::now() - began == 35ms);
    simulated_clock::run_until(loop, [&] { return ticks == 5; });
    CHECK(simulated_clock::now() - began == 50ms);
}

TEST_CASE("simulated_clock: where there is no timer, the loop waits for others; each thread has its time", "[testing]") {
    asio::io_context loop;
    auto work = asio::make_work_guard(loop);
    const auto began = simulated_clock::now();
    std::thread other([&loop, &work] {
        simulated_clock::advance(1h);
        asio::post(loop, [&work] { work.reset(); });
    });
    simulated_clock::run(loop);
    other.join();
    CHECK(simulated_clock::now() == began);
}
