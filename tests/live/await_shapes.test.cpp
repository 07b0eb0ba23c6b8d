// SPDX-License-Identifier: BSL-1.0
#include <hibana/async_client.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/command/connection.hpp>
#include <hibana/command/generic.hpp>
#include <hibana/command/hash.hpp>
#include <hibana/command/list.hpp>
#include <hibana/command/string.hpp>
#include <hibana/command/structs.hpp>
#include <hibana/command/transaction.hpp>
#include <hibana/core/exceptions.hpp>

#include "catch.hpp"
#include "live/async.hpp"
#include "live/live.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/define_struct.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// g++ 12 destroys some temporaries of an expression with co_await twice. None of ours may be one of them: this is run under the
// address sanitizer.

using namespace hibana;
using namespace std::chrono_literals;

class id {
public:
    explicit id(std::string text) : text_(std::move(text)) {}
    const std::string& get() const { return text_; }

private:
    std::string text_;
};

template <> struct hibana::argument<id> {
    static std::string_view to(const id& value) { return value.get(); }
};

namespace {

// Longer than the small-string buffer.
std::string text(char letter) { return std::string(100, letter); }

struct person {
    BOOST_HANA_DEFINE_STRUCT(person, (std::string, name), (int, visits));
};

using client_type = async_client<unix_transport>;

asio::awaitable<std::optional<std::string>> forwarded(client_type& db) { co_return co_await db(cmd::get(text('a'))); }
auto not_a_coroutine(client_type& db, std::string key) { return db(cmd::get(key)); }  // the request is encoded: nothing dangles

asio::awaitable<void> all_shapes(client_type& db) {
    co_await db(cmd::del("l"));
    co_await db(cmd::set(text('a'), text('1')));
    co_await db(cmd::set(text('b'), text('2'), opt::ex(60s)));
    co_await db(cmd::set(std::string("c"), id(text('3'))));
    auto got = co_await db(cmd::get(text('a')));
    CHECK(got == text('1'));
    got = co_await forwarded(db);
    CHECK(got == text('1'));
    got = co_await not_a_coroutine(db, text('a'));
    CHECK(got == text('1'));

    std::map<std::string, std::string> fields;
    fields.emplace(text('f'), text('v'));
    co_await db(cmd::hset("h", std::move(fields)));
    co_await db(cmd::rpush("l", std::vector<std::string>(3, text('x'))));
    const auto items = co_await db(cmd::lrange(std::string("l"), 0, -1));
    CHECK(items.size() == 3);
    std::size_t length = 0;
    for (const auto& item : co_await db(cmd::lrange("l", 0, -1))) length += item.size();
    CHECK(length == 300);

    const auto three = co_await db(cmd::get(text('a')), cmd::get(text('b')), cmd::append(std::string("c"), text('4')));
    CHECK(std::get<1>(three) == text('2'));
    const auto both = co_await db(multi(cmd::set(text('a'), text('5')), cmd::get(text('a'))));
    CHECK(std::get<1>(both) == text('5'));
    const auto listed = co_await db(batch(cmd::get(text('a'))));
    CHECK(listed.front() == text('5'));
    const auto run_time = co_await db(any_request("ECHO", text('e')).as<std::string>());
    CHECK(run_time == text('e'));
    const auto tried = co_await db.results(cmd::incr(text('a')));
    CHECK_FALSE(tried);
    const auto soon = co_await db.within(5s)(cmd::get(text('a')));
    CHECK(soon == text('5'));
    const auto alone = co_await db.pin()(cmd::get(text('a')));
    CHECK(alone == text('5'));

    // replies that are aggregates, bound, used in place and dropped
    co_await db(cmd::hset("person", "name", text('n'), "visits", 3));
    const auto bound = co_await db(cmd::hgetall("person").as<person>());
    CHECK(bound.name == text('n'));
    const std::string name = (co_await db(cmd::hgetall("person").as<person>())).name;
    CHECK(name == text('n'));
    co_await db(cmd::hgetall("person").as<person>());
    static_cast<void>(co_await db.results(cmd::hgetall("person").as<person>()));
    const auto held = std::make_unique<person>(co_await db(cmd::hgetall("person").as<person>()));
    CHECK(held->name == text('n'));

    if (co_await db(cmd::exists(text('a')))) got = co_await db(cmd::getrange(text('a'), 0, 9));
    CHECK(got == std::string(10, '5'));
    got = co_await db(cmd::get(text('a')), asio::use_awaitable);
    CHECK(got == text('5'));
    got = co_await db(cmd::get(text('a')), asio::deferred)(asio::use_awaitable);
    CHECK(got == text('5'));
    const auto as_result = co_await db.results(cmd::get(text('a')), asio::deferred);
    CHECK(*as_result == text('5'));
    std::string reused;
    co_await db(cmd::get(text('a')).into(reused));
    CHECK(reused == text('5'));
    try {
        co_await db(cmd::incr(text('a')));
        FAIL("nothing was thrown");
    } catch (const response_error& err) {
        CHECK(err.error().command() == "INCR");
    }
    auto dropped = db(cmd::set(text('z'), text('z')));
    static_cast<void>(dropped);
}

}  // namespace

TEST_CASE("async_client: requests and replies of every shape are safe as temporaries of co_await", "[live]") {
    const test::server server;
    asio::io_context loop;
    client_type db{loop, live::at(server)};
    live::run(loop, all_shapes(db));
    live::run(loop, all_shapes(db));
}
