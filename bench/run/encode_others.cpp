// SPDX-License-Identifier: BSL-1.0
#include "../support/hiredis.hpp"
#include "encode.hpp"

#include <benchmark/benchmark.h>
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

namespace {

void encode_by_arguments(const pair_of_texts& t) {
    hiredis::arguments<3> command({"SET", t.key, t.value});
    char* bytes = nullptr;
    const int size = redisFormatCommandArgv(&bytes, 3, command.texts, command.sizes);
    benchmark::DoNotOptimize(std::string_view(bytes, static_cast<std::size_t>(size)));
    redisFreeCommand(bytes);
}

void encode_by_format(const pair_of_texts& t) {
    char* bytes = nullptr;
    const int size =
        redisFormatCommand(&bytes, "SET %b %b", t.key.data(), t.key.size(), t.value.data(), t.value.size());
    benchmark::DoNotOptimize(std::string_view(bytes, static_cast<std::size_t>(size)));
    redisFreeCommand(bytes);
}

}  // namespace

void add_others(std::vector<subject>& subjects) {
    subjects.push_back(repeated("encode/SET/hiredis, argv", commands, [] {
        for (const pair_of_texts& t : texts()) encode_by_arguments(t);
    }));
    subjects.push_back(repeated("encode/SET/hiredis, format", commands, [] {
        for (const pair_of_texts& t : texts()) encode_by_format(t);
    }));

    // What no encoder can go below: the bytes are there already and are copied to where they are sent from.
    const std::shared_ptr<char[]> out(new char[256]);
    subjects.push_back(repeated("encode/SET, constant/bare", commands, [out] {
        static constexpr std::string_view bytes = "*3\r\n$3\r\nSET\r\n$10\r\nkey:000123\r\n$16\r\nvalue-0123456789\r\n";
        for (int i = 0; i < commands; ++i) {
            std::memcpy(out.get(), bytes.data(), bytes.size());
            benchmark::DoNotOptimize(std::string_view(out.get(), bytes.size()));
            benchmark::ClobberMemory();
        }
    }));
}

}  // namespace bench
