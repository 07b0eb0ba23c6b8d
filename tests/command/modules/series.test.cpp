// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "command/decode_reply.hpp"

#include <hibana/command/modules/series.hpp>
#include <hibana/command/modules/time_series.hpp>

#include <string>
#include <vector>

using namespace hibana;
using namespace hibana::notation;
using namespace std::chrono_literals;
using test::decode_reply;

namespace {

replies::series_time at(std::int64_t time) { return replies::series_time(std::chrono::milliseconds(time)); }

}  // namespace

TEST_CASE("series: samples are the same over RESP2 and RESP3", "[command]") {
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

TEST_CASE("series: series with labels are the same over RESP2 and RESP3", "[command]") {
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

TEST_CASE("series: what is known of a series is the same over RESP2 and RESP3", "[command]") {
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
