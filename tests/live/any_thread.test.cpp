// SPDX-License-Identifier: BSL-1.0
#include <hibana/asio/any_thread.hpp>
#include <hibana/async_client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/core/exceptions.hpp>

#include "catch.hpp"
#include "live/async.hpp"
#include "live/live.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

using client_type = async_client<unix_transport, return_errors, any_thread<>>;
using text_or_none = std::optional<std::string>;

std::string tagged(const std::string& key) { return "the value of " + key; }
std::string key_of(int number) { return "key:" + std::to_string(number); }
constexpr int number_of_keys = 200;

// An event loop that a thread of its own runs.
class machine {
public:
    machine() : thread_([this] { loop.run(); }) {}
    machine(const machine&) = delete;
    ~machine() { stop(); }
    void stop() {
        work_.reset();
        if (thread_.joinable()) thread_.join();
    }
    asio::io_context loop{1};

private:
    asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(loop);
    std::thread thread_;
};

template <class Function> void on_threads(int count, Function function) {
    std::vector<std::thread> threads;
    for (int number = 0; number != count; ++number) threads.emplace_back(function, number);
    for (auto& thread : threads) thread.join();
}

void fill(client_type& db) {
    std::vector<std::future<result<hibana::ok_reply>>> all;
    for (int number = 0; number != number_of_keys; ++number) all.push_back(db(cmd::set(key_of(number), tagged(key_of(number))), asio::use_future));
    for (auto& each : all) REQUIRE(each.get());
}

// The outcomes of the calls of all threads.
struct tally {
    std::atomic<long> answered{0}, err{0}, cancelled{0}, other{0};

    void judge(const std::string& key, const result<text_or_none>& got) {
        if (got) ++(*got && **got == tagged(key) ? answered : err);
        else ++(got.error().condition() == errc::cancelled ? cancelled : other);
    }
    long all() const { return answered + err + cancelled + other; }
};

// A coroutine that is resumed wherever the call ends.
struct plain {
    struct promise_type {
        static plain get_return_object() { return {}; }
        static std::suspend_never initial_suspend() noexcept { return {}; }
        static std::suspend_never final_suspend() noexcept { return {}; }
        static void return_void() {}
        [[noreturn]] static void unhandled_exception() { throw; }
    };
};

}  // namespace

TEST_CASE("any_thread: sixteen threads call one client, and each gets the replies to its own requests", "[live]") {
    const test::server server;
    machine engine;
    client_type db{engine.loop, live::at(server)};
    fill(db);
    tally outcome;
    on_threads(16, [&](int number) {
        std::mt19937 chance(static_cast<unsigned>(number));
        for (int round = 0; round != 200; ++round) {
            const std::string one = key_of(static_cast<int>(chance() % number_of_keys)), other = key_of(static_cast<int>(chance() % number_of_keys));
            switch (round % 4) {
            case 0: outcome.judge(one, db(cmd::get(one), asio::use_future).get()); break;
            case 1: {
                const auto both = db(cmd::get(one), cmd::get(other), asio::use_future).get();
                outcome.judge(one, std::get<0>(both));
                outcome.judge(other, std::get<1>(both));
                break;
            }
            case 2: {
                const auto both = db.within(30s)(multi(cmd::get(one), cmd::get(other)), asio::use_future).get();
                outcome.judge(one, both ? std::get<0>(*both) : both.error());
                outcome.judge(other, both ? std::get<1>(*both) : both.error());
                break;
            }
            default: {
                batch gets(cmd::get(one));
                gets.add(cmd::get(other)).add(cmd::get(one));
                const auto three = db.results(gets, asio::use_future).get();
                outcome.judge(one, three[0]);
                outcome.judge(other, three[1]);
                outcome.judge(one, three[2]);
            }
            }
        }
    });
    CHECK(outcome.answered == 16 * 50 * (1 + 2 + 2 + 3));
    CHECK(outcome.all() == outcome.answered);
    const auto list = db(any_request("CLIENT LIST").as<std::string>(), asio::use_future).get();
    CHECK(std::count(list->begin(), list->end(), '\n') == 1);
}

TEST_CASE("any_thread: coroutines of many threads await one client, each on its own executor", "[live]") {
    const test::server server;
    machine engine;
    client_type db{engine.loop, live::at(server)};
    fill(db);
    tally outcome;
    std::atomic<int> strayed{0};
    on_threads(8, [&](int number) {
        asio::io_context loop(1);
        const auto caller = [&](int which) -> asio::awaitable<void> {
            const auto here = std::this_thread::get_id();
            std::string text;
            for (int round = 0; round != 40; ++round) {
                const std::string key = key_of((which * 40 + round) % number_of_keys);
                const auto got = co_await db(cmd::get(key));
                outcome.judge(key, got);
                const auto into = co_await db(cmd::get(key).into(text));
                outcome.judge(key, into && *into ? result<text_or_none>(text) : result<text_or_none>(text_or_none()));
                const auto viewed = co_await db(cmd::get(key).as<std::string_view>());
                outcome.judge(key, viewed ? result<text_or_none>(std::string(**viewed)) : result<text_or_none>(text_or_none()));
                strayed += std::this_thread::get_id() != here;
            }
        };
        for (int which = 0; which != 10; ++which) live::start(loop, caller(number * 10 + which));
        loop.run();
    });
    CHECK(outcome.answered == 8 * 10 * 40 * 3);
    CHECK(outcome.all() == outcome.answered);
    CHECK(strayed == 0);
}

TEST_CASE("any_thread: a handler is called on its own executor, else on the client's", "[live]") {
    const test::server server;
    machine engine;
    client_type db{engine.loop, live::at(server)};
    std::promise<std::thread::id> engine_is, client_thread, own_thread;
    asio::post(engine.loop, [&] { engine_is.set_value(std::this_thread::get_id()); });
    const auto runs_it = engine_is.get_future().get();
    asio::thread_pool others(1);
    db(cmd::ping(), [&](auto) { client_thread.set_value(std::this_thread::get_id()); });
    db(cmd::ping(), asio::bind_executor(others.get_executor(), [&](auto) { own_thread.set_value(std::this_thread::get_id()); }));
    CHECK(client_thread.get_future().get() == runs_it);
    const auto own = own_thread.get_future().get();
    CHECK(own != runs_it);
    CHECK(own != std::this_thread::get_id());
    others.join();

    // a coroutine of another type resumes where the call completes, which is after it was awaited here
    std::promise<std::thread::id> resumed;
    std::promise<void> is_awaited;
    asio::post(engine.loop, [&] { is_awaited.get_future().wait(); });
    const auto await_it = [&]() -> plain {
        const auto pong = co_await db(cmd::ping());
        if (pong) resumed.set_value(std::this_thread::get_id());
    };
    await_it();
    is_awaited.set_value();
    CHECK(resumed.get_future().get() == runs_it);
}

TEST_CASE("any_thread: a client runs on a strand of a loop that many threads run", "[live]") {
    const test::server server;
    asio::thread_pool pool(4);
    tally outcome;
    {
        auto strand = asio::make_strand(pool.get_executor());
        async_client<unix_transport, return_errors, any_thread<decltype(strand)>> db{strand, live::at(server)};
        on_threads(8, [&](int number) {
            const std::string key = key_of(number);
            static_cast<void>(db(cmd::set(key, tagged(key)), asio::use_future).get());
            for (int round = 0; round != 100; ++round) outcome.judge(key, db(cmd::get(key), asio::use_future).get());
        });
    }
    pool.join();
    CHECK(outcome.answered == 800);
}

TEST_CASE("any_thread: errors are thrown where a call is awaited, with any executor type", "[live]") {
    const test::server server;
    machine engine;
    async_client<unix_transport, any_thread<asio::any_io_executor>> db{engine.loop, live::at(server)};
    std::atomic<int> thrown{0}, right{0};
    on_threads(4, [&](int number) {
        asio::io_context loop(1);
        live::run(loop, [&]() -> asio::awaitable<void> {
            const std::string key = key_of(number);
            co_await db(cmd::set(key, "text"));
            try {
                co_await db(cmd::incr(key));
            } catch (const response_error& err) {
                thrown += err.error().command() == "INCR";
            }
            const auto got = co_await db(cmd::get(key), asio::use_awaitable);
            right += got == "text";
        });
    });
    CHECK(thrown == 4);
    CHECK(right == 4);
}

TEST_CASE("any_thread: calls are cancelled from other threads at any time, and every reply reaches its call", "[live]") {
    const test::server server;
    machine engine;
    client_type db{engine.loop, live::at(server)};
    fill(db);
    tally outcome;
    std::atomic<long> begun{0}, unended{0};
    on_threads(8, [&](int) {
        std::mt19937 chance(std::random_device{}());
        asio::io_context loop(1);
        // a signal and its slot belong to one thread, that of the handler; the connection belongs to another
        struct caller {
            asio::cancellation_signal signal{};
            int left = 150;
        };
        std::vector<caller> callers(10);
        std::function<void(caller&)> call = [&](caller& who) {
            if (--who.left < 0) return;
            const std::string key = key_of(static_cast<int>(chance() % number_of_keys));
            ++begun;
            db(cmd::get(key), asio::bind_executor(loop.get_executor(), asio::bind_cancellation_slot(who.signal.slot(), [&, key](result<text_or_none> got) {
                   outcome.judge(key, got);
                   call(who);
               })));
        };
        const auto awaits = [&]() -> asio::awaitable<void> {
            for (int round = 0; round != 150; ++round) {
                const std::string key = key_of(static_cast<int>(chance() % number_of_keys));
                ++begun;
                const auto got = co_await db(cmd::get(key));
                outcome.judge(key, got);
            }
        };
        for (auto& who : callers) call(who);
        std::vector<asio::cancellation_signal> signals(5);
        int awaiting = 0;
        for (auto& signal : signals) {
            ++awaiting;
            asio::co_spawn(loop, awaits, asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr) { --awaiting; }));
        }
        const auto is_over = [&] {
            for (const auto& who : callers)
                if (who.left >= 0) return false;
            return true;
        };
        std::function<void()> chaos = [&] {
            for (auto& who : callers)
                if (chance() % 4 == 0) who.signal.emit(chance() % 2 ? asio::cancellation_type::terminal : asio::cancellation_type::total);
            if (chance() % 50 == 0) signals[chance() % signals.size()].emit(asio::cancellation_type::terminal);
            std::this_thread::yield();
            if (!is_over()) asio::post(loop, chaos);
        };
        asio::post(loop, chaos);
        loop.run();
        unended += awaiting;
    });
    CHECK(unended == 0);
    CHECK(outcome.err == 0);
    CHECK(outcome.other == 0);
    CHECK(outcome.answered > 0);
    CHECK(outcome.cancelled > 0);
    CHECK(outcome.all() <= begun);
    const auto last = db(cmd::get(key_of(7)), asio::use_future).get();
    CHECK(**last == tagged(key_of(7)));
    WARN(outcome.answered << " replies, " << outcome.cancelled << " calls cancelled");
}

TEST_CASE("any_thread: after a call is cancelled, the storage of its reply is no longer accessed", "[live]") {
    const test::server server;
    machine engine;
    client_type db{engine.loop, live::at(server)};
    fill(db);
    tally outcome;
    on_threads(8, [&](int number) {
        std::mt19937 chance(static_cast<unsigned>(number));
        for (int round = 0; round != 300; ++round) {
            auto text = std::make_unique<std::string>();
            {
                const auto given_up = db(cmd::get(key_of(number)).into(*text));
                for (auto turns = chance() % 50; turns != 0; --turns) std::this_thread::yield();
            }
            text->assign(100, 'x');  // a race, were it still read into
            text.reset();
            if (round % 20 == 0) outcome.judge(key_of(number), db(cmd::get(key_of(number)), asio::use_future).get());
        }
    });
    CHECK(outcome.answered == 8 * 15);
}

TEST_CASE("any_thread: a client that is destroyed under load ends every call once", "[live]") {
    const test::server server;
    for (int round = 0; round != 10; ++round) {
        machine engine;
        auto db = std::make_unique<client_type>(engine.loop, live::at(server));
        std::atomic<long> begun{0}, ended{0}, failed{0};
        on_threads(8, [&](int number) {
            for (int call = 0; call != 100; ++call) {
                ++begun;
                const auto note = [&](auto outcome) {
                    ++ended;
                    failed += !outcome;
                };
                if (call % 50 == 49) (*db)(cmd::blpop("nothing", 0s), note);
                else (*db)(cmd::get(key_of(number)), note);
            }
        });
        std::thread destroyer([&] { db.reset(); });
        destroyer.join();
        engine.stop();
        CHECK(begun == 800);
        CHECK(ended == 800);
        CHECK(failed >= 16);
    }
}

TEST_CASE("any_thread: coroutines of other threads resume when the client is destroyed", "[live]") {
    const test::server server;
    machine engine;
    auto db = std::make_unique<client_type>(engine.loop, live::at(server));
    std::atomic<int> waiting{0}, cancelled{0};
    std::vector<std::thread> threads;
    for (int number = 0; number != 4; ++number)
        threads.emplace_back([&] {
            asio::io_context loop(1);
            for (int each = 0; each != 5; ++each)
                live::start(loop, [&]() -> asio::awaitable<void> {
                    auto call = (*db)(cmd::blpop("nothing", 0s));
                    ++waiting;
                    const auto got = co_await std::move(call);
                    cancelled += !got && got.error().condition() == errc::cancelled;
                });
            loop.run();
        });
    while (waiting != 20) std::this_thread::yield();
    db.reset();
    for (auto& thread : threads) thread.join();
    CHECK(cancelled == 20);
}

TEST_CASE("any_thread: destroying the loop destroys all calls without a leak", "[live]") {
    const test::server server;
    const auto alive = std::make_shared<int>(0);
    for (const bool runs : {false, true}) {
        auto loop = std::make_unique<asio::io_context>();
        auto db = std::make_unique<client_type>(*loop, live::at(server));
        std::thread caller([&] {
            for (int call = 0; call != 10; ++call) (*db)(cmd::blpop("nothing", 0s), [alive](auto) { *alive = 1; });
            const auto given_up = (*db)(cmd::ping());
        });
        caller.join();
        if (runs) loop->run_for(50ms);
        CHECK(alive.use_count() == 11);
        db.reset();
        loop.reset();
        CHECK(alive.use_count() == 1);
    }
    CHECK(*alive == 0);
}

TEST_CASE("any_thread: calls that are cancelled or time out after they were sent do not affect the replies of others", "[live]") {
    test::server server;
    machine engine;
    client_type db{engine.loop, live::at(server)};
    fill(db);
    server.suspend();
    std::string unwanted = "mine";
    asio::cancellation_signal signal;
    std::vector<std::promise<result<text_or_none>>> promises(3);
    {
        const auto given_up = db(cmd::get(key_of(1)).into(unwanted));
        db(cmd::get(key_of(2)), asio::bind_cancellation_slot(signal.slot(), [&](result<text_or_none> got) { promises[0].set_value(got); }));
        db.within(30ms)(cmd::get(key_of(3)), [&](result<text_or_none> got) { promises[1].set_value(got); });
        db(cmd::get(key_of(4)), [&](result<text_or_none> got) { promises[2].set_value(got); });
        const auto late = promises[1].get_future().get();
        CHECK(late.error().condition() == errc::timeout);
        CHECK(late.error().fate() == fate::unknown);
        signal.emit(asio::cancellation_type::total);  // it only reads
        const auto cancelled = promises[0].get_future().get();
        CHECK(cancelled.error().condition() == errc::cancelled);
        CHECK(cancelled.error().fate() == fate::unknown);
    }
    unwanted = "still mine";
    server.resume();
    CHECK(**promises[2].get_future().get() == tagged(key_of(4)));
    CHECK(**db(cmd::get(key_of(5)), asio::use_future).get() == tagged(key_of(5)));
    CHECK(unwanted == "still mine");
}

TEST_CASE("any_thread: blocking commands have exclusive connections, up to a limit", "[live]") {
    const test::server server;
    machine engine;
    client_type db{engine.loop, live::at(server), multiplexed{.max_exclusive_connections = 2}};
    std::atomic<int> popped{0}, refused{0};
    on_threads(3, [&](int) {
        const auto outcome = db(cmd::blpop("queue", 10s), asio::use_future).get();
        if (outcome) popped += outcome->has_value();
        else if (refused += outcome.error().condition() == errc::pool_exhausted; refused == 1)
            static_cast<void>(db(cmd::rpush("queue", "one", "two"), asio::use_future).get());
    });
    CHECK(popped == 2);
    CHECK(refused == 1);
}
