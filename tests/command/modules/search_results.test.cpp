// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/search_aggregate.hpp>
#include <hibana/command/modules/search_index.hpp>

#include <map>
#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using test::decode_reply;

namespace {

std::string b(std::string_view text) { return '$' + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n"; }

/// The results of a search as RESP3 has them.
std::string mapped(std::string_view results) {
    return "%5\r\n+attributes\r\n*0\r\n+warning\r\n*0\r\n+total_results\r\n:2\r\n+format\r\n+STRING\r\n+results\r\n" + std::string(results);
}

struct book {
    std::string title;
    int price = 0;
    friend bool operator==(const book&, const book&) = default;
};

replies::search_results two(std::vector<replies::basic_document<std::vector<std::pair<std::string, std::string>>>> documents) {
    return {2, std::move(documents), {}};
}

}  // namespace

template <>
struct hibana::members<book> {
    static constexpr std::size_t size = 2;
    static constexpr void each(auto&& object, auto f) {
        f("title", object.title);
        f("price", object.price);
    }
};

TEST_CASE("search_results: documents are the same over RESP2 and RESP3", "[command]") {
    CHECK(decode_reply(cmd::ft::search("i", "q"),
                       "*5\r\n:2\r\n" + b("d2") + "*4\r\n" + b("title") + b("hello") + b("price") + b("20") + b("d1") + "*0\r\n",
                       mapped("*2\r\n%3\r\n+id\r\n" + b("d2") + "+extra_attributes\r\n%2\r\n" + b("title") + b("hello") + b("price")
                              + b("20") + "+values\r\n*0\r\n%3\r\n+id\r\n" + b("d1") + "+extra_attributes\r\n%0\r\n+values\r\n*0\r\n"))
          == two({{"d2", {}, {}, {}, {{"title", "hello"}, {"price", "20"}}}, {"d1", {}, {}, {}, {}}}));
    // A document that went while it was being looked for.
    CHECK(decode_reply(cmd::ft::search("i", "q"), "*3\r\n:2\r\n" + b("d1") + "*-1\r\n", "*3\r\n:2\r\n" + b("d1") + "_\r\n")
          == two({{"d1", {}, {}, {}, {}}}));
    CHECK(decode_reply(cmd::ft::search("i", "q"), "*1\r\n:2\r\n", mapped("*0\r\n")) == two({}));
    CHECK(decode_reply(cmd::ft::search("i", "q", opt::search::nocontent), "*3\r\n:2\r\n" + b("d2") + b("d1"),
                       mapped("*2\r\n%2\r\n+id\r\n" + b("d2") + "+values\r\n*0\r\n%2\r\n+id\r\n" + b("d1") + "+values\r\n*0\r\n"))
          == two({{"d2", {}, {}, {}, {}}, {"d1", {}, {}, {}, {}}}));
}

TEST_CASE("search_results: scores, payloads and sort keys stand where they were asked for", "[command]") {
    CHECK(decode_reply(cmd::ft::search("i", "q", opt::withscores, opt::search::withpayloads, opt::search::withsortkeys,
                                       opt::search::sortby("price")),
                       "*6\r\n:2\r\n" + b("d1") + b("0.5") + b("pay") + b("#10") + "*2\r\n" + b("title") + b("x"),
                       mapped("*1\r\n%5\r\n+id\r\n" + b("d1") + "+score\r\n,0.5\r\n+payload\r\n" + b("pay") + "+sortkey\r\n" + b("#10")
                              + "+extra_attributes\r\n%1\r\n" + b("title") + b("x")))
          == two({{"d1", 0.5, "pay", "#10", {{"title", "x"}}}}));
    CHECK(decode_reply(cmd::ft::search("i", "q", opt::withscores, opt::search::nocontent),
                       "*5\r\n:2\r\n" + b("d2") + b("1") + b("d1") + b("0.5"), "*5\r\n:2\r\n" + b("d2") + ",1\r\n" + b("d1") + ",0.5\r\n")
          == two({{"d2", 1, {}, {}, {}}, {"d1", 0.5, {}, {}, {}}}));
    CHECK(decode_reply(cmd::ft::search("i", "q", opt::search::withpayloads), "*4\r\n:2\r\n" + b("d1") + "$-1\r\n*0\r\n",
                       "*4\r\n:2\r\n" + b("d1") + "_\r\n*0\r\n")
          == two({{"d1", {}, {}, {}, {}}}));
    using kind = decltype(cmd::ft::search("i", "q", opt::withscores))::reply;
    CHECK(test::status_of<kind>("*3\r\n:2\r\n" + b("d1") + "*0\r\n") == protocol::status::mismatch);
}

TEST_CASE("search_results: fields are decoded into structs", "[command]") {
    using kind = decltype(cmd::ft::search("i", "q"))::reply;
    using books = replies::basic_search_results<book>;
    const books expected{2, {{"d1", {}, {}, {}, {"hello", 20}}}, {}};

    CHECK(test::decoded<kind, books>("*3\r\n:2\r\n" + b("d1") + "*4\r\n" + b("title") + b("hello") + b("price") + b("20")) == expected);
    CHECK(test::decoded<kind, books>(
              mapped("*1\r\n%2\r\n+id\r\n" + b("d1") + "+extra_attributes\r\n%2\r\n" + b("title") + b("hello") + b("price") + b("20")))
          == expected);
    CHECK(std::is_same_v<reply_type<decltype(cmd::ft::search("i", "q").as<books>())>, books>);
}

TEST_CASE("search_results: a vector of structs is the fields of the documents, or the rows, alone", "[command]") {
    using books = std::vector<book>;
    using maps = std::vector<std::map<std::string, std::string>>;
    using documents = decltype(cmd::ft::search("i", "q", opt::withscores))::reply;
    const std::string fields = b("title") + b("x") + b("price") + b("20");

    CHECK(std::is_same_v<reply_type<decltype(cmd::ft::search("i", "q").as<books>())>, books>);
    CHECK(test::decoded<documents, books>("*7\r\n:2\r\n" + b("d1") + b("1") + "*4\r\n" + fields + b("d2") + b("0.5") + "*0\r\n")
          == books{{"x", 20}, {"", 0}});
    CHECK(test::decoded<documents, books>(mapped("*1\r\n%2\r\n+id\r\n" + b("d1") + "+extra_attributes\r\n%2\r\n" + fields))
          == books{{"x", 20}});
    CHECK(test::decoded<documents, books>("*1\r\n:2\r\n").empty());
    CHECK(test::decoded<aggregated, books>("*2\r\n:1\r\n*4\r\n" + fields) == books{{"x", 20}});
    CHECK(test::decoded<aggregated, maps>("*2\r\n:1\r\n*4\r\n" + fields) == maps{{{"price", "20"}, {"title", "x"}}});
    CHECK(test::decoded<aggregated, books>(mapped("*1\r\n%1\r\n+extra_attributes\r\n%2\r\n" + fields)) == books{{"x", 20}});
}
