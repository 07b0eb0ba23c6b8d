// SPDX-License-Identifier: BSL-1.0
#include <hibana/core/exceptions.hpp>
#include <hibana/recipe/scan.hpp>
#include <hibana/retry/no_retry.hpp>

#include "catch.hpp"
#include "connection/scripted.hpp"

#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace scripted;
using namespace std::chrono_literals;
using hibana::errc;
namespace opt = hibana::opt;

namespace {

using throwing = hibana::client<hibana::in_memory_transport, manual_clock, seeded_random>;

std::string page(std::string_view cursor, std::string_view elements) {
    return "*2\r\n" + bulk(cursor) + words(elements);
}

template <class Sequence> auto all(Sequence&& sequence) {
    std::vector<typename std::remove_cvref_t<Sequence>::element_type> found;
    for (auto& element : sequence) found.push_back(std::move(element));
    return found;
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("scan: continues until the cursor is 0, over empty pages and repeated elements", "[recipe]") {
    auto server = greeted()
                      .expect(words("SCAN 0 MATCH a:* COUNT 100"))
                      .answer(page("17", "a:1 a:2"))
                      .expect(words("SCAN 17 MATCH a:* COUNT 100"))
                      .answer(page("18446744073709551615", ""))
                      .expect(words("SCAN 18446744073709551615 MATCH a:* COUNT 100"))
                      .answer(page("0", "a:2 a:3"))
                      .serve();
    throwing db{server.transport(), unnamed()};

    CHECK(all(scan(db, opt::match("a:*"), opt::count(100))) == names{"a:1", "a:2", "a:2", "a:3"});

    CHECK(server.mismatch() == "");
    CHECK(server.is_complete());
}

TEST_CASE("scan: a page is requested when its elements are needed", "[recipe]") {
    auto server = greeted().expect(words("SCAN 0")).answer(page("5", "a b")).serve();
    throwing db{server.transport(), unnamed()};

    for (auto& key : scan(db))
        if (key == "b") break;

    CHECK(server.is_complete());
}

TEST_CASE("scan: an empty scan has no elements", "[recipe]") {
    auto server = greeted().expect(words("SSCAN s 0")).answer(page("0", "")).serve();
    throwing db{server.transport(), unnamed()};

    CHECK(all(sscan(db, "s")).empty());
}

TEST_CASE("scan: returns fields with values, members with scores, or another type", "[recipe]") {
    auto server = greeted()
                      .expect(words("HSCAN h 0"))
                      .answer(page("0", "f v g 1"))
                      .expect(words("HSCAN h 0 NOVALUES"))
                      .answer(page("0", "f g"))
                      .expect(words("ZSCAN z 0 MATCH x*"))
                      .answer(page("0", "x 1.5 y 2"))
                      .expect(words("ZSCAN z 0"))
                      .answer(page("0", "x 1 y 2"))
                      .serve();
    throwing db{server.transport(), unnamed()};

    CHECK(all(hscan(db, "h")) == std::vector<std::pair<std::string, std::string>>{{"f", "v"}, {"g", "1"}});
    CHECK(all(hscan(db, "h", opt::novalues)) == names{"f", "g"});
    CHECK(all(zscan(db, "z", opt::match("x*"))) == std::vector<std::pair<std::string, double>>{{"x", 1.5}, {"y", 2}});
    CHECK(all(zscan(db, std::string("z")).as<std::pair<std::string, int>>()) == std::vector<std::pair<std::string, int>>{{"x", 1}, {"y", 2}});
    CHECK(server.is_complete());
}

TEST_CASE("scan: a lost page is requested again", "[recipe]") {
    auto server = greeted()
                      .expect(words("SCAN 0"))
                      .answer(page("5", "a"))
                      .expect(words("SCAN 5"))
                      .close()
                      .accept()
                      .expect(words("HELLO 3"))
                      .answer(hello_reply())
                      .expect(words("SCAN 5"))
                      .answer(page("0", "b"))
                      .serve();
    throwing db{server.transport(), unnamed()};

    CHECK(all(scan(db)) == names{"a", "b"});
    CHECK(server.is_complete());
}

TEST_CASE("scan: an error is thrown, and the scan continues at the same cursor", "[recipe]") {
    auto server = greeted()
                      .expect(words("SCAN 0"))
                      .answer(page("5", "a"))
                      .expect(words("SCAN 5"))
                      .answer("-ERR not now\r\n")
                      .expect(words("SCAN 5"))
                      .answer(page("0", "b"))
                      .serve();
    throwing db{server.transport(), unnamed()};
    auto keys = scan(db);

    auto at = keys.begin();
    CHECK(*at == "a");
    CHECK_THROWS_AS(++at, hibana::response_error);
    CHECK(all(keys) == names{"b"});
}

TEST_CASE("scan: with return_errors its elements are results", "[recipe]") {
    auto server = greeted().expect(words("SCAN 0")).answer(page("5", "a")).expect(words("SCAN 5")).answer("-ERR no\r\n").serve();
    client<> db{server.transport(), unnamed()};
    std::vector<errc> conditions;

    for (auto& key : scan(db)) {
        conditions.push_back(key ? errc::none : key.error().condition());
        if (!key) break;
    }

    CHECK(conditions == std::vector{errc::none, errc::server_error});
}

TEST_CASE("scan: each page has its own deadline", "[recipe]") {
    auto server = greeted()
                      .expect(words("SCAN 0"))
                      .delay(40ms)
                      .answer(page("5", "a"))
                      .expect(words("SCAN 5"))
                      .delay(40ms)
                      .answer(page("6", "b"))
                      .expect(words("SCAN 6"))
                      .delay(60ms)
                      .answer(page("0", "c"))
                      .serve();
    manual_clock clock;
    hibana::client<hibana::in_memory_transport, manual_clock, seeded_random, hibana::no_retry> db{server.transport(), clock, unnamed()};
    auto keys = scan(db.within(50ms));

    auto at = keys.begin();
    ++at;
    CHECK(*at == "b");
    CHECK_THROWS_AS(++at, hibana::timeout_error);
}

TEST_CASE("scan: next_page() returns whole pages", "[recipe]") {
    auto server = greeted().expect(words("SCAN 0")).answer(page("5", "a b")).expect(words("SCAN 5")).answer(page("0", "")).serve();
    client<> db{server.transport(), unnamed()};
    auto keys = scan(db);

    CHECK(keys.next().get()->value() == "a");
    CHECK(keys.next_page().get()->value() == names{"b"});
    CHECK(keys.next_page().get()->value().empty());
    CHECK_FALSE(keys.next_page().get()->has_value());
    CHECK_FALSE(keys.next().get()->has_value());
}

static_assert(std::input_iterator<decltype(scan(std::declval<throwing&>()))::iterator>);
