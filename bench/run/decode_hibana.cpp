// SPDX-License-Identifier: BSL-1.0
#include "../support/samples.hpp"
#include "decode.hpp"

#include <hibana/command/reply/reply.hpp>

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

// Gives every reply in the bytes to `use`, which reads it.
template <class Use>
void read_all(std::string_view bytes, Use use) {
    cursor at{bytes.data(), bytes.data() + bytes.size()};
    while (at.at != at.end)
        if (use(at) != status::done) {
            std::fputs("hibana: a reply was not decoded\n", stderr);
            std::exit(1);
        }
}

// Every reply becomes an object of its own, which is gone before the next.
template <class Kind>
subject makes(std::string name, double units, std::string bytes) {
    return repeated(std::move(name), units, [bytes = std::move(bytes)] {
        read_all(bytes, [](cursor& at) {
            typename reply_of<Kind>::storage made{};
            const status read = reply_of<Kind>::read(at, made);
            benchmark::DoNotOptimize(made);
            return read;
        });
    });
}

// The same, and the views become a `borrowed` that keeps the received bytes where they are: what a caller gets.
template <class Kind>
subject borrows(std::string name, double units, std::string bytes) {
    auto received = std::make_shared<hibana::protocol::receive_buffer>();
    std::memcpy(received->prepare(bytes.size()).data(), bytes.data(), bytes.size());
    received->commit(bytes.size());
    return repeated(std::move(name), units, [received] {
        read_all(received->unread(), [&](cursor& at) {
            typename reply_of<Kind>::storage made{};
            const status read = reply_of<Kind>::read(at, made);
            benchmark::DoNotOptimize(reply_of<Kind>::convert(std::move(made), received->pin()));
            return read;
        });
    });
}

// Every reply is decoded into the same object of the caller.
template <class Kind, class T>
subject fills(std::string name, double units, std::string bytes) {
    return repeated(std::move(name), units, [bytes = std::move(bytes), object = T{}]() mutable {
        read_all(bytes, [&](cursor& at) {
            typename reply_of<into_object<T, Kind>>::storage target(&object);
            const status read = reply_of<into_object<T, Kind>>::read(at, target);
            benchmark::DoNotOptimize(object);
            return read;
        });
    });
}

using view = std::string_view;
using views = std::vector<view>;
using pairs_of_views = std::vector<std::pair<view, view>>;
using entries_of_views = std::vector<std::pair<view, pairs_of_views>>;
using streams_of_views = std::vector<std::pair<view, entries_of_views>>;
using borrowed_streams = hibana::borrowed<streams_of_views>;
using streams_of_structs = std::vector<std::pair<view, std::vector<std::pair<view, sample>>>>;
using streams = map<bulk, array<pair<bulk, map<bulk, bulk>>>>;

}  // namespace

void add_hibana(std::vector<subject>& subjects) {
    using namespace samples;
    const auto add = [&](subject s) { subjects.push_back(std::move(s)); };
    add(makes<ok>("decode/status/hibana", replies, statuses(replies)));
    add(makes<integer>("decode/integer/hibana", replies, integers(replies)));
    add(makes<real>("decode/double/hibana", replies, doubles_resp3(replies)));

    const std::string small = bulks_of_16(replies);
    const std::string large = bulks_of_1024(replies);
    add(makes<as_type<view, bulk>>("decode/bulk 16 B/hibana, view", replies, small));
    add(borrows<as_type<view, bulk>>("decode/bulk 16 B/hibana, borrowed", replies, small));
    add(fills<bulk, std::string>("decode/bulk 16 B/hibana, reused", replies, small));
    add(makes<bulk>("decode/bulk 16 B/hibana, new", replies, small));
    add(makes<as_type<view, bulk>>("decode/bulk 1 KiB/hibana, view", replies, large));
    add(fills<bulk, std::string>("decode/bulk 1 KiB/hibana, reused", replies, large));

    const std::string values = list(list_size);
    const std::string hash = hash_resp3(hash_size);
    const std::string entries = streams_resp3(entries_size);
    add(makes<as_type<views, array<bulk>>>("decode/LRANGE 10000/hibana, views", list_size, values));
    add(makes<array<bulk>>("decode/LRANGE 10000/hibana, strings", list_size, values));
    add(makes<map<bulk, bulk>>("decode/HGETALL 1000/hibana, strings", hash_size, hash));
    add(makes<as_type<pairs_of_views, map<bulk, bulk>>>("decode/HGETALL 1000/hibana, views", hash_size, hash));
    add(makes<as_type<streams_of_structs, streams>>("decode/XREAD 1000/hibana, structs of views", entries_size,
                                                   entries));
    add(fills<streams, borrowed_streams>("decode/XREAD 1000/hibana, reused views", entries_size, entries));
    add(makes<as_type<streams_of_views, streams>>("decode/XREAD 1000/hibana, views", entries_size, entries));
}

}  // namespace bench
