// SPDX-License-Identifier: BSL-1.0
#include <hibana/execution/execution.hpp>

#include <hibana/execution/blocking.hpp>
#include <hibana/testing/manual_clock.hpp>
#include <hibana/testing/script.hpp>
#include <hibana/transport/dial.hpp>
#include <hibana/transport/in_memory_transport.hpp>
#include <hibana/transport/tcp_transport.hpp>

#include "catch.hpp"

#include <chrono>
#include <coroutine>
#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

/// A minimal event loop: `run` resumes waiting coroutines in order of time.
class event_loop {
public:
    testing::manual_clock clock;
    unsigned suspensions = 0;

    void resume_at(time_point when, std::coroutine_handle<> waiting) {
        ++suspensions;
        waiting_.emplace(when, waiting);
    }
    void run() {
        while (!waiting_.empty()) {
            const auto first = waiting_.begin();
            const auto handle = first->second;
            clock.advance_to(first->first);
            waiting_.erase(first);
            handle.resume();
        }
    }

private:
    std::multimap<time_point, std::coroutine_handle<>> waiting_;
};

/// A coroutine that starts when it is awaited, and resumes its awaiter.
template <class T> class lazy {
public:
    struct promise_type {
        std::optional<T> value;
        std::coroutine_handle<> awaiter = std::noop_coroutine();
        lazy get_return_object() { return lazy(std::coroutine_handle<promise_type>::from_promise(*this)); }
        std::suspend_always initial_suspend() noexcept { return {}; }
        struct hand_back {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> done) noexcept { return done.promise().awaiter; }
            void await_resume() noexcept {}
        };
        hand_back final_suspend() noexcept { return {}; }
        void unhandled_exception() { std::terminate(); }
        template <class Value> void return_value(Value&& given) { value.emplace(std::forward<Value>(given)); }
    };
    lazy(lazy&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    ~lazy() {
        if (handle_) handle_.destroy();
    }
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) {
        handle_.promise().awaiter = awaiter;
        return handle_;
    }
    T await_resume() { return std::move(*handle_.promise().value); }

    void start() { handle_.resume(); }
    T& result() { return *handle_.promise().value; }
    bool is_done() const { return handle_.done(); }

private:
    explicit lazy(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    std::coroutine_handle<promise_type> handle_;
};

/// Suspends until a point in time, then has a value.
template <class T> class later {
public:
    later(event_loop& loop, time_point when, T value) : loop_(&loop), when_(when), value_(std::move(value)) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting) { loop_->resume_at(when_, waiting); }
    T await_resume() { return std::move(value_); }

private:
    event_loop* loop_;
    time_point when_;
    T value_;
};

/// An execution whose operations always suspend.
class stepwise {
public:
    template <class T> using task = lazy<T>;
    static constexpr bool concurrent = true;
    struct mutex {};
    class condition_variable {
    public:
        explicit condition_variable(stepwise&) {}
    };
    class socket {
    public:
        socket() = default;
        explicit socket(event_loop& loop) : loop_(&loop) {}
        later<result<void>> write(std::string_view, deadline&) { return {*loop_, loop_->clock.now() + 1ms, result<void>()}; }
        later<result<std::size_t>> read_some(std::span<char> into, deadline&) {
            into[0] = '+';
            return {*loop_, loop_->clock.now() + 1ms, result<std::size_t>(std::size_t(1))};
        }
        void close() { loop_ = nullptr; }
        void close_after_fork() { loop_ = nullptr; }
        bool is_open() const { return loop_ != nullptr; }
        bool is_readable() { return false; }

    private:
        event_loop* loop_ = nullptr;
    };

    explicit stepwise(event_loop& loop) : loop_(&loop) {}
    time_point now() const { return loop_->clock.now(); }
    later<result<void>> sleep_until(time_point when) { return {*loop_, when, result<void>()}; }
    later<result<address_list>> resolve(std::string_view, std::uint16_t port, deadline) {
        address_list both{*socket_address::numeric("192.0.2.1", port), *socket_address::numeric("192.0.2.2", port)};
        return {*loop_, now() + 5ms, std::move(both)};
    }
    later<result<socket>> connect(const socket_address& address, const socket_options&, deadline until) {
        if (address.endpoint().host() == "192.0.2.1") return {*loop_, until.time(), result<socket>(error(errc::timeout))};
        return {*loop_, now() + 2ms, result<socket>(socket(*loop_))};
    }

private:
    event_loop* loop_;
};

static_assert(execution<stepwise>);
static_assert(execution<blocking>);
static_assert(!execution<int>);

struct no_sleep : stepwise {
    void sleep_until() = delete;
};
static_assert(!execution<no_sleep>);

template <class Execution>
auto ask(Execution& execution, endpoint where, deadline until) -> task_of<Execution, result<std::string>> {
    auto stream = co_await tcp_transport().open(execution, where, until);
    if (!stream) co_return std::move(stream).error();
    auto sent = co_await stream->write("PING\r\n", until);
    if (!sent) co_return std::move(sent).error();
    char answer[8];
    auto size = co_await stream->read_some(answer, until);
    if (!size) co_return std::move(size).error();
    co_return std::string(answer, *size);
}

template <class Execution>
auto say(Execution& execution, in_memory_transport transport, std::string words, deadline until) -> task_of<Execution, result<std::string>> {
    auto stream = co_await transport.open(execution, transport.endpoint(), until);
    if (!stream) co_return std::move(stream).error();
    auto sent = co_await stream->write(words, until);
    if (!sent) co_return std::move(sent).error();
    char answer[64];
    auto size = co_await stream->read_some(answer, until);
    if (!size) co_return std::move(size).error();
    co_return std::string(answer, *size);
}

}  // namespace

TEST_CASE("execution: the connect flows run unchanged on an execution that always suspends", "[execution]") {
    event_loop loop;
    stepwise execution(loop);
    const auto begin = execution.now();

    auto flow = ask(execution, endpoint("redis.example", 6379), deadline::after(105ms, begin));
    flow.start();
    CHECK_FALSE(flow.is_done());
    loop.run();

    REQUIRE(flow.is_done());
    CHECK(flow.result() == std::string("+"));
    CHECK(loop.suspensions == 5);
    CHECK(execution.now() - begin == 5ms + 50ms + 2ms + 1ms + 1ms);
}

TEST_CASE("execution: an in-memory stream does not block other flows", "[execution]") {
    event_loop loop;
    stepwise execution(loop);
    const auto until = deadline::after(1s, execution.now());
    const auto slow = testing::script().expect("a").delay(300ms).answer("slow").serve();
    const auto quick = testing::script().expect("b").delay(100ms).answer("quick").serve();
    const auto silent = testing::script().expect("c").serve();

    auto first = say(execution, slow.transport(), "a", until);
    auto second = say(execution, quick.transport(), "b", until);
    auto third = say(execution, silent.transport(), "c", until);
    first.start();
    second.start();
    third.start();
    loop.run();

    CHECK(first.result() == std::string("slow"));
    CHECK(second.result() == std::string("quick"));
    CHECK(third.result().error() == errc::timeout);
    CHECK(execution.now() == until.time());
}
