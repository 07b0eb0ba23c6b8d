// SPDX-License-Identifier: BSL-1.0
/// \file  What `./dev demo` shows: one client, four ways to use it, and a server that dies in the middle.
#include <hibana/hibana.hpp>
#include <hibana/command/structs.hpp>

#include "support/server.hpp"

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
        const auto start = steady::now();
        for (auto now = start, shown = start; now - start < length;) {
            trip();
            const auto after = steady::now();
            trips_.push_back(static_cast<float>(std::chrono::duration<double, std::micro>(after - now).count()));
            now = after;
            elapsed_ = now - start;
            if (is_terminal() && now - shown > 150ms) {
                show("\r");
                shown = now;
            }
        }
        std::sort(trips_.begin(), trips_.end());
        show(is_terminal() ? "\r" : "");
        fmt::print("\n");
    }

private:
    static bool is_terminal() {
        static const bool is = ::isatty(STDOUT_FILENO) != 0;
        return is;
    }
    void show(const char* before) const {
        const double rate = static_cast<double>(trips_.size() * per_trip_) / std::chrono::duration<double>(elapsed_).count();
        constexpr double full = 5'000'000;
        const auto filled = static_cast<std::size_t>(std::min(24.0, 24.0 * rate / full + 0.5));
        std::string bar;
        for (std::size_t n = 0; n != 24; ++n) bar += n < filled ? "█" : "·";
        const auto at = [&](double part) { return trips_[static_cast<std::size_t>(part * static_cast<double>(trips_.size() - 1))]; };
        fmt::print("{}  {:<34} {} {:>11.0f} /s  {:>8.1f} {:>8.1f}", before, name_, bar, rate, at(0.5), at(0.99));
        std::fflush(stdout);
    }

    std::string name_;
    std::size_t per_trip_;
    std::vector<float> trips_;
    steady::duration elapsed_{};
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
    show_struct(db);
    show_healing(db, server);

    fmt::print("\n  all of this was one type:\n\n    client<unix_transport, resp3_parser, exponential_jitter_backoff, retry_safe, single_connection, return_errors>\n\n");
}
