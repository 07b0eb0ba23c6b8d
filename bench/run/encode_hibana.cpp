// SPDX-License-Identifier: BSL-1.0
#include "encode.hpp"

#include <hibana/command/encode.hpp>
#include <hibana/command/string.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <benchmark/benchmark.h>

#include <memory>

namespace bench {

using namespace hibana;

void add_hibana(std::vector<subject>& subjects) {
    // As the client does: the buffer keeps its memory, and every command begins at its front.
    auto out = std::make_shared<protocol::send_buffer>();
    subjects.push_back({"encode/SET/hibana", commands, [out](std::size_t passes) {
                            for (; passes != 0; --passes)
                                for (const pair_of_texts& t : texts()) {
                                    out->clear();
                                    encode(cmd::set(t.key, t.value), *out);
                                    benchmark::DoNotOptimize(out->view());
                                    benchmark::ClobberMemory();
                                }
                        }});
    subjects.push_back({"encode/SET, constant/hibana", commands, [out](std::size_t passes) {
                            static constexpr auto request = cmd::set("key:000123"_key, "value-0123456789"_key);
                            for (; passes != 0; --passes)
                                for (int i = 0; i < commands; ++i) {
                                    out->clear();
                                    encode(request, *out);
                                    benchmark::DoNotOptimize(out->view());
                                    benchmark::ClobberMemory();
                                }
                        }});
}

}  // namespace bench
