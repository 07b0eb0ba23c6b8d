// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/awaiter_base.hpp>
#include <hibana/testing/simulated_clock.hpp>

#include "catch.hpp"

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

using namespace hibana;
using namespace std::chrono_literals;
using hibana::testing::simulated_clock;

namespace {

using executor = asio::io_context::executor_type;

struct clock_without_static_now {
    time_point now() { return {}; }
};

// Awaits a number of posted functions; on interruption it only records it.
class posts : public detail::awaiter_base {
public:
    posts(asio::io_context& loop, unsigned count) : loop_(loop), count_(count) {}
    static bool await_ready() { return false; }
    template <class Promise> void await_suspend(std::coroutine_handle<Promise> waiter) {
        begin(waiter, waiter.promise().flow());
        for (unsigned i = 0; i != count_; ++i) {
            add_pending();
            asio::post(loop_, [handler = detail::awaiter_handler<posts>(*this)]() mutable { handler(detail::asio_error_code()); });
        }
    }
    unsigned await_resume() const { return completed_; }
    void interrupt() override { is_interrupted = true; }
    void on_complete(detail::asio_error_code) {
        ++completed_;
        on_operation_done(false);
    }

    bool is_interrupted = false;

private:
    asio::io_context& loop_;
    unsigned count_;
    unsigned completed_ = 0;
};

flow_task<unsigned> wait_for(posts& all, std::shared_ptr<int> alive) {
    const unsigned completed = co_await all;
    co_return alive ? completed : 0;
}

}  // namespace

TEST_CASE("awaiter_base: resumes the flow when the last operation has completed", "[asio]") {
    asio::io_context loop;
    posts all(loop, 3);
    detail::task_handle running;
    std::optional<unsigned> completed;
    detail::start_flow(running, wait_for(all, std::make_shared<int>()), [&](unsigned count) { completed = count; });
    CHECK(loop.run_one() == 1);
    CHECK(loop.run_one() == 1);
    CHECK_FALSE(completed);
    running.interrupt();
    CHECK(all.is_interrupted);
    CHECK(loop.run_one() == 1);
    CHECK(completed == 3);
    CHECK_FALSE(running.is_running());
}

TEST_CASE("awaiter_base: a loop that is destroyed first destroys the flow without resuming it", "[asio]") {
    const auto alive = std::make_shared<int>();
    std::optional<asio::io_context> loop(std::in_place);
    posts all(*loop, 2);
    detail::task_handle running;
    bool is_resumed = false;
    detail::start_flow(running, wait_for(all, alive), [&](unsigned) { is_resumed = true; });
    CHECK(loop->run_one() == 1);  // one operation has completed, and the other is abandoned
    CHECK(alive.use_count() == 2);
    loop.reset();
    CHECK(alive.use_count() == 1);
    CHECK_FALSE(is_resumed);
}

TEST_CASE("asio_timer: uses the clock policy, whose now() must be static", "[asio]") {
    STATIC_REQUIRE(detail::has_static_now<simulated_clock>);
    STATIC_REQUIRE_FALSE(detail::has_static_now<clock_without_static_now>);
    asio::io_context loop;
    const time_point end = simulated_clock::now() + 1h;
    detail::asio_timer<executor, simulated_clock> timer(loop.get_executor(), end);
    bool has_expired = false;
    timer.async_wait([&](detail::asio_error_code failure) { has_expired = !failure; });
    loop.poll();
    CHECK_FALSE(has_expired);
    simulated_clock::run(loop);
    CHECK(has_expired);
    CHECK(simulated_clock::now() == end);
}
