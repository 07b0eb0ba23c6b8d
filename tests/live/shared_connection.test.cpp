// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/server.hpp>
#include <hibana/command/string.hpp>
#include <hibana/pool/shared_connection.hpp>

#include "catch.hpp"
#include "live/live.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

constexpr int thread_count = 8;
constexpr int key_count = 64;

std::string key(int n) { return "key:" + std::to_string(n); }
// Sizes that need one read, and some that need several.
std::string text(int n) { return key(n) + '/' + std::string(static_cast<std::size_t>(n) * 1000, static_cast<char>('a' + n % 26)); }

using shared_client = client<unix_transport, return_errors, session_settings, shared_connection>;

// The combined results of all threads.
struct tally {
    std::atomic<int> answered = 0, err = 0, late = 0;
    std::mutex mutex{};
    std::string first_error{};

    void note_failure(const error& failure) {
        const std::lock_guard lock(mutex);
        if (first_error.empty()) first_error = failure.message();
    }
    template <class Type, class Expected> void note(const result<Type>& outcome, const Expected& expected) {
        if (outcome) *outcome == expected ? ++answered : ++err;
        else note_failure(outcome.error());
    }
};

template <class Work> void in_threads(Work work) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread != thread_count; ++thread) threads.emplace_back([&work, thread] { work(thread); });
    for (auto& thread : threads) thread.join();
}

void fill(const test::server& server) {
    client db{live::at(server)};
    for (int n = 0; n != key_count; ++n) db(cmd::set(key(n), text(n)));
}

// Every answer shows which question it belongs to.
void ask(shared_client& db, int thread, int round, tally& seen) {
    const int n = (thread * 7 + round * 13) % key_count;
    const std::string tag = std::to_string(thread) + '/' + std::to_string(round);
    seen.note(db(cmd::get(key(n))), text(n));
    auto [one, two] = db(cmd::echo(tag), cmd::get(key(n)));
    seen.note(one, tag);
    seen.note(two, text(n));
    const auto whole = db(multi(cmd::set(tag, round), cmd::get(tag)));
    if (whole) seen.note(std::get<1>(*whole), std::to_string(round));
    else seen.note_failure(whole.error());
    batch echoes(cmd::echo(tag));
    echoes.add(cmd::echo(key(n)));
    const auto both = db(echoes);
    seen.note(both[0], tag);
    seen.note(both[1], key(n));
}

}  // namespace

TEST_CASE("shared_connection: 8 threads receive their own replies over one connection", "[live][threads]") {
    const test::server server;
    fill(server);
    tally seen;
    shared_client db{live::at(server), session_settings{.command_timeout = 60s}};

    in_threads([&](int thread) {
        for (int round = 0; round != 100; ++round) ask(db, thread, round, seen);
    });

    CHECK(seen.err == 0);
    CHECK(seen.first_error == "");
    CHECK(seen.answered == thread_count * 100 * 6);
    CHECK(live::field(db(any_request("INFO", "clients").as<std::string>()).value(), "connected_clients") == "1");
}

TEST_CASE("shared_connection: while it is killed 8 threads receive their own replies", "[live][threads]") {
    const test::server server;
    fill(server);
    tally seen;
    live::progress worked;
    std::atomic<bool> is_over = false;
    shared_client db{live::at(server), session_settings{.command_timeout = 60s}};
    std::thread killer([&] {
        client admin{live::at(server)};
        for (std::int64_t killed = 0; killed < 50;) {
            worked.wait_for_more(thread_count);
            killed += live::kill_others(admin);
        }
        is_over = true;
    });

    std::atomic<std::int64_t> acknowledged = 0, unknown = 0;
    in_threads([&](int thread) {
        for (int round = 0; !is_over; ++round) {
            const int n = (thread * 7 + round * 13) % key_count;
            // killed again before the third attempt it fails as it should
            const auto value = db(cmd::get(key(n)));
            if (value || value.error() != errc::connection_lost) seen.note(value, text(n));
            const auto count = db(cmd::incr("n"));
            if (count) ++acknowledged;
            else if (count.error().fate() == fate::unknown) ++unknown;
            if (!count && count.error() != errc::connection_lost) seen.note_failure(count.error());
            worked.advance();
        }
    });
    killer.join();

    INFO("answered " << seen.answered << ", acknowledged " << acknowledged << ", unknown " << unknown);
    CHECK(seen.err == 0);
    CHECK(seen.first_error == "");
    const auto count = db(cmd::get("n").as<std::int64_t>()).value();
    CHECK(count >= acknowledged);
    CHECK(count <= acknowledged + unknown);
}

TEST_CASE("shared_connection: calls that time out do not affect other calls", "[live][threads]") {
    const test::server server;
    fill(server);
    tally seen;
    shared_client db{live::at(server), session_settings{.command_timeout = 60s}};
    const auto id = db(any_request("CLIENT ID").as<std::int64_t>()).value();
    std::atomic<int> working = thread_count;
    std::thread sleeper([&] {
        client<unix_transport, session_settings> admin{live::at(server), session_settings{.command_timeout = 60s}};
        while (working != 0) {
            admin(any_request("CLIENT PAUSE", 5).as<std::string>());
            admin(cmd::ping());  // answered when the pause is over
        }
    });

    in_threads([&](int thread) {
        for (int round = 0; round != 10; ++round) {
            const int n = (thread * 11 + round) % key_count;
            const auto value = db.within(1ms)(cmd::get(key(n)));
            if (!value && value.error() == errc::timeout) ++seen.late;
            else seen.note(value, text(n));
            ask(db, thread, round, seen);
        }
        --working;
    });
    sleeper.join();

    CHECK(seen.err == 0);
    CHECK(seen.first_error == "");
    CHECK(seen.late > 0);
    CHECK(seen.answered + seen.late == thread_count * 10 * 7);
    CHECK(db(any_request("CLIENT ID").as<std::int64_t>()).value() == id);
}

TEST_CASE("shared_connection: values larger than the socket buffer are sent and received", "[live][threads]") {
    const test::server server;
    tally seen;
    shared_client db{live::at(server), session_settings{.command_timeout = 60s}};

    in_threads([&](int thread) {
        const std::string value(static_cast<std::size_t>(thread + 1) << 19, static_cast<char>('a' + thread));
        for (int round = 0; round != 5; ++round) {
            if (auto set = db(cmd::set(key(thread), value)); !set) seen.note_failure(set.error());
            seen.note(db(cmd::get(key(thread))), value);
        }
    });

    CHECK(seen.err == 0);
    CHECK(seen.first_error == "");
    CHECK(seen.answered == thread_count * 5);
}

TEST_CASE("shared_connection: the child of a fork has its own connection", "[live]") {
    const test::server server;
    shared_client db{live::at(server)};
    const auto mine = db(any_request("CLIENT ID").as<std::int64_t>()).value();

    const pid_t child = ::fork();
    if (child == 0) {
        const auto its = db(any_request("CLIENT ID").as<std::int64_t>());
        ::_exit(its && *its != mine ? 0 : 1);
    }
    int status = 1;
    ::waitpid(child, &status, 0);

    CHECK(status == 0);
    CHECK(db(any_request("CLIENT ID").as<std::int64_t>()).value() == mine);
}
