// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/time_series.hpp>

#include <map>
#include <string>
#include <tuple>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::decode_reply;
using test::encoded_text;

namespace {

replies::series_time at(std::int64_t time) { return replies::series_time(std::chrono::milliseconds(time)); }

}  // namespace

TEST_CASE("time_series: series are made, changed and fed", "[command]") {
    const std::map<std::string, std::string> labels{{"area", "a"}, {"room", "b"}};
    const auto moment = std::chrono::system_clock::time_point(1500ms);

    CHECK(encoded_text(cmd::ts::create("k")) == "TS.CREATE k");
    CHECK(encoded_text(cmd::ts::create("k", opt::ts::labels(labels), opt::ts::ignore(5s, 0.1), opt::ts::duplicate_policy(opt::ts::block),
                               opt::ts::chunk_size(128), opt::ts::encoding(opt::ts::compressed), opt::ts::retention(1h)))
          == "TS.CREATE k RETENTION 3600000 ENCODING COMPRESSED CHUNK_SIZE 128 DUPLICATE_POLICY BLOCK IGNORE 5000 0.1 "
             "LABELS area a room b");
    CHECK(encoded_text(cmd::ts::alter("k", opt::ts::labels("a", 1))) == "TS.ALTER k LABELS a 1");
    CHECK(encoded_text(cmd::ts::add("k", "*", 1.5)) == "TS.ADD k * 1.5");
    CHECK(encoded_text(cmd::ts::add("k", moment, 2, opt::ts::on_duplicate(opt::ts::sum))) == "TS.ADD k 1500 2 ON_DUPLICATE SUM");
    CHECK(encoded_text(cmd::ts::add("k", 1600, 2, opt::ts::retention(0s))) == "TS.ADD k 1600 2 RETENTION 0");
    CHECK(encoded_text(cmd::ts::incrby("k", 2.5, opt::ts::at(1700), opt::ts::uncompressed))
          == "TS.INCRBY k 2.5 TIMESTAMP 1700 UNCOMPRESSED");
    CHECK(encoded_text(cmd::ts::decrby("k", 1)) == "TS.DECRBY k 1");
    CHECK(encoded_text(cmd::ts::del("k", 0, "+")) == "TS.DEL k 0 +");
    CHECK(encoded_text(cmd::ts::createrule("a", "b", opt::ts::twa, 1min, 10)) == "TS.CREATERULE a b AGGREGATION TWA 60000 10");
    CHECK(encoded_text(cmd::ts::createrule("a", "b", opt::ts::std_p, 1min)) == "TS.CREATERULE a b AGGREGATION STD.P 60000");
    CHECK(encoded_text(cmd::ts::deleterule("a", "b")) == "TS.DELETERULE a b");
    CHECK(encoded_text(cmd::ts::info("k", opt::ts::debug)) == "TS.INFO k DEBUG");
}

TEST_CASE("time_series: samples of several series are added at once", "[command]") {
    const std::vector<std::tuple<std::string, std::int64_t, double>> samples{{"a", 1, 1.5}, {"b", 2, 2}};

    CHECK(encoded_text(cmd::ts::madd(std::tuple("a", "*", 1), std::tuple("b", 5, 2.5))) == "TS.MADD a * 1 b 5 2.5");
    CHECK(encoded_text(cmd::ts::madd(samples)) == "TS.MADD a 1 1.5 b 2 2");
    CHECK(slot(cmd::ts::madd(samples)) == -2);
    STATIC_REQUIRE(cmd::ts::madd.arity == -4);
    STATIC_REQUIRE(cmd::ts::madd.key_specs[0] == key_spec{key_spec::kind::range, 1, -1, 3});
    CHECK(decode_reply(cmd::ts::madd(samples), "*2\r\n:1\r\n:2\r\n") == std::vector<result<replies::series_time>>{at(1), at(2)});
    const auto partly = decode_reply(cmd::ts::madd(samples), "*3\r\n:1\r\n-TSDB: the key does not exist\r\n:2\r\n",
                                     "*3\r\n:1\r\n!28\r\nTSDB: the key does not exist\r\n:2\r\n");
    REQUIRE(partly.size() == 3);
    CHECK(partly[0] == at(1));
    CHECK(partly[1].error().text() == "TSDB: the key does not exist");
    CHECK(partly[1].error().fate() == fate::answered);
    CHECK(partly[2] == at(2));
    CHECK(decode_reply(cmd::ts::add("k", 1, 1), ":1548149180000\r\n") == at(1548149180000));
}

TEST_CASE("time_series: ranges are filtered and aggregated", "[command]") {
    CHECK(encoded_text(cmd::ts::range("k", "-", "+")) == "TS.RANGE k - +");
    CHECK(encoded_text(cmd::ts::range("k", 0, 100, opt::ts::aggregation(opt::ts::avg, 60s, opt::ts::empty, opt::ts::buckettimestamp(opt::ts::mid)),
                              opt::ts::align("start"), opt::count(5), opt::ts::filter_by_value(0, 9.5),
                              opt::ts::filter_by_ts(1, 2, 3), opt::ts::latest))
          == "TS.RANGE k 0 100 LATEST FILTER_BY_TS 1 2 3 FILTER_BY_VALUE 0 9.5 COUNT 5 ALIGN start AGGREGATION AVG 60000 "
             "BUCKETTIMESTAMP mid EMPTY");
    CHECK(encoded_text(cmd::ts::revrange("k", "-", "+", opt::ts::aggregation("avg,max", 60s)))
          == "TS.REVRANGE k - + AGGREGATION avg,max 60000");
    CHECK(encoded_text(cmd::ts::get("k", opt::ts::latest)) == "TS.GET k LATEST");
    CHECK(encoded_text(cmd::ts::read("k", "$", opt::ts::max_count(10), opt::ts::block(5s, 2))) == "TS.READ k $ BLOCK 5000 2 MAX_COUNT 10");
    CHECK(cmd::ts::read("k", "$", opt::ts::block(5s, 2)).block_for() == 5s);
    CHECK(cmd::ts::read("k", 7).block_for() == std::nullopt);
    CHECK(encoded_text(cmd::ts::nrange("a", "b", "-", "+", opt::ts::aggregation(opt::ts::avg, opt::ts::max, 60s)))
          == "TS.NRANGE 2 a b - + AGGREGATION AVG MAX 60000");
    CHECK(encoded_text(cmd::ts::nrevrange(std::vector<std::string>{"a"}, 1, 2, opt::ts::aggregation(opt::ts::avg, 60s)))
          == "TS.NREVRANGE 1 a 1 2 AGGREGATION AVG 60000");
    CHECK(encoded_text(cmd::ts::nrange("a", "b", "-", "+", opt::ts::aggregation("avg,max", "sum", 60s), opt::ts::align(0)))
          == "TS.NRANGE 2 a b - + ALIGN 0 AGGREGATION avg,max sum 60000");
    STATIC_REQUIRE(cmd::ts::nrange.key_specs[0] == key_spec{key_spec::kind::keynum, 1, 0, 1});
    STATIC_REQUIRE(cmd::ts::nrange.arity == -5);
}

TEST_CASE("time_series: series are found by their labels", "[command]") {
    CHECK(encoded_text(cmd::ts::mget(opt::ts::filter("a=1", "b!="), opt::ts::withlabels)) == "TS.MGET WITHLABELS FILTER a=1 b!=");
    CHECK(encoded_text(cmd::ts::mrange("-", "+", opt::ts::groupby("area", opt::ts::max), opt::ts::filter("a=1"),
                                       opt::ts::selected_labels("area", "room"), opt::ts::aggregation(opt::ts::sum, 1s), opt::count(2)))
          == "TS.MRANGE - + SELECTED_LABELS area room COUNT 2 AGGREGATION SUM 1000 FILTER a=1 GROUPBY area REDUCE MAX");
    CHECK(encoded_text(cmd::ts::mrevrange("-", "+", opt::ts::filter("a=1"), opt::ts::excludeempty))
          == "TS.MREVRANGE - + EXCLUDEEMPTY FILTER a=1");
    CHECK(encoded_text(cmd::ts::queryindex("a=1", "b=2")) == "TS.QUERYINDEX a=1 b=2");
    CHECK(encoded_text(cmd::ts::querylabels(opt::ts::labels)) == "TS.QUERYLABELS LABELS");
    CHECK(encoded_text(cmd::ts::querylabels(opt::ts::values("room"), opt::ts::filter("a=1"))) == "TS.QUERYLABELS VALUES room FILTER a=1");
}
