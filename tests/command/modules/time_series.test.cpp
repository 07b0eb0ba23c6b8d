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
using test::has_reply;

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

TEST_CASE("time_series: samples are the same over RESP2 and RESP3", "[command]") {
    using samples = std::vector<replies::series_sample>;

    CHECK(decode_reply(cmd::ts::get("k"), "*2\r\n:1000\r\n+1.5\r\n", "*2\r\n:1000\r\n,1.5\r\n") == replies::series_sample{at(1000), 1.5});
    CHECK(decode_reply(cmd::ts::get("k"), "*0\r\n") == std::nullopt);
    CHECK(decode_reply(cmd::ts::range("k", "-", "+"), "*2\r\n*2\r\n:1\r\n+1.5\r\n*2\r\n:2\r\n+3\r\n",
                       "*2\r\n*2\r\n:1\r\n,1.5\r\n*2\r\n:2\r\n,3\r\n")
          == samples{{at(1), 1.5}, {at(2), 3}});
    CHECK(decode_reply(cmd::ts::range("k", "-", "+", opt::ts::aggregation("min,max", 1s)), "*1\r\n*3\r\n:1\r\n+1.5\r\n+4\r\n",
                       "*1\r\n*3\r\n:1\r\n,1.5\r\n,4\r\n")
          == std::vector<replies::series_row>{{at(1), {1.5, 4}}});
    CHECK(decode_reply(cmd::ts::nrange("a", "b", "-", "+"), "*1\r\n*2\r\n:1\r\n*2\r\n+1.5\r\n+4\r\n",
                       "*1\r\n*2\r\n:1\r\n*2\r\n,1.5\r\n,4\r\n")
          == std::vector<replies::series_row>{{at(1), {1.5, 4}}});
    CHECK(decode_reply(cmd::ts::read("k", "$", opt::ts::block(1s, 1)), "*-1\r\n", "_\r\n") == std::nullopt);
    CHECK(decode_reply(cmd::ts::querylabels(opt::ts::labels), "*1\r\n$1\r\na\r\n", "~1\r\n$1\r\na\r\n") == std::vector<std::string>{"a"});
    CHECK(test::decoded<array<listed<replies::series_sample>>, std::vector<std::pair<std::int64_t, double>>>("*1\r\n*2\r\n:1\r\n,1.5\r\n")
          == std::vector<std::pair<std::int64_t, double>>{{1, 1.5}});
}

TEST_CASE("time_series: series with labels are the same over RESP2 and RESP3", "[command]") {
    const auto latest =
        decode_reply(cmd::ts::mget(opt::ts::filter("a=1"), opt::ts::selected_labels("a", "b")),
                     "*2\r\n*3\r\n$2\r\nk1\r\n*2\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n*2\r\n$1\r\nb\r\n$-1\r\n*2\r\n:1\r\n+1.5\r\n"
                     "*3\r\n$2\r\nk2\r\n*0\r\n*0\r\n",
                     "%2\r\n$2\r\nk1\r\n*2\r\n%2\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n_\r\n*2\r\n:1\r\n,1.5\r\n"
                     "$2\r\nk2\r\n*2\r\n%0\r\n*0\r\n");
    REQUIRE(latest.size() == 2);
    CHECK(latest[0].key == "k1");
    CHECK(latest[0].labels == std::vector<std::pair<std::string, std::optional<std::string>>>{{"a", "1"}, {"b", std::nullopt}});
    CHECK(latest[0].label("a") == "1");
    CHECK(latest[0].label("b") == "");
    CHECK(latest[1].label("a") == "");
    CHECK(latest[0].samples == replies::series_sample{at(1), 1.5});
    CHECK(latest[1].samples == std::nullopt);

    const auto range = cmd::ts::mrange("-", "+", opt::ts::filter("a=1"));
    CHECK(decode_reply(range, "*1\r\n*3\r\n$1\r\nk\r\n*0\r\n*1\r\n*2\r\n:1\r\n+1.5\r\n",
                       "%1\r\n$1\r\nk\r\n*3\r\n%0\r\n%1\r\n$11\r\naggregators\r\n*0\r\n*1\r\n*2\r\n:1\r\n,1.5\r\n")
          == std::vector<replies::series>{{"k", {}, {}, {}, {{at(1), 1.5}}}});
    CHECK(decode_reply(cmd::ts::mrange("-", "+", opt::ts::filter("a=1"), opt::ts::withlabels, opt::ts::groupby("a", opt::ts::max)),
                       "*1\r\n*3\r\n$3\r\na=1\r\n*3\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n*2\r\n$11\r\n__reducer__\r\n$3\r\nmax\r\n"
                       "*2\r\n$10\r\n__source__\r\n$5\r\nk1,k2\r\n*1\r\n*2\r\n:1\r\n+1.5\r\n",
                       "%1\r\n$3\r\na=1\r\n*4\r\n%1\r\n$1\r\na\r\n$1\r\n1\r\n%1\r\n$8\r\nreducers\r\n*1\r\n$3\r\nmax\r\n"
                       "%1\r\n$7\r\nsources\r\n*2\r\n$2\r\nk1\r\n$2\r\nk2\r\n*1\r\n*2\r\n:1\r\n,1.5\r\n")
          == std::vector<replies::series>{{"a=1", {{"a", "1"}}, {"max"}, {"k1", "k2"}, {{at(1), 1.5}}}});
    // Of an aggregated group both protocols tell the same with the labels, ...
    const auto grouped = cmd::ts::mrange("-", "+", opt::ts::filter("a=1"), opt::ts::withlabels, opt::ts::aggregation(opt::ts::avg, 1s),
                                         opt::ts::groupby("a", opt::ts::max));
    CHECK(decode_reply(grouped,
                       "*1\r\n*3\r\n$3\r\na=1\r\n*3\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n*2\r\n$11\r\n__reducer__\r\n$3\r\nmax\r\n"
                       "*2\r\n$10\r\n__source__\r\n$2\r\nk1\r\n*1\r\n*2\r\n:1000\r\n+1.5\r\n",
                       "%1\r\n$3\r\na=1\r\n*4\r\n%1\r\n$1\r\na\r\n$1\r\n1\r\n%1\r\n$8\r\nreducers\r\n*1\r\n$3\r\nmax\r\n"
                       "%1\r\n$7\r\nsources\r\n*1\r\n$2\r\nk1\r\n*1\r\n*2\r\n:1000\r\n,1.5\r\n")
          == std::vector<replies::series>{{"a=1", {{"a", "1"}}, {"max"}, {"k1"}, {{at(1000), 1.5}}}});
    // ... and where these two were chosen among the labels.
    const auto chosen = cmd::ts::mrange("-", "+", opt::ts::filter("a=1"), opt::ts::selected_labels("__source__", "__reducer__"),
                                        opt::ts::groupby("a", opt::ts::max));
    CHECK(decode_reply(chosen,
                       "*1\r\n*3\r\n$3\r\na=1\r\n*2\r\n*2\r\n$10\r\n__source__\r\n$5\r\nk1,k2\r\n*2\r\n$11\r\n__reducer__\r\n$3\r\nmax\r\n"
                       "*0\r\n",
                       "%1\r\n$3\r\na=1\r\n*4\r\n%2\r\n$10\r\n__source__\r\n$5\r\nk1,k2\r\n$11\r\n__reducer__\r\n$3\r\nmax\r\n"
                       "%1\r\n$8\r\nreducers\r\n*1\r\n$3\r\nmax\r\n%1\r\n$7\r\nsources\r\n*2\r\n$2\r\nk1\r\n$2\r\nk2\r\n*0\r\n")
          == std::vector<replies::series>{{"a=1", {}, {"max"}, {"k1", "k2"}, {}}});
    CHECK(decode_reply(cmd::ts::mrange("-", "+", opt::ts::filter("a=1"), opt::ts::aggregation(opt::ts::avg, 1s)),
                       "*1\r\n*3\r\n$1\r\nk\r\n*0\r\n*1\r\n*2\r\n:1000\r\n+1.5\r\n",
                       "%1\r\n$1\r\nk\r\n*3\r\n%0\r\n%1\r\n$11\r\naggregators\r\n*1\r\n$3\r\navg\r\n*1\r\n*2\r\n:1000\r\n,1.5\r\n")
          == std::vector<replies::series>{{"k", {}, {}, {}, {{at(1000), 1.5}}}});
    CHECK(decode_reply(range, "*0\r\n", "%0\r\n").empty());
    CHECK(test::status_of<series_list<array<listed<replies::series_sample>>>>("*1\r\n*2\r\n$1\r\nk\r\n*0\r\n")
          == protocol::status::mismatch);
}

TEST_CASE("time_series: what is known of a series is the same over RESP2 and RESP3", "[command]") {
    const std::string head =
        "+totalSamples\r\n:100\r\n+memoryUsage\r\n:4184\r\n+firstTimestamp\r\n:1\r\n+lastTimestamp\r\n:99\r\n"
        "+retentionTime\r\n:5000\r\n+chunkCount\r\n:1\r\n+chunkSize\r\n:4096\r\n+chunkType\r\n+compressed\r\n";
    replies::series_info info;
    info.total_samples = 100;
    info.memory_usage = 4184;
    info.first_timestamp = at(1);
    info.last_timestamp = at(99);
    info.retention_time = 5s;
    info.chunk_count = 1;
    info.chunk_size = 4096;
    info.chunk_type = "compressed";
    info.labels = {{"a", "1"}};
    info.rules = {{"d", 60s, "AVG", at(7)}};
    info.ignore_max_time_diff = 10ms;
    info.ignore_max_val_diff = 0.5;
    info.chunks = {{at(1), at(99), 100, 4096, 40.96}};
    CHECK(
        decode_reply(cmd::ts::info("k", opt::ts::debug),
                     "*30\r\n" + head
                         + "+duplicatePolicy\r\n$-1\r\n+labels\r\n*1\r\n*2\r\n$1\r\na\r\n$1\r\n1\r\n+sourceKey\r\n$-1\r\n"
                           "+rules\r\n*1\r\n*4\r\n$1\r\nd\r\n:60000\r\n+AVG\r\n:7\r\n+ignoreMaxTimeDiff\r\n:10\r\n+ignoreMaxValDiff\r\n"
                           "+0.5\r\n+Chunks\r\n*1\r\n*10\r\n+startTimestamp\r\n:1\r\n+endTimestamp\r\n:99\r\n+samples\r\n:100\r\n+size\r\n"
                           ":4096\r\n+bytesPerSample\r\n$5\r\n40.96\r\n",
                     "%16\r\n" + head
                         + "+duplicatePolicy\r\n_\r\n+labels\r\n%1\r\n$1\r\na\r\n$1\r\n1\r\n+sourceKey\r\n_\r\n"
                           "+rules\r\n%1\r\n$1\r\nd\r\n*3\r\n:60000\r\n+AVG\r\n:7\r\n+ignoreMaxTimeDiff\r\n:10\r\n+ignoreMaxValDiff\r\n"
                           ",0.5\r\n+Chunks\r\n*1\r\n%5\r\n+startTimestamp\r\n:1\r\n+endTimestamp\r\n:99\r\n+samples\r\n:100\r\n+size\r\n"
                           ":4096\r\n+bytesPerSample\r\n,40.96\r\n+keySelfName\r\n$1\r\nk\r\n")
        == info);
    CHECK(decode_reply(cmd::ts::info("k"), "*2\r\n+rules\r\n*1\r\n*3\r\n$1\r\nd\r\n:1\r\n+MAX\r\n",
                       "%1\r\n+rules\r\n%1\r\n$1\r\nd\r\n*2\r\n:1\r\n+MAX\r\n")
              .rules
          == std::vector<replies::compaction_rule>{{"d", 1ms, "MAX", {}}});
}
