// SPDX-License-Identifier: BSL-1.0
/// \file  Which commands a server at hand answers in tests/live; all others are held to what is written of them.
#pragma once
#include <hibana/command/grammar/command_info.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace hibana::test {

/// A command of a server at hand that no test has answered as a reply, and why. What a server does not have needs no reason.
struct uncalled_command {
    std::string_view name;
    std::string_view reason;
};
inline constexpr uncalled_command uncalled_commands[] = {
    {"CLUSTER FAILOVER", "wants a replica"},
    {"CLUSTER REPLICATE", "wants another node"},
    {"FAILOVER", "wants a replica"},
    {"MODULE LOAD", "wants a module"},
    {"MODULE LOADEX", "wants a module"},
    {"MODULE UNLOAD", "wants a module"},
    {"PSUBSCRIBE", "is answered by pushes, as a subscription shows"},
    {"PSYNC", "is answered by what a replica needs"},
    {"PUNSUBSCRIBE", "is answered by pushes, as a subscription shows"},
    {"SENTINEL FAILOVER", "wants a replica"},
    {"SHUTDOWN", "ends the server"},
    {"SSUBSCRIBE", "is answered by pushes, as a subscription shows"},
    {"SUBSCRIBE", "is answered by pushes, as a subscription shows"},
    {"SUNSUBSCRIBE", "is answered by pushes, as a subscription shows"},
    {"SYNC", "is answered by what a replica needs"},
    {"UNSUBSCRIBE", "is answered by pushes, as a subscription shows"},
};

/// How the replies over RESP2 and over RESP3 are compared that tests/live is given.
enum class compared : unsigned char {
    whole,       ///< they are equal
    at_one_time, ///< they are equal, asked for at one time
    in_part,     ///< what of them stays from one call to the next is equal
    not_at_all,
};
struct comparison {
    std::string_view name;
    compared kind;
    std::string_view reason;
};
/// The commands whose replies are not simply compared, and why.
inline constexpr comparison compared_otherwise[] = {
    {"ACL GENPASS", compared::in_part, "is random; as long"},
    {"ACL LOG", compared::in_part, "tells the age of an entry"},
    {"CLIENT ID", compared::not_at_all, "is another for each connection"},
    {"CLIENT INFO", compared::in_part, "tells of the connection that asks"},
    {"CLIENT LIST", compared::in_part, "tells of the connections, one of which asks"},
    {"CLUSTER INFO", compared::in_part, "counts messages"},
    {"CLUSTER NODES", compared::in_part, "contains the times of the last messages of nodes"},
    {"FT.AGGREGATE", compared::in_part, "tells a cursor"},
    {"FT.CURSOR READ", compared::in_part, "tells a cursor"},
    {"FT.INFO", compared::in_part, "tells averages over nothing, which are no numbers"},
    {"HELLO", compared::in_part, "tells the protocol and the connection"},
    {"HPTTL", compared::at_one_time, "is the time that is left"},
    {"HTTL", compared::at_one_time, "is the time that is left"},
    {"INFO", compared::in_part, "tells times and counts; the same fields"},
    {"LATENCY GRAPH", compared::at_one_time, "tells ages"},
    {"LATENCY HISTOGRAM", compared::in_part, "counts itself"},
    {"LOLWUT", compared::in_part, "draws at random; the same last line"},
    {"MEMORY MALLOC-STATS", compared::in_part, "is about the memory of this moment; the same first line"},
    {"MEMORY STATS", compared::in_part, "is about the memory of this moment; the same keys and databases"},
    {"OBJECT IDLETIME", compared::at_one_time, "is the time since"},
    {"PTTL", compared::at_one_time, "is the time that is left"},
    {"SENTINEL INFO-CACHE", compared::in_part, "tells when the sentinel asked"},
    {"SENTINEL MASTER", compared::in_part, "tells the time since this and that"},
    {"SENTINEL MASTERS", compared::in_part, "tells the time since this and that"},
    {"SENTINEL PRIMARIES", compared::in_part, "tells the time since this and that"},
    {"SENTINEL PRIMARY", compared::in_part, "tells the time since this and that"},
    {"TIME", compared::in_part, "is the time; the same second"},
    {"TTL", compared::at_one_time, "is the time that is left"},
    {"XINFO CONSUMERS", compared::at_one_time, "tells the time since"},
    {"XPENDING", compared::at_one_time, "tells the time since"},
};
constexpr const comparison* find_comparison(std::string_view name) {
    for (const comparison& one : compared_otherwise)
        if (one.name == name) return &one;
    return nullptr;
}
constexpr compared how_compared(std::string_view name) {
    const comparison* const other = find_comparison(name);
    return other ? other->kind : compared::whole;
}

/// Whether tests/live/replies.test.cpp calls a command of the core on that server, over RESP2 and RESP3.
inline bool is_called(std::string_view name, const command_info& known, bool valkey, server_version on) {
    return (valkey ? known.valkey : known.redis) <= on
           && std::none_of(std::begin(uncalled_commands), std::end(uncalled_commands),
                           [&](const uncalled_command& one) { return one.name == name; });
}


/// Modules and vector sets: tests/live/modules.test.cpp.
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
