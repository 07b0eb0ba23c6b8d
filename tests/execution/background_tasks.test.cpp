// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/background_tasks.hpp>

#include "catch.hpp"

#include <coroutine>
#include <deque>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <utility>

using namespace hibana;

namespace {

/// An event loop that stores posted functions until `run`.
struct event_loop {
    std::deque<std::unique_ptr<std::function<void()>>> posted{};
    bool is_full = false;

    template <class Function> void post(Function function) {
        if (is_full) throw std::bad_alloc();
        auto shared = std::make_shared<Function>(std::move(function));
        posted.push_back(std::make_unique<std::function<void()>>([shared] { (*shared)(); }));
    }
    void run_one() {
        const auto next = std::move(posted.front());
        posted.pop_front();
        (*next)();
    }
};
struct context_type {
    event_loop& execution;
};

/// A wait that the test completes.
struct pending_wait : detail::suspension {
    std::coroutine_handle<> waiter{};
    detail::flow* flow = nullptr;

    static bool await_ready() { return false; }
    template <class Promise> void await_suspend(std::coroutine_handle<Promise> handle) {
        waiter = handle;
        flow = handle.promise().flow();
        flow->set_suspension(this);
    }
    static void await_resume() {}
    void interrupt() override { complete(); }
    void complete() {
        flow->set_suspension(nullptr);
        waiter.resume();
    }
};

class owner : public detail::background_tasks<owner>, public std::enable_shared_from_this<owner> {
public:
    owner(event_loop& loop, std::string& log) : context_{loop}, log_(log) {}
    ~owner() { log_ += "destroyed "; }

    context_type& context() { return context_; }
    bool is_at_rest() const { return is_at_rest_; }
    void abandon_all() { log_ += "dropped "; }
    void close_if_unused() { log_ += "closed "; }

    void post_success() {
        post([](owner& self) { self.log_ += "ran "; });
    }
    void post_failure() {
        post([](owner& self) {
            self.log_ += "failed ";
            throw std::bad_alloc();
        });
    }
    void start_flow(pending_wait& wait) {
        start(handle_, flow(wait), [](owner& self, result<void> outcome) { self.log_ += outcome ? "done " : "error "; });
    }
    void rest() { is_at_rest_ = true; }

private:
    static flow_type flow(pending_wait& wait) {
        co_await wait;
        co_return result<void>();
    }

    context_type context_;
    std::string& log_;
    detail::task_handle handle_;
    bool is_at_rest_ = false;
};

}  // namespace

TEST_CASE("background_tasks: a posted function keeps its owner alive until it has run", "[execution]") {
    std::string log;
    event_loop loop;
    std::make_shared<owner>(loop, log)->post_success();

    CHECK(log.empty());
    loop.run_one();

    CHECK(log == "ran destroyed ");
}

TEST_CASE("background_tasks: a flow keeps its owner alive until it completes", "[execution]") {
    std::string log;
    event_loop loop;
    pending_wait wait;
    std::make_shared<owner>(loop, log)->start_flow(wait);

    CHECK(log.empty());
    wait.complete();

    CHECK(log == "done destroyed ");
}

TEST_CASE("background_tasks: a function that throws is posted again unless the owner is at rest", "[execution]") {
    std::string log;
    event_loop loop;
    const auto object = std::make_shared<owner>(loop, log);
    object->post_failure();

    CHECK_THROWS_AS(loop.run_one(), std::bad_alloc);
    CHECK(loop.posted.size() == 1);
    object->rest();
    CHECK_THROWS_AS(loop.run_one(), std::bad_alloc);

    CHECK(loop.posted.empty());
    CHECK(log == "failed failed ");
}

TEST_CASE("background_tasks: destroying the event loop abandons the operations of the owner", "[execution]") {
    std::string log;
    {
        event_loop loop;
        std::make_shared<owner>(loop, log)->post_success();
    }
    CHECK(log == "dropped closed destroyed ");

    log.clear();
    event_loop loop;
    pending_wait wait;
    std::make_shared<owner>(loop, log)->start_flow(wait);
    wait.flow->destroy();
    CHECK(log == "dropped closed destroyed ");
}

TEST_CASE("background_tasks: a function that cannot be posted abandons nothing", "[execution]") {
    std::string log;
    event_loop loop;
    loop.is_full = true;
    const auto object = std::make_shared<owner>(loop, log);

    CHECK_THROWS_AS(object->post_success(), std::bad_alloc);

    CHECK(log.empty());
}
