// SPDX-License-Identifier: BSL-1.0
#include "decode.hpp"

#include "../support/samples.hpp"

#include <hibana/command/reply.hpp>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

// What is known of one entry's fields.
struct sample {
    std::string_view sensor, temperature;
};

}  // namespace bench

template <>
struct hibana::members<bench::sample> {
    static constexpr std::size_t size = 2;
    template <class Sample, class Use>
    static constexpr void each(Sample& s, Use use) {
        use("sensor", s.sensor);
        use("temperature", s.temperature);
    }
};

namespace bench {
namespace {

using namespace hibana::notation;
using hibana::reply_of;
using hibana::protocol::cursor;
using hibana::protocol::status;

[[noreturn]] void fail() {
    std::fputs("hibana: a reply was not decoded\n", stderr);
    std::exit(1);
}

// Every reply becomes an object of its own, which is gone before the next.
template <class Kind>
subject makes(std::string name, double units, std::string bytes) {
    return {std::move(name), units, [bytes = std::move(bytes)](std::size_t passes) {
                for (; passes != 0; --passes) {
                    cursor at{bytes.data(), bytes.data() + bytes.size()};
                    while (at.at != at.end) {
                        typename reply_of<Kind>::holder made{};
                        if (reply_of<Kind>::read(at, made) != status::done) fail();
                        benchmark::DoNotOptimize(made);
                    }
                }
            }};
}

// The same, and the views become a `borrowed` that keeps the received bytes where they are, which is what a caller gets.
template <class Kind>
subject borrows(std::string name, double units, std::string bytes) {
    auto received = std::make_shared<hibana::protocol::receive_buffer>();
    std::memcpy(received->prepare(bytes.size()).data(), bytes.data(), bytes.size());
    received->commit(bytes.size());
    return {std::move(name), units, [received](std::size_t passes) {
                for (; passes != 0; --passes) {
                    cursor at{received->begin(), received->end()};
                    while (at.at != at.end) {
                        typename reply_of<Kind>::holder made{};
                        if (reply_of<Kind>::read(at, made) != status::done) fail();
                        benchmark::DoNotOptimize(reply_of<Kind>::take(std::move(made), received->pin()));
                    }
                }
            }};
}

// Every reply is decoded into the same object of the caller.
template <class Kind, class T>
subject fills(std::string name, double units, std::string bytes) {
    return {std::move(name), units, [bytes = std::move(bytes), object = T{}](std::size_t passes) mutable {
                for (; passes != 0; --passes) {
                    cursor at{bytes.data(), bytes.data() + bytes.size()};
                    while (at.at != at.end) {
                        typename reply_of<stored<T, Kind>>::holder target(&object);
                        if (reply_of<stored<T, Kind>>::read(at, target) != status::done) fail();
                        benchmark::DoNotOptimize(object);
                    }
                }
            }};
}

using view = std::string_view;
using views = std::vector<view>;
using pairs_of_views = std::vector<std::pair<view, view>>;
using entries_of_views = std::vector<std::pair<view, pairs_of_views>>;
using streams_of_views = std::vector<std::pair<view, entries_of_views>>;
using streams_of_structs = std::vector<std::pair<view, std::vector<std::pair<view, sample>>>>;
using streams = map<bulk, array<pair<bulk, map<bulk, bulk>>>>;

}  // namespace

void add_hibana(std::vector<subject>& subjects) {
    using namespace samples;
    subjects.push_back(makes<ok>("decode/status/hibana", replies, statuses(replies)));
    subjects.push_back(makes<integer>("decode/integer/hibana", replies, integers(replies)));
    subjects.push_back(makes<real>("decode/double/hibana", replies, doubles_resp3(replies)));
    subjects.push_back(makes<shaped<view, bulk>>("decode/bulk 16 B/hibana, view", replies, bulks_of_16(replies)));
    subjects.push_back(fills<bulk, std::string>("decode/bulk 16 B/hibana, reused", replies, bulks_of_16(replies)));
    subjects.push_back(makes<bulk>("decode/bulk 16 B/hibana, new", replies, bulks_of_16(replies)));
    subjects.push_back(makes<shaped<view, bulk>>("decode/bulk 1 KiB/hibana, view", replies, bulks_of_1024(replies)));
    subjects.push_back(fills<bulk, std::string>("decode/bulk 1 KiB/hibana, reused", replies, bulks_of_1024(replies)));
    subjects.push_back(makes<shaped<views, array<bulk>>>("decode/LRANGE 10000/hibana, views", list_size, list(list_size)));
    subjects.push_back(makes<array<bulk>>("decode/LRANGE 10000/hibana, strings", list_size, list(list_size)));
    subjects.push_back(makes<map<bulk, bulk>>("decode/HGETALL 1000/hibana, strings", hash_size, hash_resp3(hash_size)));
    subjects.push_back(makes<shaped<pairs_of_views, map<bulk, bulk>>>("decode/HGETALL 1000/hibana, views", hash_size, hash_resp3(hash_size)));
    subjects.push_back(borrows<shaped<view, bulk>>("decode/bulk 16 B/hibana, borrowed", replies, bulks_of_16(replies)));
    subjects.push_back(makes<shaped<streams_of_views, streams>>("decode/XREAD 1000/hibana, views", entries_size, streams_resp3(entries_size)));
    subjects.push_back(fills<streams, hibana::borrowed<streams_of_views>>("decode/XREAD 1000/hibana, reused views", entries_size, streams_resp3(entries_size)));
    subjects.push_back(makes<shaped<streams_of_structs, streams>>("decode/XREAD 1000/hibana, structs of views", entries_size, streams_resp3(entries_size)));
}

}  // namespace bench
