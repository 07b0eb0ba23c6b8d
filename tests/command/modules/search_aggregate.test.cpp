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
using namespace std::chrono_literals;
using test::decode_reply;
using test::encoded_text;

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

TEST_CASE("search_aggregate: rows of an aggregation are the same over RESP2 and RESP3", "[command]") {
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

TEST_CASE("search_aggregate: a hybrid query gives rows, or two cursors", "[command]") {
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

TEST_CASE("search_aggregate: a profile has the results beside it", "[command]") {
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
TEST_CASE("search_aggregate: an aggregation takes its steps in the order in which they are given", "[command]") {
    namespace reduce = opt::search::reduce;
    CHECK(encoded_text(cmd::ft::aggregate("idx", "*", opt::search::load("@price"), opt::search::apply("@price*2", "twice"),
                                  opt::search::groupby("@title", reduce::count(opt::search::as("n")), reduce::tolist("@price", opt::search::as("l"))),
                                  opt::search::sortby(opt::search::by("@n", opt::desc), opt::search::by("@title"), opt::search::max(10)),
                                  opt::search::filter("@n>1"), opt::limit(0, 5), opt::search::withcursor(opt::count(100), opt::search::maxidle(5s)),
                                  opt::search::dialect(3)))
          == "FT.AGGREGATE idx * LOAD 1 @price APPLY @price*2 AS twice GROUPBY 1 @title REDUCE COUNT 0 AS n REDUCE TOLIST 1 @price "
             "AS l SORTBY 3 @n DESC @title MAX 10 FILTER @n>1 LIMIT 0 5 WITHCURSOR COUNT 100 MAXIDLE 5000 DIALECT 3");
    CHECK(encoded_text(
              cmd::ft::aggregate("idx", "*", opt::search::load_all, opt::search::verbatim, opt::limit(0, 1), opt::search::apply("1", "x")))
          == "FT.AGGREGATE idx * VERBATIM LOAD * LIMIT 0 1 APPLY 1 AS x");
    CHECK(encoded_text(cmd::ft::aggregate("idx", "*", opt::search::groupby(reduce::quantile("@p", 0.5), reduce::first_value("@a", "@b", opt::desc),
                                                               reduce::first_value("@a"), reduce::random_sample("@a", 3),
                                                               reduce::first_value("@a", "@b", opt::search::as("f")),
                                                               reduce::other("COLLECT", "@a", "@b"))))
          == "FT.AGGREGATE idx * GROUPBY 0 REDUCE QUANTILE 2 @p 0.5 REDUCE FIRST_VALUE 4 @a BY @b DESC REDUCE FIRST_VALUE 1 @a "
             "REDUCE RANDOM_SAMPLE 2 @a 3 REDUCE FIRST_VALUE 3 @a BY @b AS f REDUCE COLLECT 2 @a @b");
    CHECK(encoded_text(cmd::ft::aggregate(
              "idx", "*", opt::search::sortby(opt::search::by("@n", opt::desc), opt::search::max(5), opt::search::withcount)))
          == "FT.AGGREGATE idx * SORTBY 2 @n DESC MAX 5 WITHCOUNT");
    CHECK(encoded_text(cmd::ft::aggregate("idx", "*", opt::search::sortby(opt::search::by("@n"), opt::search::withoutcount)))
          == "FT.AGGREGATE idx * SORTBY 1 @n WITHOUTCOUNT");
    CHECK(encoded_text(cmd::ft::cursor::read("idx", 42, opt::count(10))) == "FT.CURSOR READ idx 42 COUNT 10");
    CHECK(encoded_text(cmd::ft::cursor::del("idx", 42)) == "FT.CURSOR DEL idx 42");
    STATIC_REQUIRE_FALSE(decltype(cmd::ft::aggregate("i", "*", opt::search::withcursor()))::info.idempotent);
    STATIC_REQUIRE(decltype(cmd::ft::aggregate("i", "*"))::info.idempotent);
}

TEST_CASE("search_aggregate: a hybrid query has text, a vector, and how both become one", "[command]") {
    const std::vector<float> vector{1, 0.5f};

    CHECK(encoded_text(cmd::ft::hybrid("idx", opt::search::params("v", float_bytes(vector)), opt::search::rrf(opt::search::window(20), opt::search::constant(60)),
                               opt::search::vsim("@v", "$v", opt::search::knn(opt::search::ef_runtime(100), opt::search::k(10)), opt::search::filter("@n:[1 2]"),
                                             opt::search::yield_score_as("near")),
                               opt::search::search("hello", opt::search::scorer("BM25"), opt::search::yield_score_as("words")),
                               opt::search::load("@title"), opt::search::sortby(opt::search::by("@near", opt::asc)), opt::limit(0, 3)))
          == "FT.HYBRID idx SEARCH hello SCORER BM25 YIELD_SCORE_AS words VSIM @v $v KNN 4 K 10 EF_RUNTIME 100 FILTER @n:[1 2] "
             "YIELD_SCORE_AS near COMBINE RRF 4 WINDOW 20 CONSTANT 60 LOAD 1 @title SORTBY 2 @near ASC LIMIT 0 3 PARAMS 2 v "
                 + std::string("\0\0\x80\x3f\0\0\0\x3f", 8));
    CHECK(encoded_text(cmd::ft::hybrid("idx", opt::search::search("a"),
                                       opt::search::vsim("@v", "$v", opt::search::knn(opt::search::k(5), opt::search::shard_k_ratio(0.5))),
                                       opt::search::nosort))
          == "FT.HYBRID idx SEARCH a VSIM @v $v KNN 4 K 5 SHARD_K_RATIO 0.5 NOSORT");
    CHECK(encoded_text(cmd::ft::hybrid("idx", opt::search::search("a"),
                                       opt::search::vsim("@v", "$v", opt::search::range(opt::search::radius(0.5))),
                                       opt::search::linear(opt::search::alpha(0.7), opt::search::beta(0.3)), opt::search::withcursor()))
          == "FT.HYBRID idx SEARCH a VSIM @v $v RANGE 2 RADIUS 0.5 COMBINE LINEAR 4 ALPHA 0.7 BETA 0.3 WITHCURSOR");
}
