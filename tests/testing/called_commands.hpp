// SPDX-License-Identifier: BSL-1.0
/// \file  Commands that tests/live calls, and how it compares their replies.
#pragma once
#include <hibana/command/grammar/command_info.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace hibana::test {

/// A command of a tested server that no live test calls, and the reason. Commands that the server does not have are not listed.
struct uncalled_command {
    std::string_view name;
    std::string_view reason;
};
inline constexpr uncalled_command uncalled_commands[] = {
    {"CLUSTER FAILOVER", "requires a replica"},
    {"CLUSTER REPLICATE", "requires another node"},
    {"FAILOVER", "requires a replica"},
    {"MODULE LOAD", "requires a module file"},
    {"MODULE LOADEX", "requires a module file"},
    {"MODULE UNLOAD", "requires a module file"},
    {"PSUBSCRIBE", "is confirmed by pushes; the tests of subscriptions cover it"},
    {"PSYNC", "starts the replication stream"},
    {"PUNSUBSCRIBE", "is confirmed by pushes; the tests of subscriptions cover it"},
    {"SENTINEL FAILOVER", "requires a replica"},
    {"SHUTDOWN", "stops the server"},
    {"SSUBSCRIBE", "is confirmed by pushes; the tests of subscriptions cover it"},
    {"SUBSCRIBE", "is confirmed by pushes; the tests of subscriptions cover it"},
    {"SUNSUBSCRIBE", "is confirmed by pushes; the tests of subscriptions cover it"},
    {"SYNC", "starts the replication stream"},
    {"UNSUBSCRIBE", "is confirmed by pushes; the tests of subscriptions cover it"},
};

/// How tests/live compares the replies over RESP2 and over RESP3.
enum class compared : unsigned char {
    equal,
    simultaneous,  ///< equal for two simultaneous calls
    partial,       ///< the parts that are the same for each call are equal
    none,
};
struct comparison {
    std::string_view name;
    compared kind;
    std::string_view reason;
};
/// Commands whose replies differ between calls, and the reason.
inline constexpr comparison special_comparisons[] = {
    {"ACL GENPASS", compared::partial, "is random; of the same length"},
    {"ACL LOG", compared::partial, "contains the age of an entry"},
    {"CLIENT ID", compared::none, "differs for each connection"},
    {"CLIENT INFO", compared::partial, "describes the calling connection"},
    {"CLIENT LIST", compared::partial, "describes the calling connection among others"},
    {"CLUSTER INFO", compared::partial, "counts messages"},
    {"CLUSTER NODES", compared::partial, "contains the times of heartbeats"},
    {"FT.AGGREGATE", compared::partial, "contains a cursor"},
    {"FT.CURSOR READ", compared::partial, "contains a cursor"},
    {"FT.INFO", compared::partial, "contains averages of no values, which are nan"},
    {"HELLO", compared::partial, "contains the protocol version and the connection ID"},
    {"HPTTL", compared::simultaneous, "is the remaining time"},
    {"HTTL", compared::simultaneous, "is the remaining time"},
    {"INFO", compared::partial, "contains times and counters; the fields are equal"},
    {"LATENCY GRAPH", compared::simultaneous, "contains ages"},
    {"LATENCY HISTOGRAM", compared::partial, "counts itself"},
    {"LOLWUT", compared::partial, "draws at random; the last lines are equal"},
    {"MEMORY MALLOC-STATS", compared::partial, "describes the current memory; the first lines are equal"},
    {"MEMORY STATS", compared::partial, "describes the current memory; keys and databases are equal"},
    {"OBJECT IDLETIME", compared::simultaneous, "is an elapsed time"},
    {"PTTL", compared::simultaneous, "is the remaining time"},
    {"SENTINEL INFO-CACHE", compared::partial, "contains the time of the last INFO"},
    {"SENTINEL MASTER", compared::partial, "contains elapsed times"},
    {"SENTINEL MASTERS", compared::partial, "contains elapsed times"},
    {"SENTINEL PRIMARIES", compared::partial, "contains elapsed times"},
    {"SENTINEL PRIMARY", compared::partial, "contains elapsed times"},
    {"TIME", compared::partial, "is the time; the seconds are equal"},
    {"TTL", compared::simultaneous, "is the remaining time"},
    {"XINFO CONSUMERS", compared::simultaneous, "contains an elapsed time"},
    {"XPENDING", compared::simultaneous, "contains an elapsed time"},
};
constexpr const comparison* find_comparison(std::string_view name) {
    for (const comparison& one : special_comparisons)
        if (one.name == name) return &one;
    return nullptr;
}
constexpr compared comparison_kind(std::string_view name) {
    const comparison* const other = find_comparison(name);
    return other ? other->kind : compared::equal;
}

/// Returns whether tests/live/replies.test.cpp calls a core command on the server, over RESP2 and RESP3.
inline bool is_called(std::string_view name, const command_info& known, bool valkey, server_version server) {
    return (valkey ? known.valkey : known.redis) <= server
           && std::none_of(std::begin(uncalled_commands), std::end(uncalled_commands),
                           [&](const uncalled_command& one) { return one.name == name; });
}


/// Module and vector set commands that tests/live/modules.test.cpp calls.
enum class called_on : unsigned char { redis_8, redisearch_1_2 };
struct called_command {
    std::string_view name;
    called_on server;
};
inline constexpr called_command called_commands[] = {
    {"VADD", called_on::redis_8},       {"VCARD", called_on::redis_8},       {"VDIM", called_on::redis_8},
    {"VEMB", called_on::redis_8},       {"VGETATTR", called_on::redis_8},    {"VINFO", called_on::redis_8},
    {"VISMEMBER", called_on::redis_8},  {"VLINKS", called_on::redis_8},      {"VRANDMEMBER", called_on::redis_8},
    {"VREM", called_on::redis_8},       {"VSETATTR", called_on::redis_8},    {"VSIM", called_on::redis_8},
    {"FT.ADD", called_on::redisearch_1_2},       {"FT.ADDHASH", called_on::redisearch_1_2},
    {"FT.AGGREGATE", called_on::redisearch_1_2}, {"FT.ALTER", called_on::redisearch_1_2},
    {"FT.CREATE", called_on::redisearch_1_2},    {"FT.CURSOR DEL", called_on::redisearch_1_2},
    {"FT.CURSOR GC", called_on::redisearch_1_2},
    {"FT.CURSOR READ", called_on::redisearch_1_2}, {"FT.DEL", called_on::redisearch_1_2},
    {"FT.DROP", called_on::redisearch_1_2},      {"FT.EXPLAIN", called_on::redisearch_1_2},
    {"FT.GET", called_on::redisearch_1_2},       {"FT.INFO", called_on::redisearch_1_2},
    {"FT.MGET", called_on::redisearch_1_2},      {"FT.SAFEADD", called_on::redisearch_1_2},
    {"FT.SEARCH", called_on::redisearch_1_2},
    {"FT.SUGADD", called_on::redisearch_1_2},    {"FT.SUGDEL", called_on::redisearch_1_2},
    {"FT.SUGGET", called_on::redisearch_1_2},    {"FT.SUGLEN", called_on::redisearch_1_2},
    {"FT.SYNADD", called_on::redisearch_1_2},    {"FT.SYNDUMP", called_on::redisearch_1_2},
    {"FT.SYNUPDATE", called_on::redisearch_1_2}, {"FT.TAGVALS", called_on::redisearch_1_2},
};

}  // namespace hibana::test
