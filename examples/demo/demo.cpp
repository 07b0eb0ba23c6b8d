// SPDX-License-Identifier: BSL-1.0
/// \file  What `./dev demo` shows: one client, four ways to use it, a thousand callers on one connection, and a server that dies in the
/// middle.
#include <hibana/async_client.hpp>
#include <hibana/command/structs.hpp>
#include <hibana/hibana.hpp>

#include "support/server.hpp"
#include "system_calls.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/hana/define_struct.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

//[type
using demo_client = client<unix_transport, resp3_parser, exponential_jitter_backoff, retry_safe, single_connection, return_errors>;
using demo_callers = async_client<unix_transport, resp3_parser, exponential_jitter_backoff, retry_safe, multiplexed, return_errors>;
//]

//[account
struct account {
    BOOST_HANA_DEFINE_STRUCT(account, (std::string, name), (int, age), (double, balance));
};
//]

namespace {

// A line of the table: how many commands, how long each round trip took.
class line {
public:
    line(std::string name, std::size_t commands_per_trip) : name_(std::move(name)), per_trip_(commands_per_trip) {}

    template <class Trip> void run(steady::duration length, Trip trip) {
        begin(length);
        for (auto now = start_; is_going_on();) {
            trip();
            now = note(now);
        }
        end();
    }

    // The same for trips that are under way side by side, between `begin` and `end`.
    void begin(steady::duration length) {
        trips_.reserve(8'000'000);  // a table that moves would stop all of them
        start_ = shown_ = steady::now();
        length_ = length;
        calls_before_ = system_calls::made;
    }
    bool is_going_on() const { return elapsed_ < length_; }
    // Notes a trip that began at `asked`; when that was.
    steady::time_point note(steady::time_point asked) {
        const auto now = steady::now();
        trips_.push_back(static_cast<float>(std::chrono::duration<double, std::micro>(now - asked).count()));
        elapsed_ = now - start_;
        if (is_terminal() && now - shown_ > 150ms) {
            show("\r", std::min<std::size_t>(trips_.size(), 2'000));
            shown_ = now;
        }
        return now;
    }
    void end() {
        show(is_terminal() ? "\r" : "", trips_.size());
        fmt::print("\n");
    }
    line& with_system_calls() {
        shows_calls_ = true;
        return *this;
    }

private:
    static bool is_terminal() {
        static const bool is = ::isatty(STDOUT_FILENO) != 0;
        return is;
    }
    // With the percentiles of the last trips.
    void show(const char* before, std::size_t last) const {
        const double rate = static_cast<double>(trips_.size() * per_trip_) / std::chrono::duration<double>(elapsed_).count();
        constexpr double full = 5'000'000;
        const auto filled = static_cast<std::size_t>(std::min(24.0, 24.0 * rate / full + 0.5));
        std::string bar;
        for (std::size_t n = 0; n != 24; ++n) bar += n < filled ? "█" : "·";
        std::vector<float> sorted(trips_.end() - static_cast<std::ptrdiff_t>(last), trips_.end());
        std::sort(sorted.begin(), sorted.end());
        const auto at = [&](double part) { return sorted[static_cast<std::size_t>(part * static_cast<double>(last - 1))]; };
        fmt::print("{}  {:<34} {} {:>11.0f} /s  {:>8.1f} {:>8.1f}", before, name_, bar, rate, at(0.5), at(0.99));
        const auto calls = static_cast<double>(system_calls::made - calls_before_) / static_cast<double>(trips_.size() * per_trip_);
        if (shows_calls_) fmt::print("  {:>8.3f}", calls);
        std::fflush(stdout);
    }

    std::string name_;
    std::size_t per_trip_;
    std::vector<float> trips_;
    steady::time_point start_{}, shown_{};
    steady::duration length_{}, elapsed_{};
    std::uint64_t calls_before_ = 0;
    bool shows_calls_ = false;
};

void check(bool as_promised, const char* promise) {
    if (as_promised) return;
    fmt::print("\n  this should not have happened: not {}\n", promise);
    std::exit(1);
}

void show_speed(demo_client& db) {
    fmt::print("\n  {:<34} {:24} {:>11}     {:>8} {:>8}\n", "SET, GET and INCR", "", "commands", "p50 us", "p99 us");
    const std::string key = "demo:key", value = "sixteen bytes of";

    line("one request at a time", 1).run(2500ms, [&, turn = 0]() mutable {
        switch (turn++ % 3) {
            case 0: check(db(cmd::set(key, value)).has_value(), "set"); break;
            case 1: check(db(cmd::get(key)).value() == value, "read back"); break;
            default: check(db(cmd::incr("demo:n")).has_value(), "counted");
        }
    });
    line("typed pipeline: db(a, b, c)", 3).run(2500ms, [&] {
        auto [stored, read, count] = db(cmd::set(key, value), cmd::get(key), cmd::incr("demo:n"));
        check(stored && read.value() == value && count, "answered");
    });
    line("typed transaction: multi(a, b, c)", 3).run(2500ms, [&] {
        auto all = db(multi(cmd::set(key, value), cmd::get(key), cmd::incr("demo:n")));
        check(all.has_value() && std::get<1>(*all).value() == value, "executed as a whole");
    });
    auto many = batch<decltype(cmd::get(key))::reply>();
    for (int n = 0; n != 300; ++n) many.add(cmd::get(key));
    std::vector<result<std::optional<std::string>>> outcomes;
    line("a batch of 300 GET", 300).run(2500ms, [&] {
        db(many, outcomes);
        check(outcomes.back().value() == value, "answered in order");
    });
}

// One caller of a shared connection: it sends a request, awaits the reply, and repeats.
asio::awaitable<void> ask(demo_callers& db, line& table) {
    const std::string key = "demo:key", value = "sixteen bytes of";
    for (auto now = steady::now(); table.is_going_on(); now = table.note(now)) {
        const auto answer = co_await db(cmd::get(key));
        check(answer && *answer == value, "answered");
    }
}

void show_callers(const test::server& server) {
    fmt::print("\n  now coroutines that share one connection; the system calls are those to send, to receive and to wait\n");
    fmt::print("\n  {:<34} {:24} {:>11}     {:>8} {:>8}  {:>8}\n", "GET", "", "commands", "p50 us", "p99 us", "system calls of each");
    for (const int callers : {1, 10, 100, 1'000}) {
        asio::io_context loop;
        demo_callers db{loop, unix_transport{.path = server.socket_path()}};
        db(cmd::set("demo:key", "sixteen bytes of"), [](const auto& stored) { check(stored.has_value(), "set"); });
        loop.run();
        loop.restart();

        line table(fmt::format("{} caller{}", callers, callers == 1 ? "" : "s"), 1);
        table.with_system_calls().begin(1500ms);
        for (int n = 0; n != callers; ++n) asio::co_spawn(loop, ask(db, table), [](std::exception_ptr thrown) { check(!thrown, "asked"); });
        loop.run();
        table.end();
    }
}

void show_struct(demo_client& db) {
    const account ann{"Ann", 36, 1024.5};
    check(db(cmd::hset("account:ann", ann)).has_value(), "stored");
    const auto back = db(cmd::hgetall("account:ann").as<account>()).value();
    fmt::print("\n  a struct, stored by HSET and read back by HGETALL: name = {}, age = {}, balance = {}\n", back.name, back.age, back.balance);
    check(back.name == ann.name && back.age == ann.age && back.balance == ann.balance, "the same struct");
}

void show_healing(demo_client& db, test::server& server) {
    fmt::print("\n  now INCR without pause; the server is killed after 1 s and comes back 0.6 s later\n");
    const auto before = db(cmd::get("demo:healing").as<std::optional<std::int64_t>>()).value().value_or(0);
    std::int64_t acknowledged = 0, unknown = 0, not_sent = 0;
    steady::duration longest{};

    std::thread killer([&] {
        std::this_thread::sleep_for(1s);
        server.kill();
        std::this_thread::sleep_for(600ms);
        server.start();
    });
    for (const auto start = steady::now(); steady::now() - start < 4s;) {
        const auto asked = steady::now();
        const auto count = db(cmd::incr("demo:healing"));
        longest = std::max(longest, steady::now() - asked);
        if (count) ++acknowledged;
        else if (count.error().fate() == fate::unknown) {
            ++unknown;
            fmt::print("    one answer was lost:  {}\n", count.error().message());
        } else ++not_sent;
    }
    const auto counter = db(cmd::get("demo:healing").as<std::int64_t>()).value() - before;
    killer.join();

    fmt::print("    acknowledged {}, unknown {}, not sent {}; longest call {:.0f} ms\n", acknowledged, unknown, not_sent,
               std::chrono::duration<double, std::milli>(longest).count());
    fmt::print("    the counter says {}: {} <= {} <= {}\n", counter, acknowledged, counter, acknowledged + unknown);
    check(acknowledged <= counter && counter <= acknowledged + unknown, "within what was promised");
}

}  // namespace

int main() {
    if (const auto reason = test::no_server()) {
        fmt::print("no server to show this with: {}\n", *reason);
        return 77;
    }
    test::server server({.settings = {"appendonly yes", "appendfsync no"}});
    const auto& release = test::release();
    fmt::print("\n  hibana {}: {} {}.{}.{} on a Unix socket, one thread, one connection\n", library_version, release.name,
               release.major, release.minor, release.patch);

    demo_client db{unix_transport{.path = server.socket_path()}};
    show_speed(db);
    show_callers(server);
    show_struct(db);
    show_healing(db, server);

    fmt::print("\n  the callers shared a connection of\n\n    async_client<unix_transport, resp3_parser, exponential_jitter_backoff, retry_safe, multiplexed, return_errors>\n");
    fmt::print("\n  all the rest was one type:\n\n    client<unix_transport, resp3_parser, exponential_jitter_backoff, retry_safe, single_connection, return_errors>\n\n");
}
