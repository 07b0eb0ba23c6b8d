// SPDX-License-Identifier: BSL-1.0
/// \file  Workers of a stream that lose no entry when they die: a consumer group and its pending entries.
#include <hibana/async_client.hpp>
#include <hibana/command/structs.hpp>
#include <hibana/hibana.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/hana/define_struct.hpp>
#include <csignal>
#include <iostream>
#include <map>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

using namespace hibana;
using namespace std::chrono_literals;

//[types
/// What an entry says. XADD takes one, and what XREADGROUP gives becomes one; an entry that was deleted meanwhile has none.
struct order {
    BOOST_HANA_DEFINE_STRUCT(order, (int, number), (std::string, item), (int, amount));
};
using entry = std::pair<std::string, std::optional<order>>;  // an id, and what it says
using entries = std::vector<entry>;
using from_streams = std::optional<std::vector<std::pair<std::string, entries>>>;  // of each stream that has some
// of XAUTOCLAIM: where to go on, entries, ids of those that were deleted
using taken_over = std::tuple<std::string, entries, std::vector<std::string>>;
//]

/// The commands that record a handled order.
struct receipt {
    BOOST_HANA_DEFINE_STRUCT(receipt, (int, number), (std::string, worker));
};
using receipts = std::vector<std::pair<std::string, receipt>>;

namespace {

const std::string orders = "example:{stream}:orders", handled = "example:{stream}:handled",
                  dead_letters = "example:{stream}:dead";
const std::string group = "workers";

//[worker
class worker {
public:
    struct settings {
        std::int64_t at_once = 10;                         ///< so many entries are in hand
        std::chrono::milliseconds timeout = 50ms;         ///< so long a read waits for entries
        std::chrono::milliseconds given_up_after = 300ms;  ///< longer than the handling of what is in hand ever takes
        std::int64_t attempts = 3;                         ///< then an entry is a dead letter
    };

    worker(async_client<>& db, std::string name, settings options) : db_(db), name_(std::move(name)), settings_(options) {}

    /// Works until it is stopped.
    asio::awaitable<void> run() {
        while (!is_stopped_) {
            try {
                co_await join();
                co_await finish_what_is_pending();
                while (!is_stopped_) {
                    co_await take_over();
                    co_await read();
                }
            } catch (const connection_error& lost) {
                // Whether the last transaction was executed is seen from what is pending, which is where to begin again.
                std::cout << name_ + ": " + lost.what() + '\n';
            } catch (const timeout_error& late) {
                std::cout << name_ + ": " + late.what() + '\n';
            }
        }
    }
    /// Finishes the current entry.
    void stop() { is_stopped_ = true; }

private:
    asio::awaitable<void> join();
    asio::awaitable<void> finish_what_is_pending();
    asio::awaitable<void> take_over();
    asio::awaitable<void> read();
    asio::awaitable<void> handle(const entry& one);
    asio::awaitable<void> handle_again(const entry& one);

    async_client<>& db_;
    std::string name_;
    settings settings_;
    bool is_stopped_ = false;
};
//]

//[join
/// The group begins with the first entry of the stream, which is made where there is none. Somebody may have been faster.
asio::awaitable<void> worker::join() {
    try {
        co_await db_(cmd::xgroup::create(orders, group, "0", opt::mkstream));
    } catch (const busy_group_error&) {
    }
}
//]

//[read
/// Waits for entries that nobody has got, and handles them. XREADGROUP with BLOCK has a connection of its own.
asio::awaitable<void> worker::read() {
    const auto fresh =
        co_await db_(cmd::xreadgroup(group, name_, orders, ">", opt::count(settings_.at_once), opt::block(settings_.timeout))
                         .as<from_streams>());
    if (!fresh) co_return;
    for (const entry& one : fresh->front().second) co_await handle(one);
}
//]

//[pending
/// What was delivered to a worker of this name, and not acknowledged, before it died: an id in place of `>` reads the pending list.
asio::awaitable<void> worker::finish_what_is_pending() {
    for (std::string after = "0"; !is_stopped_;) {
        const auto pending =
            co_await db_(cmd::xreadgroup(group, name_, orders, after, opt::count(settings_.at_once)).as<from_streams>());
        if (!pending || pending->front().second.empty()) co_return;
        for (const entry& one : pending->front().second) co_await handle_again(one);
        after = pending->front().second.back().first;
    }
}
//]

//[take_over
/// Claims entries that have been pending for so long that their worker must have failed; it may be this worker itself.
asio::awaitable<void> worker::take_over() {
    for (std::string from = "0"; !is_stopped_;) {
        const auto [next, left, deleted] =
            co_await db_(cmd::xautoclaim(orders, group, name_, settings_.given_up_after, from, opt::count(settings_.at_once))
                             .as<taken_over>());
        if (!left.empty()) std::cout << name_ + " takes over " + std::to_string(left.size()) + '\n';
        for (const entry& one : left) co_await handle_again(one);
        if (next == "0-0") co_return;
        from = next;
    }
}
//]

void sell(const std::string& name, const order& one) {
    static int sold = 0;
    if (one.amount < 0) throw std::invalid_argument("an order of less than nothing");
    // Here the first two workers die, with orders in hand.
    if (name == "one" && ++sold == 13) ::raise(SIGKILL);
}

//[handle
/// The writes of the handling and the acknowledgement are executed together or not at all.
asio::awaitable<void> worker::handle(const entry& one) {
    const auto& [id, what] = one;
    try {
        sell(name_, what.value());
    } catch (const std::invalid_argument& err) {
        std::cout << name_ + " could not handle " + id + ": " + err.what() + '\n';
        co_return;  // it stays pending, and is tried again by the worker that claims it
    }
    const receipt done{what->number, name_};
    co_await db_(multi(cmd::xadd(handled, "*", done), cmd::xack(orders, group, id)));
}
//]

//[handle_again
/// An entry that may be what its worker has died of is not tried for ever: the group counts how often it was delivered.
asio::awaitable<void> worker::handle_again(const entry& one) {
    const auto& [id, what] = one;
    const auto pending = co_await db_(cmd::xpending(orders, group, id, id, 1));
    if (pending.empty()) co_return;  // acknowledged meanwhile
    if (!what) {
        co_await db_(cmd::xack(orders, group, id));  // deleted from the stream: there is nothing left to do
    } else if (pending.front().delivery_count > settings_.attempts) {
        std::cout << name_ + " gives " + id + " up, after " + std::to_string(settings_.attempts) + " attempts\n";
        co_await db_(multi(cmd::xadd(dead_letters, "*", *what), cmd::xack(orders, group, id)));
    } else {
        co_await handle(one);
    }
}
//]

//[stop
int work(const std::string& url, const std::string& name) try {
    asio::io_context loop;
    auto db = from_url<async_client<>>(url, loop);
    worker one(db, name, {});

    asio::signal_set stops(loop, SIGTERM, SIGINT);
    stops.async_wait([&](auto, int) { one.stop(); });
    asio::co_spawn(loop, one.run(), [&](std::exception_ptr thrown) {
        stops.cancel();
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    std::cout << name + " has stopped\n";
    return 0;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
//]

/// A worker in a process of its own.
class process {
public:
    process(const std::string& url, const std::string& name) : id_((std::cout.flush(), ::fork())) {
        if (id_ == 0) {
            const int outcome = work(url, name);
            std::cout.flush();
            ::_exit(outcome);
        }
    }
    process(const process&) = delete;
    process& operator=(const process&) = delete;
    ~process() {
        if (id_ > 0) ::kill(id_, SIGKILL), wait();
    }
    void stop() { ::kill(id_, SIGTERM); }
    /// The exit status as in a shell: above 128 for a signal.
    int wait() {
        int status = 0;
        ::waitpid(std::exchange(id_, 0), &status, 0);
        return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }

private:
    ::pid_t id_;
};

constexpr int count_of_orders = 100, impossible = 42;

/// Waits until each order has a receipt, or is a dead letter; how often each was handled, and how many each worker has handled.
struct outcome {
    std::map<int, int> times;
    std::map<std::string, int> by_worker;
};
outcome wait_for_all(client<>& db) {
    outcome all;
    for (std::string last = "0"; all.times.size() != count_of_orders - 1;) {
        const auto more = db(cmd::xread(handled, last, opt::block(20s))
                                 .as<std::optional<std::vector<std::pair<std::string, receipts>>>>());
        if (!more) break;
        for (const auto& [id, done] : more->front().second) {
            ++all.times[done.number];
            ++all.by_worker[done.worker];
            last = id;
            // The running worker loses all of its connections in the middle.
            if (all.times.size() == count_of_orders / 2)
                db(any_request("CLIENT KILL", "TYPE", "normal", "SKIPME", "yes"));
        }
    }
    return all;
}

}  // namespace

int main(int count, char** arguments) try {
    const std::string url = count > 1 ? arguments[1] : "redis://localhost";
    auto db = from_url<client<>>(url);
    db(cmd::del(orders, handled, dead_letters));
    for (int n = 0; n != count_of_orders; ++n) db(cmd::xadd(orders, "*", order{n, "apples", n == impossible ? -1 : n}));

    constexpr int killed = 128 + SIGKILL;
    const bool died_twice = process(url, "one").wait() == killed && process(url, "one").wait() == killed;
    std::cout << "one has died twice, with " << db(cmd::xpending(orders, group)).count << " orders in hand\n";

    process two(url, "two");
    const auto [times, by_worker] = wait_for_all(db);
    const auto dead = db(cmd::xread(dead_letters, "0", opt::block(20s)).as<from_streams>());
    two.stop();
    const bool stopped_cleanly = two.wait() == 0;

    const auto pending = db(cmd::xpending(orders, group)).count;
    bool is_each_handled_once = times.size() == count_of_orders - 1;
    for (const auto& [number, often] : times) is_each_handled_once = is_each_handled_once && often == 1;
    for (const auto& [name, often] : by_worker) std::cout << name << " has handled " << often << '\n';
    std::cout << pending << " are pending\n";
    const bool is_dead =
        dead && dead->front().second.size() == 1 && dead->front().second.front().second->number == impossible;
    return died_twice && stopped_cleanly && is_each_handled_once && is_dead && pending == 0 ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
