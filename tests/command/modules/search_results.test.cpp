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

TEST_CASE("search_results: rows of an aggregation are the same over RESP2 and RESP3", "[command]") {
    using row = std::vector<std::pair<std::string, value>>;
    const auto request = cmd::ft::aggregate("i", "*");
    const std::string rows = b("title") + b("x") + b("n") + b("1");
    const std::string in_map = mapped("*1\r\n%2\r\n+extra_attributes\r\n%2\r\n" + rows + "+values\r\n*0\r\n");
    const auto page = decode_reply(request, "*2\r\n:2\r\n*4\r\n" + rows, in_map);

    REQUIRE(page.results.size() == 1);
    CHECK(page.total_results == 2);
    REQUIRE(page.results[0].size() == 2);
    CHECK(page.results[0][0].first == "title");
    CHECK(page.results[0][0].second.text() == "x");
    const auto listed = test::decoded<aggregated>("*2\r\n:1\r\n*2\r\n" + b("l") + "*2\r\n" + b("a") + "_\r\n");
    CHECK(listed.results[0][0].second.elements().size() == 2);
    CHECK(listed.results[0][0].second.elements()[1].is_null());
    CHECK(test::decoded<aggregated, replies::basic_aggregation<std::map<std::string, std::string>>>("*2\r\n:2\r\n*4\r\n" + rows).results
          == std::vector<std::map<std::string, std::string>>{{{"title", "x"}, {"n", "1"}}});
    CHECK(test::decoded<aggregated, replies::basic_aggregation<book>>(in_map).results == std::vector<book>{{"x", 0}});

    const auto first = decode_reply(cmd::ft::aggregate("i", "*", opt::search::withcursor()), "*2\r\n*2\r\n:2\r\n*4\r\n" + rows + ":77\r\n",
                                    "*2\r\n" + in_map + ":77\r\n");
    CHECK(first.cursor == 77);
    CHECK(first.aggregation == page);
    CHECK(decode_reply(cmd::ft::cursor::read("i", 77), "*2\r\n*1\r\n:0\r\n:0\r\n") == replies::aggregation_page());
    CHECK(std::is_same_v<reply_type<decltype(request)>, replies::basic_aggregation<row>>);
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

TEST_CASE("search_results: a hybrid query gives rows, or two cursors", "[command]") {
    const std::string results = "+results\r\n*1\r\n";
    const std::string row = b("__key") + b("d1") + b("__score") + b("0.5");
    const std::string rest = "+warnings\r\n*0\r\n+execution_time\r\n";
    const auto query = [](const auto&... option) {
        return cmd::ft::hybrid("i", opt::search::search("a"), opt::search::vsim("@v", "$v"), option...);
    };
    const auto found = decode_reply(query(), "*8\r\n+total_results\r\n:3\r\n" + results + "*4\r\n" + row + rest + b("0.25"),
                                    "%4\r\n+total_results\r\n:3\r\n" + results + "%2\r\n" + row + rest + ",0.25\r\n");
    CHECK(found.total_results == 3);
    CHECK(found.execution_time == 0.25);
    REQUIRE(found.results.size() == 1);
    CHECK(found.results[0][1].first == "__score");
    CHECK(decode_reply(query(opt::search::withcursor()), "*6\r\n+SEARCH\r\n:7\r\n+VSIM\r\n:8\r\n+warnings\r\n*0\r\n",
                       "%3\r\n+SEARCH\r\n:7\r\n+VSIM\r\n:8\r\n+warnings\r\n*0\r\n")
          == replies::hybrid_cursors{7, 8, {}});
}

TEST_CASE("search_results: a profile has the results beside it", "[command]") {
    const auto request = cmd::ft::profile("i", opt::search::search, "q", opt::withscores);
    const std::string flat = "*4\r\n:2\r\n" + b("d1") + b("0.5") + "*0\r\n";
    const std::string map = mapped("*1\r\n%2\r\n+id\r\n" + b("d1") + "+score\r\n,0.5\r\n");

    const auto reply =
        decode_reply(request, "*2\r\n" + flat + "*1\r\n" + b("x"), "%2\r\n+Results\r\n" + map + "+Profile\r\n*1\r\n" + b("x"));
    CHECK(reply.results == two({{"d1", 0.5, {}, {}, {}}}));
    CHECK(reply.profile.elements().size() == 1);
    const auto rows = decode_reply(cmd::ft::profile("i", opt::search::aggregate, "q"), "*2\r\n*1\r\n:0\r\n" + b("x"),
                                   "%2\r\n+Results\r\n*1\r\n:0\r\n+Profile\r\n" + b("x"));
    CHECK(rows.results.results.empty());
}
