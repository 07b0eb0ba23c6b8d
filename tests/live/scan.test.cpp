// SPDX-License-Identifier: BSL-1.0
#include <hibana/client.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/set.hpp>
#include <hibana/command/sorted_set.hpp>
#include <hibana/command/string.hpp>
#include <hibana/connection/dedicated_connection.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/protocol/resp2_parser.hpp>
#include <hibana/recipe/scan.hpp>

#include "catch.hpp"
#include "live/live.hpp"
#include "support/awaitable_execution.hpp"

#include <exception>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace hibana;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

struct by_resp2 {
    using client_type = client<unix_transport, resp2_parser>;
};
struct by_resp3 {
    using client_type = client<unix_transport>;
};

/// Runs requests over a connection of its own, on an execution that suspends.
class awaitable_runner {
    using context_type = support::awaitable_context<client<unix_transport>>;

public:
    using execution_type = support::awaitable_execution;

    explicit awaitable_runner(asio::io_context& loop, unix_transport to)
        : context_(loop, std::move(to)), connection_(context_.node) {}

    execution_type& execution() { return context_.execution; }

    template <class Request> auto run(Request request) -> asio::awaitable<result<reply_type<Request>>> {
        const deadline until = deadline::at(execution_type::now() + 10s);
        if (!connection_.is_open()) {
            auto opened = co_await connection_.open(1, until);
            if (!opened) co_return opened.error();
        }
        const std::string bytes(encoded(request));
        auto written = co_await connection_.write(bytes, until);
        if (!written) co_return written.error();
        for (;;) {
            auto whole = connection_.next_message();
            if (!whole) co_return whole.error();
            if (!whole->empty()) {
                protocol::cursor at{whole->data(), whole->data() + whole->size(), true};
                reply_type<Request> reply;
                if (reply_of<typename Request::reply>::read(at, reply) != protocol::status::done) co_return error(errc::type_mismatch);
                co_return reply;
            }
            auto more = co_await connection_.read_more(until);
            if (!more) co_return more.error();
        }
    }

private:
    context_type context_;
    dedicated_connection<context_type> connection_;
};
static_assert(runner<awaitable_runner>);

}  // namespace

TEMPLATE_TEST_CASE("scan: every key, field and member is returned", "[live]", by_resp2, by_resp3) {
    const test::server server;
    typename TestType::client_type db{live::at(server)};
    std::set<std::string> names, found;
    std::map<std::string, std::string> fields, found_fields;
    std::map<std::string, double> scores, found_scores;
    for (int n = 0; n != 1'500; ++n) {
        const auto name = "a:" + std::to_string(n);
        names.insert(name);
        fields[name] = std::to_string(n);
        scores[name] = n / 4.0;
        db(cmd::set(name, n), cmd::set("b:" + std::to_string(n), n));
    }
    db(cmd::sadd("set", names));
    db(cmd::hset("hash", fields));
    for (const auto& [name, score] : scores) db(cmd::zadd("board", std::pair(score, name)));

    for (auto& key : scan(db, opt::match("a:*"), opt::count(100))) found.insert(key);
    CHECK(found == names);
    found.clear();
    for (auto& member : sscan(db, "set")) found.insert(member);
    CHECK(found == names);
    for (auto& [field, value] : hscan(db, "hash", opt::count(50))) found_fields[field] = value;
    CHECK(found_fields == fields);
    for (auto& [member, score] : zscan(db, "board")) found_scores[member] = score;
    CHECK(found_scores == scores);
    std::size_t strings = 0;
    for (auto& key : scan(db, opt::type("string"), opt::count(1000))) strings += !key.empty();
    CHECK(strings == 3'000);
    for (auto& member : sscan(db, "none")) FAIL(member);
}

TEST_CASE("scan: elements that exist throughout are returned despite concurrent writes", "[live]") {
    const test::server server;
    client db{live::at(server)};
    std::set<std::string> stay, found;
    for (int n = 0; n != 2'000; ++n) {
        stay.insert("stay:" + std::to_string(n));
        db(cmd::set("stay:" + std::to_string(n), n));
    }

    int n = 0;
    for (auto& key : scan(db, opt::match("stay:*"))) {
        found.insert(key);
        db(cmd::set("new:" + std::to_string(++n), n));
        if (n % 300 == 0) live::kill_others(db);
        if (n % 2 == 0) db(cmd::del("new:" + std::to_string(n / 2)));
    }

    CHECK(found == stay);
}

TEST_CASE("scan: a key of another type is an error", "[live]") {
    const test::server server;
    client db{live::at(server)};
    db(cmd::set("text", "x"));

    CHECK_THROWS_AS(hscan(db, "text").begin(), wrong_type_error);
}

TEST_CASE("scan: the same flow returns elements to a coroutine that suspends", "[live]") {
    const test::server server;
    client db{live::at(server)};
    std::set<std::string> names, found;
    for (int n = 0; n != 300; ++n) {
        names.insert("a:" + std::to_string(n));
        db(cmd::set("a:" + std::to_string(n), n));
    }
    asio::io_context loop;
    awaitable_runner runner(loop, live::at(server));
    bool is_at_end = false;
    int turns = 0;

    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        auto keys = scan(runner, opt::match("a:*"), opt::count(20));
        for (;;) {
            auto key = co_await keys.next();
            CHECK(key);
            if (!key || !*key) break;
            found.insert(**key);
        }
        is_at_end = true;
    }, [](std::exception_ptr thrown) { if (thrown) std::rethrow_exception(thrown); });
    asio::co_spawn(loop, [&]() -> asio::awaitable<void> {
        asio::steady_timer timer(co_await asio::this_coro::executor);
        while (!is_at_end) {
            ++turns;
            timer.expires_after(0s);
            co_await timer.async_wait(asio::use_awaitable);
        }
    }, [](std::exception_ptr thrown) { if (thrown) std::rethrow_exception(thrown); });
    loop.run();

    CHECK(found == names);
    CHECK(turns > 10);
}
