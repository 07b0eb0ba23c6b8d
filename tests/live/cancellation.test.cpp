// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>

#include "catch.hpp"
#include "live/async.hpp"
#include "live/live.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <cstdlib>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

using client_type = async_client<unix_transport, return_errors>;
using value = std::optional<std::string>;

std::string tagged(const std::string& key) { return "the value of " + key; }

// Callers that are cancelled at any time and check each reply.
struct crowd {
    asio::io_context& loop;
    client_type& db;
    long wanted;
    std::mt19937 chance;
    std::vector<std::string> keys{};
    long answered = 0, err = 0, unsent = 0, between = 0;

    crowd(asio::io_context& where, client_type& whose, long cancellations, unsigned seed)
        : loop(where), db(whose), wanted(cancellations), chance(seed) {
        for (int number = 0; number != 256; ++number) keys.push_back("key:" + std::to_string(number));
    }
    const std::string& any_key() { return keys[chance() % keys.size()]; }
    bool is_over() const { return between >= wanted; }

    void judge(const std::string& key, const result<value>& got) {
        if (got) {
            ++answered;
            err += !*got || **got != tagged(key);
        } else if (got.error().condition() == errc::cancelled) {
            ++(got.error().fate() == fate::unknown ? between : unsent);
        } else {
            ++err;
        }
    }
};

// A caller that starts a call as soon as the previous one completes.
struct caller {
    crowd& all;
    int kind;
    asio::cancellation_signal signal{};

    caller(crowd& whose, int which) : all(whose), kind(which) {}

    void call() {
        if (all.is_over()) return;
        const std::string one = all.any_key(), other = all.any_key();
        const auto by_slot = [this](auto handler) { return asio::bind_cancellation_slot(signal.slot(), handler); };
        if (kind == 0) {
            all.db(cmd::get(one), by_slot([this, one](result<value> got) {
                       all.judge(one, got);
                       call();
                   }));
        } else if (kind == 1) {
            all.db(cmd::get(one), cmd::get(other), by_slot([this, one, other](std::tuple<result<value>, result<value>> got) {
                       all.judge(one, std::get<0>(got));
                       all.judge(other, std::get<1>(got));
                       call();
                   }));
        } else {
            all.db(multi(cmd::get(one), cmd::get(other)), by_slot([this, one, other](result<std::tuple<result<value>, result<value>>> got) {
                       if (got) all.judge(one, std::get<0>(*got)), all.judge(other, std::get<1>(*got));
                       else all.judge(one, got.error());
                       call();
                   }));
        }
    }
};

// A caller that cancels calls by destroying them.
struct deserter {
    crowd& all;
    using call_type = decltype(std::declval<client_type&>()(cmd::get(std::declval<const std::string&>())));
    std::unique_ptr<call_type> held{};

    void change_mind() {
        held.reset();
        if (!all.is_over() && all.chance() % 3 != 0) held.reset(new call_type(all.db(cmd::get(all.any_key()))));
    }
};

}  // namespace

TEST_CASE("async_client: cancelled calls never cause a reply to reach another call", "[live]") {
    const char* const asked = std::getenv("HIBANA_CANCELLATIONS");
    const long cancellations = asked ? std::atol(asked) : 5'000;
    const unsigned seed = std::random_device()();
    INFO("seed " << seed);

    const test::server server;
    asio::io_context loop(1);
    {
        client_type db{loop, live::at(server)};
        crowd all(loop, db, cancellations, seed);
        live::run(loop, [&]() -> asio::awaitable<void> {
            for (const std::string& key : all.keys) {
                const auto set = co_await db(cmd::set(key, tagged(key)));
                CHECK(set);
            }
        });

        std::vector<std::unique_ptr<caller>> callers;
        for (int number = 0; number != 60; ++number) callers.push_back(std::make_unique<caller>(all, number % 3));
        std::vector<deserter> deserters;
        for (int number = 0; number != 20; ++number) deserters.push_back(deserter{all});

        // runs between the writes and the reads
        struct chaos {
            crowd& all;
            std::vector<std::unique_ptr<caller>>& callers;
            std::vector<deserter>& deserters;
            void operator()() const {
                for (auto& one : callers)
                    if (all.chance() % 4 == 0) one->signal.emit(asio::cancellation_type::terminal);
                for (auto& one : deserters) one.change_mind();
                if (!all.is_over()) asio::post(all.loop, *this);
            }
        };
        for (auto& one : callers) one->call();
        asio::post(loop, chaos{all, callers, deserters});
        live::drain(loop);
        deserters.clear();
        live::drain(loop);

        CHECK(all.err == 0);
        CHECK(all.answered > 0);
        CHECK(all.between >= cancellations);
        CHECK(db.core().shared().waiting() == 0);
        live::run(loop, [&]() -> asio::awaitable<void> {
            const auto last = co_await db(cmd::get(all.keys[7]));
            CHECK(**last == tagged(all.keys[7]));
        });
        WARN(all.between << " calls cancelled between write and read, " << all.unsent << " before, " << all.answered << " replies");
    }
}

TEST_CASE("async_client: exclusive connections of cancelled blocking calls are counted exactly", "[live]") {
    const test::server server;
    asio::io_context loop(1);
    client_type db{loop, live::at(server), multiplexed{.max_exclusive_connections = 8}};
    std::mt19937 chance(std::random_device{}());
    int ended = 0, refused = 0;
    for (int round = 0; round != 20; ++round) {
        std::vector<asio::cancellation_signal> signals(10);
        for (auto& signal : signals)
            db(cmd::blpop("nothing", 30s), asio::bind_cancellation_slot(signal.slot(), [&](auto outcome) {
                   ++ended;
                   refused += outcome.error().condition() == errc::pool_exhausted;
               }));
        for (std::size_t turns = chance() % 20; turns != 0; --turns) loop.poll_one();
        for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
        live::drain(loop);
        const auto usage = db.core().exclusive().stats();
        CHECK(usage.open == 8);
        CHECK(usage.idle == 8);
    }
    CHECK(ended == 200);
    CHECK(refused == 40);
}
