// SPDX-License-Identifier: BSL-1.0
/// \file  Which commands of modules a server at hand answers in tests/live; all others are held to what is written of them.
#pragma once
#include <string_view>

namespace hibana::test {

enum class called_on : unsigned char { redis_8, redisearch_1_2 };
struct called_command {
    std::string_view name;
    called_on where;
};
inline constexpr called_command called_commands[] = {
    {"VADD", called_on::redis_8},       {"VCARD", called_on::redis_8},       {"VDIM", called_on::redis_8},
    {"VEMB", called_on::redis_8},       {"VGETATTR", called_on::redis_8},    {"VINFO", called_on::redis_8},
    {"VISMEMBER", called_on::redis_8},  {"VLINKS", called_on::redis_8},      {"VRANDMEMBER", called_on::redis_8},
    {"VREM", called_on::redis_8},       {"VSETATTR", called_on::redis_8},    {"VSIM", called_on::redis_8},
    {"FT.ADD", called_on::redisearch_1_2},       {"FT.ADDHASH", called_on::redisearch_1_2},
    {"FT.AGGREGATE", called_on::redisearch_1_2}, {"FT.ALTER", called_on::redisearch_1_2},
    {"FT.CREATE", called_on::redisearch_1_2},    {"FT.CURSOR DEL", called_on::redisearch_1_2},
    {"FT.CURSOR READ", called_on::redisearch_1_2}, {"FT.DEL", called_on::redisearch_1_2},
    {"FT.DROP", called_on::redisearch_1_2},      {"FT.EXPLAIN", called_on::redisearch_1_2},
    {"FT.GET", called_on::redisearch_1_2},       {"FT.INFO", called_on::redisearch_1_2},
    {"FT.MGET", called_on::redisearch_1_2},      {"FT.SEARCH", called_on::redisearch_1_2},
    {"FT.SUGADD", called_on::redisearch_1_2},    {"FT.SUGDEL", called_on::redisearch_1_2},
    {"FT.SUGGET", called_on::redisearch_1_2},    {"FT.SUGLEN", called_on::redisearch_1_2},
    {"FT.SYNADD", called_on::redisearch_1_2},    {"FT.SYNDUMP", called_on::redisearch_1_2},
    {"FT.TAGVALS", called_on::redisearch_1_2},
};

}  // namespace hibana::test
