// SPDX-License-Identifier: BSL-1.0
#include "encode.hpp"

#include <hibana/command/grammar/encode.hpp>
#include <hibana/command/string.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <benchmark/benchmark.h>
#include <memory>

namespace bench {
namespace {

// As the client does: the buffer keeps its memory, and every command begins at its front.
template <class Request>
void encode_one(const Request& request, hibana::protocol::send_buffer& out) {
    out.clear();
    encode(request, out);
    benchmark::DoNotOptimize(out.view());
    benchmark::ClobberMemory();
}

}  // namespace

void add_hibana(std::vector<subject>& subjects) {
    using namespace hibana;
    auto out = std::make_shared<protocol::send_buffer>();
    subjects.push_back(repeated("encode/SET/hibana", commands, [out] {
        for (const pair_of_texts& t : texts()) encode_one(cmd::set(t.key, t.value), *out);
    }));
    subjects.push_back(repeated("encode/SET, constant/hibana", commands, [out] {
        static constexpr auto request = cmd::set("key:000123"_key, "value-0123456789"_key);
        for (int i = 0; i < commands; ++i) encode_one(request, *out);
    }));
}

}  // namespace bench
