// SPDX-License-Identifier: BSL-1.0
#include "../support/hiredis.hpp"
#include "../support/samples.hpp"
#include "decode.hpp"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <memory>

namespace bench {
namespace {

// `use` sees every reply before it is freed.
template <class Use>
subject reads(std::string name, double units, std::string bytes, Use use) {
    auto reader = std::make_shared<hiredis::reader>(redisReaderCreate());
    return repeated(std::move(name), units,
                    [reader, bytes = std::move(bytes), use] { hiredis::read_all(reader->get(), bytes, use); });
}

// Goes through every string of a reply, however deep, as a user who wants them does.
void visit(const redisReply& reply) {
    if (reply.type == REDIS_REPLY_ARRAY)
        for (std::size_t i = 0; i < reply.elements; ++i) visit(*reply.element[i]);
    else benchmark::DoNotOptimize(std::string_view(reply.str, reply.len));
}

}  // namespace

void add_hiredis(std::vector<subject>& subjects) {
    using namespace samples;
    auto text = [](const redisReply& reply) { benchmark::DoNotOptimize(std::string_view(reply.str, reply.len)); };
    auto integer = [](const redisReply& reply) { benchmark::DoNotOptimize(reply.integer); };
    auto number = [](const redisReply& reply) { benchmark::DoNotOptimize(std::strtod(reply.str, nullptr)); };

    subjects.push_back(reads("decode/status/hiredis", replies, statuses(replies), text));
    subjects.push_back(reads("decode/integer/hiredis", replies, integers(replies), integer));
    subjects.push_back(reads("decode/double/hiredis", replies, doubles_resp2(replies), number));
    subjects.push_back(reads("decode/double/hiredis, left as text", replies, doubles_resp2(replies), text));
    subjects.push_back(reads("decode/bulk 16 B/hiredis", replies, bulks_of_16(replies), text));
    subjects.push_back(reads("decode/bulk 1 KiB/hiredis", replies, bulks_of_1024(replies), text));
    subjects.push_back(reads("decode/LRANGE 10000/hiredis", list_size, list(list_size), visit));
    subjects.push_back(reads("decode/HGETALL 1000/hiredis", hash_size, hash_resp2(hash_size), visit));
    subjects.push_back(reads("decode/XREAD 1000/hiredis", entries_size, streams_resp2(entries_size), visit));
}

}  // namespace bench
