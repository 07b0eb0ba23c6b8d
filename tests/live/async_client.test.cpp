// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/auth/password_auth.hpp>
#include <hibana/client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/retry/no_retry.hpp>
#include <hibana/transport/tls_transport.hpp>

#include "catch.hpp"
#include "live/async.hpp"
#include "live/live.hpp"
#include "support/certificates.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
using live::run;

namespace {

using texts = std::vector<std::string>;

template <class Client> asio::awaitable<void> check_every_kind_of_reply(Client& db) {
    co_await db(cmd::set("greeting", "hello", opt::ex(60s)));
    {
        const auto got = co_await db(cmd::get("greeting"));
        CHECK(got == "hello");
    }
    {
        const auto got = co_await db(cmd::get("missing"));
        CHECK(got == std::nullopt);
    }
    {
        const auto got = co_await db(cmd::rpush("list", "a", "b", ""));
        CHECK(got == 3);
    }
    const texts items{"a", "b", ""};  // a list in an expression with co_await is more than g++ 12 can take
    {
        const auto got = co_await db(cmd::lrange("list", 0, -1));
        CHECK(got == items);
    }
    {
        const auto got = co_await db(cmd::hset("hash", "whole", 1, "part", 2.5));
        CHECK(got == 2);
    }
    const auto hash = co_await db(cmd::hgetall("hash").template as<std::map<std::string, double>>());
    CHECK(hash == std::map<std::string, double>{{"whole", 1}, {"part", 2.5}});

    const auto three = co_await db(cmd::incr("hits"), cmd::lrange("list", 0, -1), cmd::ping());
    CHECK(std::get<0>(three) == 1);
    CHECK(std::get<1>(three) == items);
    CHECK(std::get<2>(three) == "PONG");
    const auto both = co_await db(multi(cmd::incr("hits"), cmd::get("greeting")));
    CHECK(std::get<0>(both) == 2);
    CHECK(std::get<1>(both) == "hello");

    batch gets(cmd::get("greeting"));
    gets.add(cmd::get("missing")).add(cmd::get("hits"));
    const auto values = co_await db(gets);
    CHECK(values == std::vector<std::optional<std::string>>{"hello", std::nullopt, "2"});
    gets.clear();
    const auto none = co_await db(gets);
    CHECK(none.empty());

    std::string kept;
    {
        const auto got = co_await db(cmd::get("greeting").into(kept));
        CHECK(got);
    }
    CHECK(kept == "hello");
    const auto viewed = co_await db(cmd::get("greeting").template as<std::string_view>());
    CHECK(*viewed == "hello");
    const std::string large(3'000'000, 'x');
    co_await db(cmd::set("large", large));
    {
        const auto got = co_await db(cmd::get("large"));
        CHECK(got == large);
    }

    const auto err = co_await db.results(cmd::incr("list"));
    CHECK(err.error().condition() == errc::wrong_type);
    CHECK(err.error().command() == "INCR");
    {
        const auto got = co_await db(any_request("ECHO", "still in step").template as<std::string>());
        CHECK(got == "still in step");
    }
}

}  // namespace

TEST_CASE("async_client: every kind of call over a Unix socket, in RESP3 and RESP2", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    run(loop, check_every_kind_of_reply(db));
    async_client older{loop, live::at(server), resp2_parser{}};
    run(loop, [&]() -> asio::awaitable<void> { co_await older(cmd::del("list", "hits", "hash")); });
    run(loop, check_every_kind_of_reply(older));
}

TEST_CASE("async_client: every kind of call over TCP and over TLS", "[live]") {
    const test::certificate_authority authority;
    const auto identity = authority.issue({});
    const test::server server({.tcp = true, .tls = test::tls_identity{identity.certificate, identity.key, authority.certificate()}, .password = "secret"});
    asio::io_context loop;
    async_client db{loop, live::at_port(server), password_auth{.password = "secret"}};
    run(loop, check_every_kind_of_reply(db));
    async_client secured{loop, tls_transport{.host = "localhost", .port = server.tls_port(), .ca_data = authority.certificate()},
                         password_auth{.password = "secret"}};
    run(loop, [&]() -> asio::awaitable<void> { co_await secured(cmd::del("list", "hits", "hash")); });
    run(loop, check_every_kind_of_reply(secured));
}

TEST_CASE("async_client: many callers share one connection and one write", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    int right = 0;
    const auto caller = [&](int number) -> asio::awaitable<void> {
        const std::string key = "key:" + std::to_string(number);
        for (int round = 0; round != 20; ++round) {
            co_await db(cmd::set(key, key + ":" + std::to_string(round)));
            right += co_await db(cmd::get(key)) == key + ":" + std::to_string(round);
        }
    };
    for (int number = 0; number != 200; ++number) live::start(loop, caller(number));
    live::drain(loop);
    CHECK(right == 4000);
    client blocking{live::at(server)};
    CHECK(blocking(any_request("CLIENT LIST").as<std::string>()).find("cmd=get") != std::string::npos);
    CHECK(std::stoi(live::field(blocking(any_request("INFO", "stats").as<std::string>()), "total_connections_received")) <= 3);
}

TEST_CASE("async_client: one coroutine can have two calls in flight", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    run(loop, [&]() -> asio::awaitable<void> {
        auto first = db(cmd::set("a", "1"));
        auto second = db(cmd::append("a", "2"));
        auto third = db(cmd::get("a"));
        {
            const auto got = co_await std::move(third);
            CHECK(got == "12");
        }
        {
            const auto got = co_await std::move(second);
            CHECK(got == 2);
        }
        co_await std::move(first);
        { auto never = db(cmd::set("a", "never sent")); }
        {
            const auto got = co_await db(cmd::get("a"));
            CHECK(got == "12");
        }
    });
}

TEST_CASE("async_client: an error is thrown where it is awaited", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    run(loop, [&]() -> asio::awaitable<void> {
        co_await db(cmd::set("text", "x"));
        try {
            co_await db(cmd::lpush("text", "y"));
            FAIL("nothing was thrown");
        } catch (const wrong_type_error& err) {
            CHECK(err.error().command() == "LPUSH");
        }
        try {
            co_await db(cmd::lpush("text", "y"), asio::use_awaitable);
            FAIL("nothing was thrown");
        } catch (const wrong_type_error& err) {
            CHECK(err.error().command() == "LPUSH");
        }
        bool has_results = false;
        try {
            co_await db(cmd::ping(), cmd::incr("text"), cmd::get("text"));
        } catch (const response_error& err) {
            const auto* all = err.results<std::tuple<result<std::string>, result<std::int64_t>, result<std::optional<std::string>>>>();
            has_results = all && std::get<0>(*all) == "PONG" && !std::get<1>(*all) && **std::get<2>(*all) == "x";
        }
        CHECK(has_results);
        {
            const auto got = co_await db(cmd::get("text"));
            CHECK(got == "x");
        }
    });
}

TEST_CASE("async_client: every completion token is supported", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};

    int called = 0;
    db(cmd::set("k", "v"), [&](std::exception_ptr thrown, ok_reply) { called += !thrown; });
    db(cmd::get("k"), [&](std::exception_ptr, std::optional<std::string> value) { called += value == "v"; });
    db(cmd::incr("k"), [&](std::exception_ptr thrown, std::int64_t) { called += static_cast<bool>(thrown); });
    db(cmd::ping(), cmd::get("k"), [&](std::exception_ptr, std::tuple<std::string, std::optional<std::string>> both) { called += std::get<1>(both) == "v"; });
    db(multi(cmd::ping()), [&](std::exception_ptr, std::tuple<std::string> one) { called += std::get<0>(one) == "PONG"; });
    db.results(cmd::incr("k"), [&](result<std::int64_t> outcome) { called += !outcome; });
    CHECK(called == 0);
    live::drain(loop);
    CHECK(called == 6);

    auto future = db(cmd::get("k"), asio::use_future);
    auto failing = db(cmd::incr("k"), asio::use_future);
    live::drain(loop);
    CHECK(future.get() == "v");
    CHECK_THROWS_AS(failing.get(), response_error);

    run(loop, [&]() -> asio::awaitable<void> {
        {
            const auto got = co_await db(cmd::get("k"), asio::use_awaitable);
            CHECK(got == "v");
        }
        auto later = db(cmd::get(std::string("k")), asio::deferred);
        {
            const auto got = co_await std::move(later)(asio::use_awaitable);
            CHECK(got == "v");
        }
        {
            const auto got = co_await db(cmd::get("k"), asio::deferred);
            CHECK(got == "v");
            const auto [n, key] = co_await db(cmd::incr("n"), cmd::get("k"), asio::deferred);
            CHECK(n == 1);
            CHECK(key == "v");
            const auto refused = co_await db(cmd::incr("k"), asio::as_tuple(asio::deferred));
            CHECK(std::get<0>(refused));
            bool is_thrown = false;
            try {
                co_await db(cmd::incr("k"), asio::deferred);
            } catch (const response_error&) {
                is_thrown = true;
            }
            CHECK(is_thrown);
        }
        const auto as_tuple = co_await db(cmd::incr("k"), asio::as_tuple(asio::use_awaitable));
        CHECK(std::get<0>(as_tuple));
        using namespace asio::experimental::awaitable_operators;
        const auto both = co_await (db(cmd::get("k"), asio::use_awaitable) && db(cmd::ping(), asio::use_awaitable));
        CHECK(std::get<1>(both) == "PONG");
        const auto group = co_await asio::experimental::make_parallel_group(db(cmd::get("k"), asio::deferred), db(cmd::ping(), asio::deferred))
                               .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
        CHECK(std::get<2>(group) == "v");
    });
}

TEST_CASE("async_client: a handler is called on its own executor", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    asio::thread_pool others(1);
    std::thread::id called_by;
    std::promise<void> is_called;
    db(cmd::ping(), asio::bind_executor(others.get_executor(), [&](std::exception_ptr, std::string) {
           called_by = std::this_thread::get_id();
           is_called.set_value();
       }));
    live::drain(loop);
    is_called.get_future().wait();
    CHECK(called_by != std::this_thread::get_id());
    others.join();
}

TEST_CASE("async_client: a coroutine resumes on its own executor, even if the call completed before it was awaited", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    const auto strand = asio::make_strand(loop);
    bool is_over = false;
    asio::co_spawn(
        strand,
        [&]() -> asio::awaitable<void> {
            const auto answer = co_await db(cmd::ping());
            CHECK(answer == "PONG");
            CHECK(strand.running_in_this_thread());
            auto early = db(cmd::echo("early"));
            co_await db(cmd::ping());  // its reply comes behind that of the other
            const auto late = co_await std::move(early);
            CHECK(late == "early");
            CHECK(strand.running_in_this_thread());
            is_over = true;
        },
        asio::detached);
    live::drain(loop);
    CHECK(is_over);
}

TEST_CASE("async_client: a blocking command does not block other calls", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    std::string order;
    live::start(loop, [&]() -> asio::awaitable<void> {
        const auto popped = co_await db(cmd::blpop("queue", 5s));
        CHECK(popped->second == "job");
        order += "popped ";
    });
    live::start(loop, [&]() -> asio::awaitable<void> {
        for (int i = 0; i != 20; ++i) co_await db(cmd::ping());
        order += "pinged ";
        co_await db(cmd::rpush("queue", "job"));
    });
    live::drain(loop);
    CHECK(order == "pinged popped ");
    CHECK(db.core().exclusive().stats().open == 1);
    CHECK(db.core().exclusive().stats().idle == 1);
    run(loop, [&]() -> asio::awaitable<void> {
        const auto got = co_await db(cmd::blpop("queue", 1s));
        CHECK(got == std::nullopt);
    });
    CHECK(db.core().exclusive().stats().open == 1);
}

TEST_CASE("async_client: a write of another client aborts the transaction of a watching pinned connection", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    run(loop, [&]() -> asio::awaitable<void> {
        co_await db(cmd::set("n", 1));
        {
            auto own = db.pin();
            co_await own(cmd::watch("n"));
            const auto now = co_await own(cmd::get("n").as<int>());
            const auto both = co_await own(multi(cmd::set("n", now + 1), cmd::get("n")));
            CHECK(std::get<1>(both) == "2");
            co_await own(cmd::watch("n"));
            co_await db(cmd::set("n", 100));
            const auto prevented = co_await own.results(multi(cmd::set("n", 3)));
            CHECK(prevented.error().condition() == errc::watch_conflict);
        }
        CHECK(db.core().exclusive().stats().idle == 1);
        auto other = db.pin();
        co_await other(cmd::select(1));
        {
            const auto got = co_await other(cmd::get("n"));
            CHECK(got == std::nullopt);
        }
        {
            const auto got = co_await db(cmd::get("n"));
            CHECK(got == "100");
        }
    });
    client blocking{live::at(server)};
    CHECK(live::kill_others(blocking) >= 1);
}

TEST_CASE("async_client: a pinned connection that is lost is not replaced", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server)};
    client blocking{live::at(server)};
    run(loop, [&]() -> asio::awaitable<void> {
        auto own = db.pin();
        co_await own(cmd::ping());
        live::kill_others(blocking);
        const auto lost = co_await own.results(cmd::get("k"));
        CHECK(lost.error().condition() == errc::connection_lost);
        const auto again = co_await own.results(cmd::get("k"));
        CHECK(again.error().condition() == errc::connection_lost);
        {
            const auto got = co_await db(cmd::ping());
            CHECK(got == "PONG");
        }
    });
    run(loop, [&]() -> asio::awaitable<void> {
        const auto got = co_await db.pin()(cmd::ping());
        CHECK(got == "PONG");
    });
}

TEST_CASE("async_client: a call that times out does not affect other calls on the connection", "[live]") {
    test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}, session_settings{.command_timeout = no_timeout}};
    run(loop, [&]() -> asio::awaitable<void> {
        static_cast<void>(co_await db(cmd::set("k", "v")));
        server.suspend();
        const auto before = std::chrono::steady_clock::now();
        auto other = db(cmd::get("k"));
        const auto late = co_await db.within(50ms)(cmd::incr("n"));
        CHECK(late.error().condition() == errc::timeout);
        CHECK(late.error().fate() == fate::unknown);
        CHECK(late.error().command() == "INCR");
        CHECK(std::chrono::steady_clock::now() - before >= 50ms);
        server.resume();
        const auto value = co_await std::move(other);
        CHECK(*value == "v");
        {
            const auto got = co_await db(cmd::get("n"));
            CHECK(**got == "1");
        }
    });
    client blocking{live::at(server)};
    CHECK(std::stoi(live::field(blocking(any_request("INFO", "stats").as<std::string>()), "total_connections_received")) <= 3);
}

TEST_CASE("async_client: the deadline applies while a call waits for a connection", "[live]") {
    asio::io_context loop;
    async_client db{loop, unix_transport{.path = "/nowhere/at/all"}, return_errors{}, session_settings{.command_timeout = 100ms}};
    run(loop, [&]() -> asio::awaitable<void> {
        const auto refused = co_await db(cmd::ping());
        CHECK(refused.error().fate() == fate::not_sent);
        CHECK(refused.error().command() == "PING");
    });
    async_client impatient{loop, unix_transport{.path = "/nowhere/at/all"}, return_errors{}, no_retry{}};
    run(loop, [&]() -> asio::awaitable<void> {
        const auto refused = co_await impatient(cmd::ping());
        CHECK(refused.error().condition() == errc::connect_failed);
        CHECK(refused.error().endpoint() == "unix:/nowhere/at/all");
    });
}

TEST_CASE("async_client: only idempotent commands are sent again over a new connection", "[live]") {
    test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    run(loop, [&]() -> asio::awaitable<void> {
        static_cast<void>(co_await db(cmd::set("k", "v")));
        server.suspend();
        auto get = db(cmd::get("k"));
        auto incr = db(cmd::incr("n"));
        auto set = db(cmd::set("other", "w"));
        auto both = db(cmd::get("k"), cmd::get("k"));
        co_await asio::post(asio::use_awaitable);  // behind the write
        server.kill();
        server.start();
        {
            const auto got = co_await std::move(get);
            CHECK(*got == std::nullopt);
        }
        const auto incremented = co_await std::move(incr);
        CHECK(incremented.error().condition() == errc::connection_lost);
        CHECK(incremented.error().fate() == fate::unknown);
        {
            const auto got = co_await std::move(set);
            CHECK(got);
        }
        {
            const auto got = co_await std::move(both);
            CHECK(std::get<0>(got).error().fate() == fate::unknown);
        }
        {
            const auto got = co_await db(cmd::get("other"));
            CHECK(**got == "w");
        }
    });
}

TEST_CASE("async_client: a call is cancelled by its slot, and the next one gets its own reply", "[live]") {
    test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    run(loop, [&]() -> asio::awaitable<void> { static_cast<void>(co_await db(cmd::set("k", "v"))); });

    server.suspend();
    asio::cancellation_signal total, terminal;
    std::vector<std::string> ended;
    const auto note = [&](const char* who) {
        return [&ended, who](auto outcome) { ended.push_back(std::string(who) + (outcome ? " done" : " " + std::string(describe(outcome.error().condition())))); };
    };
    db(cmd::incr("n"), asio::bind_cancellation_slot(total.slot(), note("written")));
    db(cmd::get("k"), asio::bind_cancellation_slot(terminal.slot(), note("read")));
    db(cmd::get("k"), note("other"));
    loop.restart();
    loop.poll();
    total.emit(asio::cancellation_type::total);  // it is written and may have been executed: it cannot be undone totally
    terminal.emit(asio::cancellation_type::terminal);
    server.resume();
    live::drain(loop);
    CHECK(ended == std::vector<std::string>{"read " + std::string(describe(errc::cancelled)), "written done", "other done"});

    asio::cancellation_signal early;
    db(cmd::incr("n"), asio::bind_cancellation_slot(early.slot(), note("unsent")));
    early.emit(asio::cancellation_type::total);
    db(cmd::get("n").as<int>(), [&](result<int> value) { CHECK(*value == 1); });
    live::drain(loop);
    CHECK(ended.back() == "unsent " + std::string(describe(errc::cancelled)));
}

TEST_CASE("async_client: destroying the client completes every call once, from the loop", "[live]") {
    test::server server;
    asio::io_context loop;
    auto db = std::make_unique<async_client<unix_transport, return_errors>>(loop, live::at(server));
    run(loop, [&]() -> asio::awaitable<void> { static_cast<void>(co_await (*db)(cmd::set("k", "v"))); });
    server.suspend();
    std::vector<int> ended(203);  // each call has its own
    const auto note = [&ended](std::size_t which, bool is_right) { ended[which] += is_right ? 1 : 100; };
    const auto is_cancelled = [](const auto& outcome, std::optional<fate> what = {}) {
        return !outcome && outcome.error().condition() == errc::cancelled && (!what || outcome.error().fate() == *what);
    };
    const auto await = [&](std::size_t which, fate what) -> asio::awaitable<void> {
        const auto outcome = co_await (*db)(cmd::get("k"));
        note(which, is_cancelled(outcome, what));
    };
    for (std::size_t i = 0; i != 100; ++i)
        (*db)(cmd::get("k"), [&note, &is_cancelled, i](auto outcome) { note(i, is_cancelled(outcome, fate::unknown)); });
    live::start(loop, await(200, fate::unknown));
    loop.restart();
    loop.poll();
    for (std::size_t i = 100; i != 200; ++i)
        (*db)(cmd::incr("k"), [&note, &is_cancelled, i](auto outcome) { note(i, is_cancelled(outcome, fate::not_sent)); });
    auto begun = (*db)(cmd::get("k"));
    live::start(loop, [&]() -> asio::awaitable<void> {
        const auto outcome = co_await std::move(begun);
        note(201, is_cancelled(outcome, fate::not_sent));
    });
    (*db)(cmd::blpop("q", 0s), [&](auto outcome) { note(202, is_cancelled(outcome)); });
    CHECK(ended == std::vector<int>(ended.size()));
    db.reset();
    CHECK(ended == std::vector<int>(ended.size()));
    live::drain(loop);
    CHECK(ended == std::vector<int>(ended.size(), 1));
    server.resume();
}

TEST_CASE("async_client: a handler may destroy the client", "[live]") {
    const test::server server;
    asio::io_context loop;
    auto db = std::make_unique<async_client<unix_transport, return_errors>>(loop, live::at(server));
    int ended = 0;
    (*db)(cmd::ping(), [&](auto) {
        ++ended;
        db.reset();
    });
    for (int i = 0; i != 10; ++i) (*db)(cmd::ping(), [&](auto outcome) { ended += !outcome; });
    live::drain(loop);
    CHECK(ended == 11);
}

TEST_CASE("async_client: destroying the loop destroys all calls without a leak", "[live]") {
    test::server server;
    const auto alive = std::make_shared<int>(0);
    {
        auto loop = std::make_unique<asio::io_context>();
        const auto within_a_coroutine = [](asio::io_context& where, std::string path, std::shared_ptr<int> held) -> asio::awaitable<void> {
            async_client db{where, unix_transport{.path = path}};
            co_await db(cmd::ping());
            static_cast<void>(co_await db(cmd::blpop("nothing", 0s)));
            *held = 1;
        };
        live::start(*loop, within_a_coroutine(*loop, server.socket_path(), alive));
        auto outside = std::make_unique<async_client<unix_transport>>(*loop, live::at(server));
        (*outside)(cmd::blpop("nothing", 0s), [alive](std::exception_ptr, auto) { *alive = 2; });
        (*outside)(cmd::blpop("nothing", 0s), [alive](std::exception_ptr, auto) { *alive = 2; });
        client admin{live::at(server)};
        live::run_until(*loop, [&] { return live::blocked_clients(admin) == 3; });
        CHECK(alive.use_count() == 4);
        outside.reset();
        loop.reset();
    }
    CHECK(alive.use_count() == 1);
    CHECK(*alive == 0);
}

TEST_CASE("async_client: an exception of a handler leaves run(), and other calls get their replies", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    int answered = 0;
    db(cmd::ping(), [](auto) { throw std::runtime_error("mine"); });
    db(cmd::ping(), [&](auto pong) { answered += *pong == "PONG"; });
    CHECK_THROWS_WITH(live::drain(loop), "mine");
    live::drain(loop);
    CHECK(answered == 1);
}

TEST_CASE("async_client: calls over the limit wait for space in the queue", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}, multiplexed{.max_queued_operations = 10}};
    std::vector<std::int64_t> counts;
    for (int i = 0; i != 100; ++i) db(cmd::incr("n"), [&](result<std::int64_t> n) { counts.push_back(*n); });
    live::drain(loop);
    REQUIRE(counts.size() == 100);
    for (std::size_t i = 0; i != 100; ++i) CHECK(counts[i] == static_cast<std::int64_t>(i + 1));
}

TEST_CASE("async_client: with flush_delay and flush_threshold each call has its own reply", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}, multiplexed{.flush_delay = 2ms, .flush_threshold = 1000}};
    int right = 0;
    const auto caller = [&](int number) -> asio::awaitable<void> {
        const std::string value(300, static_cast<char>('a' + number));
        for (int round = 0; round != 5; ++round) {
            static_cast<void>(co_await db(cmd::set("k" + std::to_string(number), value)));
            right += **co_await db(cmd::get("k" + std::to_string(number))) == value;
        }
    };
    for (int number = 0; number != 20; ++number) live::start(loop, caller(number));
    live::drain(loop);
    CHECK(right == 100);
}

TEST_CASE("async_client: a run-time request that changes its connection is allowed only on a pinned connection", "[live]") {
    const test::server server;
    asio::io_context loop;
    async_client db{loop, live::at(server), return_errors{}};
    run(loop, [&]() -> asio::awaitable<void> {
        {
            const auto refused = co_await db(any_request("SELECT", 1));
            CHECK(refused.error().condition() == errc::refused_command);
        }
        {
            const auto refused = co_await db(any_request("SUBSCRIBE", "c"));
            CHECK(refused.error().condition() == errc::refused_command);
        }
        auto own = db.pin();
        {
            const auto got = co_await own(any_request("SELECT", 1));
            CHECK(got);
        }
        {
            const auto refused = co_await own(any_request("MONITOR"));
            CHECK(refused.error().condition() == errc::refused_command);
        }
    });
}
