// SPDX-License-Identifier: BSL-1.0
#include "encode.hpp"

#include "../support/hiredis.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace bench {

const std::vector<pair_of_texts>& texts() {
    static const std::vector<pair_of_texts> all = [] {
        std::vector<pair_of_texts> made(commands);
        for (int i = 0; i < commands; ++i) {
            char text[32];
            std::snprintf(text, sizeof text, "key:%06d", i);
            made[static_cast<std::size_t>(i)].key = text;
            std::snprintf(text, sizeof text, "value-%010d", i);
            made[static_cast<std::size_t>(i)].value = text;
        }
        return made;
    }();
    return all;
}

void add_others(std::vector<subject>& subjects) {
    subjects.push_back({"encode/SET/hiredis, argv", commands, [](std::size_t passes) {
                            for (; passes != 0; --passes)
                                for (const pair_of_texts& t : texts()) {
                                    hiredis::arguments<3> command({"SET", t.key, t.value});
                                    char* bytes = nullptr;
                                    const int size = redisFormatCommandArgv(&bytes, 3, command.texts.data(), command.sizes.data());
                                    benchmark::DoNotOptimize(std::string_view(bytes, static_cast<std::size_t>(size)));
                                    redisFreeCommand(bytes);
                                }
                        }});
    subjects.push_back({"encode/SET/hiredis, format", commands, [](std::size_t passes) {
                            for (; passes != 0; --passes)
                                for (const pair_of_texts& t : texts()) {
                                    char* bytes = nullptr;
                                    const int size = redisFormatCommand(&bytes, "SET %b %b", t.key.data(), t.key.size(),
                                                                        t.value.data(), t.value.size());
                                    benchmark::DoNotOptimize(std::string_view(bytes, static_cast<std::size_t>(size)));
                                    redisFreeCommand(bytes);
                                }
                        }});

    // What no encoder can go below: the bytes are there already and are copied to where they are sent from.
    auto out = std::make_shared<std::array<char, 256>>();
    subjects.push_back({"encode/SET, constant/bare", commands, [out](std::size_t passes) {
                            static constexpr std::string_view bytes =
                                "*3\r\n$3\r\nSET\r\n$10\r\nkey:000123\r\n$16\r\nvalue-0123456789\r\n";
                            for (; passes != 0; --passes)
                                for (int i = 0; i < commands; ++i) {
                                    std::memcpy(out->data(), bytes.data(), bytes.size());
                                    benchmark::DoNotOptimize(std::string_view(out->data(), bytes.size()));
                                    benchmark::ClobberMemory();
                                }
                        }});
}

}  // namespace bench
