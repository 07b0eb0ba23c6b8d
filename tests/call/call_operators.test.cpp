// SPDX-License-Identifier: BSL-1.0
#include <hibana/call/call_operators.hpp>
#include <hibana/command/list.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <tuple>

using namespace scripted;
using hibana::errc;
using hibana::fate;
namespace cmd = hibana::cmd;

namespace {

template <class... Policy>
using throwing_client = hibana::client<hibana::in_memory_transport, manual_clock, seeded_random, Policy...>;

const std::string three = words("INCR n") + words("GET k") + words("LRANGE l 0 -1");

auto run_three(auto& db) { return db(cmd::incr("n"), cmd::get("k"), cmd::lrange("l", 0, -1)); }

}  // namespace

TEST_CASE("call_operators: several requests are one write and one typed tuple", "[call]") {
    auto server = greeted().expect(three).answer(":1\r\n" + bulk("v") + "*2\r\n" + bulk("a") + bulk("b")).max_read_size(GENERATE(1u, 7u, 4096u)).serve();
    throwing_client<> db{server.transport(), unnamed()};

    auto [count, value, items] = run_three(db);

    STATIC_REQUIRE(std::is_same_v<decltype(count), std::int64_t>);
    CHECK(count == 1);
    CHECK(value == "v");
    CHECK(items == std::vector<std::string>{"a", "b"});
    CHECK(server.is_complete());
}

TEST_CASE("call_operators: with return_errors every element has its own result", "[call]") {
    auto server = greeted().expect(three).answer(":1\r\n-WRONGTYPE Operation against a key\r\n*0\r\n").serve();
    client<> db{server.transport(), unnamed()};

    auto [count, value, items] = run_three(db);

    CHECK(count.value() == 1);
    CHECK(value.error().condition() == errc::wrong_type);
    CHECK(value.error().command() == "GET");
    CHECK(items.value().empty());
}

TEST_CASE("call_operators: with throw_errors the first error is thrown after all replies were read, and contains the results", "[call]") {
    auto server = greeted().expect(three).answer(":1\r\n-WRONGTYPE Operation against a key\r\n*0\r\n").expect(words("GET k")).answer(bulk("v")).serve();
    throwing_client<> db{server.transport(), unnamed()};
    using outcomes = std::tuple<hibana::result<std::int64_t>, hibana::result<std::optional<std::string>>, hibana::result<std::vector<std::string>>>;

    try {
        run_three(db);
        FAIL("nothing was thrown");
    } catch (const hibana::wrong_type_error& thrown) {
        const outcomes* all = thrown.results<outcomes>();
        REQUIRE(all);
        CHECK(std::get<0>(*all).value() == 1);
        CHECK_FALSE(std::get<1>(*all));
        CHECK(std::get<2>(*all).value().empty());
        CHECK(thrown.results<int>() == nullptr);
    }
    CHECK(db(cmd::get("k")) == "v");
}

TEST_CASE("call_operators: several errors are all reported", "[call]") {
    const std::string err = "-WRONGTYPE Operation against a key\r\n", right = "_\r\n", busy = "-NOPERM no\r\n";
    const auto [first, second, what] = GENERATE_COPY(table<std::string, std::string, errc>({{err, right, errc::wrong_type}, {right, busy, errc::no_permission}, {err, busy, errc::wrong_type}}));
    const auto written = greeted().expect(words("GET a") + words("GET b")).answer(first + second);
    auto to_return = written.serve();
    client<> returning{to_return.transport(), unnamed()};
    auto [a, b] = returning(cmd::get("a"), cmd::get("b"));
    CHECK(a.has_value() == (first == right));
    CHECK(b.has_value() == (second == right));

    auto to_throw = written.serve();
    throwing_client<> throwing{to_throw.transport(), unnamed()};
    try {
        throwing(cmd::get("a"), cmd::get("b"));
        FAIL("nothing was thrown");
    } catch (const hibana::redis_error& thrown) {
        CHECK(thrown.error() == what);
        const auto* all = thrown.results<std::tuple<hibana::result<std::optional<std::string>>, hibana::result<std::optional<std::string>>>>();
        REQUIRE(all);
        CHECK(std::get<0>(*all) == a);
        CHECK(std::get<1>(*all) == b);
    }
}

TEST_CASE("call_operators: results() returns results with any error policy", "[call]") {
    auto server = greeted().expect(words("GET k")).answer("-ERR no\r\n").expect(three).answer(":1\r\n_\r\n-ERR no\r\n").serve();
    throwing_client<> db{server.transport(), unnamed()};

    CHECK(db.results(cmd::get("k")).error().text() == "ERR no");
    auto [count, value, items] = db.results(cmd::incr("n"), cmd::get("k"), cmd::lrange("l", 0, -1));
    CHECK(count.value() == 1);
    CHECK(value.value() == std::nullopt);
    CHECK_FALSE(items);
}

TEST_CASE("call_operators: a reply of an unexpected type is an error without the value, and the connection stays usable", "[call]") {
    auto server = greeted().expect(words("INCR n")).answer("*2\r\n" + bulk("secret") + ":1\r\n").expect(words("GET k")).answer(bulk("v")).serve();
    client<> db{server.transport(), unnamed()};

    const auto count = db(cmd::incr("n"));

    REQUIRE_FALSE(count);
    CHECK(count.error().condition() == errc::type_mismatch);
    CHECK(count.error().fate() == fate::answered);
    CHECK(count.error().message().find("secret") == std::string::npos);
    CHECK_THAT(count.error().message(), Catch::Contains("array of 2 elements") && Catch::EndsWith(", not an integer"));
    CHECK(db(cmd::get("k")).value() == "v");
    CHECK(server.connections() == 1);
}

TEST_CASE("call_operators: replies received before a disconnect are delivered, and the other errors have a fate", "[call]") {
    auto server = greeted().expect(three).answer(":1\r\n" + bulk("v") + "*2\r\n" + bulk("a")).close().serve();
    client<> db{server.transport(), unnamed()};

    auto [count, value, items] = run_three(db);

    CHECK(count.value() == 1);
    CHECK(value.value() == "v");
    REQUIRE_FALSE(items);
    CHECK(items.error().fate() == fate::unknown);
    CHECK(items.error().command() == "LRANGE");
    CHECK(server.connections() == 1);
}

TEST_CASE("call_operators: a pipeline whose replies end at any byte completes with correct results", "[call]") {
    const std::string replies = ":1\r\n" + bulk("v") + "*2\r\n" + bulk("a") + bulk("b");
    for (std::size_t cut = 0; cut != replies.size(); ++cut) {
        auto server = greeted().expect(three).answer(replies.substr(0, cut)).close().serve();
        client<> db{server.transport(), unnamed()};

        auto [count, value, items] = run_three(db);

        INFO(cut);
        CHECK(count.has_value() == (cut >= 4));
        CHECK(value.has_value() == (cut >= 4 + bulk("v").size()));
        REQUIRE_FALSE(items);
        CHECK(items.error().fate() == fate::unknown);
        CHECK(server.open_connections() == 0);
    }
}

TEST_CASE("call_operators: pushes between replies are not replies", "[call]") {
    const std::string push = ">2\r\n" + bulk("invalidate") + "*1\r\n" + bulk("k");
    auto server = greeted().expect(three).answer(push + ":1\r\n" + push + push + bulk("v") + push + "*0\r\n" + push).expect(words("GET k")).answer(push + bulk("w")).serve();
    client<> db{server.transport(), unnamed()};

    auto [count, value, items] = run_three(db);

    CHECK(count.value() == 1);
    CHECK(value.value() == "v");
    CHECK(items.value().empty());
    CHECK(db(cmd::get("k")).value() == "w");
    CHECK(server.connections() == 1);
}

TEST_CASE("call_operators: attributes and streamed types are parsed", "[call]") {
    auto server = greeted().expect(three).answer("|1\r\n+ttl\r\n:3600\r\n:1\r\n$?\r\n;3\r\nabc\r\n;2\r\nde\r\n;0\r\n*?\r\n$1\r\nx\r\n|1\r\n+a\r\n:1\r\n$1\r\ny\r\n.\r\n").serve();
    client<> db{server.transport(), unnamed()};

    auto [count, value, items] = run_three(db);

    CHECK(count.value() == 1);
    CHECK(value.value() == "abcde");
    CHECK(items.value() == std::vector<std::string>{"x", "y"});
}

TEST_CASE("call_operators: an unexpected reply is never delivered", "[call]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("1") + "+STRAY\r\n").accept().expect(words("HELLO 3")).answer(hello_reply()).expect(words("GET b")).answer(bulk("2")).serve();
    client<> db{server.transport(), unnamed()};

    CHECK(db(cmd::get("a")).value() == "1");
    CHECK(db(cmd::get("b")).value() == "2");
    CHECK(server.connections() == 2);
}

TEST_CASE("call_operators: bytes that are not RESP close the connection, and the error has their position", "[call]") {
    auto server = greeted().expect(words("GET k")).answer("$3x\r\nfoo\r\n").serve();
    client<hibana::no_retry> db{server.transport(), unnamed()};

    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::protocol_error);
    CHECK_THAT(value.error().message(), Catch::Contains("at byte"));
    CHECK(server.open_connections() == 0);
}

TEST_CASE("call_operators: a reply over the limits is refused when its header is read", "[call]") {
    auto server = greeted().expect(words("GET k")).answer("$100\r\n" + std::string(100, 'x') + "\r\n").serve();
    auto settings = unnamed();
    settings.limits.bulk = 99;
    client<hibana::no_retry> db{server.transport(), settings};

    const auto value = db(cmd::get("k"));

    REQUIRE_FALSE(value);
    CHECK(value.error().condition() == errc::limit_exceeded);
    CHECK(server.open_connections() == 0);
}

TEST_CASE("call_operators: a borrowed reply stays valid after later commands and without the client", "[call]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("first")).expect(words("GET b")).answer(bulk("other")).serve();
    hibana::borrowed<std::string_view> first;
    {
        throwing_client<> db{server.transport(), unnamed()};
        first = db(cmd::get("a").as<std::string_view>());
        db(cmd::get("b"));
    }
    CHECK(*first == "first");
}

TEST_CASE("call_operators: into() decodes into the object of the caller", "[call]") {
    auto server = greeted().expect(words("GET a")).answer(bulk("first")).expect(words("GET b")).answer("_\r\n").serve();
    throwing_client<> db{server.transport(), unnamed()};
    std::string text;

    CHECK(db(cmd::get("a").into(text)));
    CHECK(text == "first");
    CHECK_FALSE(db(cmd::get("b").into(text)));
}
