// SPDX-License-Identifier: BSL-1.0
/// \file  Time series: samples with times of std::chrono, ranges, buckets, and many series at once by their labels. Needs the module timeseries.
#include "play.hpp"

#include <hibana/command/modules/time_series.hpp>

#include <chrono>

using namespace hibana;
using namespace std::chrono_literals;

namespace {

template <class Client>
bool climate(Client& db) {
    using clock = std::chrono::system_clock;
    const clock::time_point noon{1'700'000'000s};

    //[create
    // Kept for a day; a second value for a time replaces the first.
    for (const char* room : {"kitchen", "garden"}) {
        db(cmd::ts::create("example:{climate}:" + std::string(room), opt::ts::retention(24h),
                           opt::ts::duplicate_policy(opt::ts::last), opt::ts::labels("room", room, "kind", "celsius")));
    }
    // The mean of every hour goes into a series of its own.
    db(cmd::ts::create("example:{climate}:hourly"));
    db(cmd::ts::createrule("example:{climate}:kitchen", "example:{climate}:hourly", opt::ts::avg, 1h));
    //]

    //[add
    db(cmd::ts::add("example:{climate}:kitchen", noon, 20.5));
    db(cmd::ts::add("example:{climate}:kitchen", noon + 10min, 21.5));

    // Many at once, each with its key and time; "*" is the time of the server.
    using sample = std::tuple<std::string, clock::time_point, double>;
    const std::vector<sample> arrived{{"example:{climate}:garden", noon, 4},
                                      {"example:{climate}:garden", noon + 1min, 5}};
    for (const auto& added : db(cmd::ts::madd(arrived))) added.value();  // throws what a sample was refused with
    //]

    //[range
    std::optional<replies::series_sample> last = db(cmd::ts::get("example:{climate}:kitchen"));

    std::vector<replies::series_sample> hour = db(cmd::ts::range("example:{climate}:kitchen", noon, noon + 1h));
    for (const auto& [time, value] : hour) std::cout << (time - noon) / 1min << " min: " << value << '\n';

    // One value for each stretch of half an hour that has samples, the latest first.
    auto means = db(cmd::ts::revrange("example:{climate}:kitchen", "-", "+", opt::ts::aggregation(opt::ts::avg, 30min),
                                      opt::ts::align(noon), opt::count(48)));
    //]

    //[mrange
    // Of all series with these labels.
    std::vector<replies::series> rooms = db(cmd::ts::mrange(
        noon, noon + 1h, opt::ts::filter("kind=celsius", "room=(kitchen,garden)"), opt::ts::selected_labels("room"),
        opt::ts::aggregation(opt::ts::max, 1h), opt::ts::align(noon)));
    for (const auto& room : rooms) std::cout << room.label("room") << ": " << room.samples.at(0).value << '\n';

    // The highest of them, as one series.
    auto highest =
        db(cmd::ts::mrange(noon, noon + 1h, opt::ts::filter("kind=celsius"), opt::ts::groupby("kind", opt::ts::max)));
    //]

    //[info
    replies::series_info info = db(cmd::ts::info("example:{climate}:kitchen"));
    std::cout << info.total_samples << " samples, kept for " << info.retention_time / 1h << " h\n";
    //]
    db(cmd::del("example:{climate}:kitchen", "example:{climate}:garden", "example:{climate}:hourly"));

    return last && last->value == 21.5 && hour.size() == 2 && hour[0].timestamp == noon && means.size() == 1
           && means[0].value == 21 && rooms.size() == 2 && rooms[0].samples.size() == 1 && highest.size() == 1
           && highest[0].samples.size() == 3 && info.total_samples == 2 && info.retention_time == 24h && info.rules.size() == 1;
}

testing::script of_climate() {
    testing::script script;
    const sent call{script};
    const std::string kitchen = "example:{climate}:kitchen", garden = "example:{climate}:garden",
                      hourly = "example:{climate}:hourly";
    const std::string noon = "1700000000000", end = "1700003600000";
    const auto sample = [](std::string_view time, std::string_view value) {
        return "*2\r\n:" + std::string(time) + "\r\n+" + std::string(value) + "\r\n";
    };
    const auto label = [](std::string_view name, std::string_view text) { return "*2\r\n" + bulk(name) + bulk(text); };

    for (const auto& [key, room] : {std::pair(kitchen, "kitchen"), std::pair(garden, "garden")})
        call("+OK\r\n", "TS.CREATE", key, "RETENTION", "86400000", "DUPLICATE_POLICY", "LAST", "LABELS", "room", room,
             "kind", "celsius");
    call("+OK\r\n", "TS.CREATE", hourly);
    call("+OK\r\n", "TS.CREATERULE", kitchen, hourly, "AGGREGATION", "AVG", "3600000");
    call(':' + noon + "\r\n", "TS.ADD", kitchen, noon, "20.5");
    call(":1700000600000\r\n", "TS.ADD", kitchen, "1700000600000", "21.5");
    call("*2\r\n:" + noon + "\r\n:1700000060000\r\n", "TS.MADD", garden, noon, "4", garden, "1700000060000", "5");

    call(sample("1700000600000", "21.5"), "TS.GET", kitchen);
    call("*2\r\n" + sample(noon, "20.5") + sample("1700000600000", "21.5"), "TS.RANGE", kitchen, noon, end);
    call("*1\r\n" + sample(noon, "21"), "TS.REVRANGE", kitchen, "-", "+", "COUNT", "48", "ALIGN", noon, "AGGREGATION",
         "AVG", "1800000");
    call("*2\r\n*3\r\n" + bulk(garden) + "*1\r\n" + label("room", "garden") + "*1\r\n" + sample(noon, "5") + "*3\r\n"
             + bulk(kitchen) + "*1\r\n" + label("room", "kitchen") + "*1\r\n" + sample(noon, "21.5"),
         "TS.MRANGE", noon, end, "SELECTED_LABELS", "room", "ALIGN", noon, "AGGREGATION", "MAX", "3600000", "FILTER",
         "kind=celsius", "room=(kitchen,garden)");
    call("*1\r\n*3\r\n" + bulk("kind=celsius") + "*0\r\n*3\r\n" + sample(noon, "20.5") + sample("1700000060000", "5")
             + sample("1700000600000", "21.5"),
         "TS.MRANGE", noon, end, "FILTER", "kind=celsius", "GROUPBY", "kind", "REDUCE", "MAX");
    call("*6\r\n+totalSamples\r\n:2\r\n+retentionTime\r\n:86400000\r\n+rules\r\n*1\r\n*4\r\n" + bulk(hourly)
             + ":3600000\r\n+AVG\r\n:0\r\n",
         "TS.INFO", kitchen);
    call(":3\r\n", "DEL", kitchen, garden, hourly);
    return script;
}

}  // namespace

int main(int count, char** arguments) try {
    const auto program = [](auto& db) { return climate(db); };
    if (!play(of_climate(), program)) return 1;

    auto db = from_url<client<>>(count > 1 ? arguments[1] : "redis://localhost");
    if (module_version(db, "timeseries") == 0) return without("module timeseries");
    return program(db) ? 0 : 1;
} catch (const redis_error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
