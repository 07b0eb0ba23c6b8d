// SPDX-License-Identifier: BSL-1.0
/// \file  Restrictions on run-time requests over shared connections.
#pragma once
#include <cstddef>
#include <string_view>

namespace hibana::detail {

/// Compares a word with an upper-case name, ignoring case.
constexpr bool is_word(std::string_view word, std::string_view name) {
    if (word.size() != name.size()) return false;
    for (std::size_t at = 0; at != word.size(); ++at)
        if ((word[at] >= 'a' && word[at] <= 'z' ? word[at] - 'a' + 'A' : word[at]) != name[at]) return false;
    return true;
}

template <std::size_t Size> constexpr bool is_among(std::string_view word, const std::string_view (&names)[Size]) {
    for (const std::string_view name : names)
        if (is_word(word, name)) return true;
    return false;
}

/// Commands that are not answered by exactly one reply.
constexpr bool has_no_single_reply(std::string_view command, std::string_view first_argument) {
    constexpr std::string_view never[] = {"SUBSCRIBE",    "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE",
                                          "SUNSUBSCRIBE", "MONITOR",    "SYNC",       "PSYNC",       "REPLCONF"};
    return is_among(command, never) || (is_word(command, "CLIENT") && is_word(first_argument, "REPLY"));
}

/// Commands that change connection state, which affects later requests and is lost on reconnect.
constexpr bool is_stateful(std::string_view command, std::string_view first_argument) {
    constexpr std::string_view changing[] = {"SELECT", "AUTH",    "HELLO",   "RESET",    "QUIT",      "MULTI", "EXEC",
                                             "WATCH",  "UNWATCH", "DISCARD", "READONLY", "READWRITE", "ASKING"};
    constexpr std::string_view of_client[] = {"TRACKING", "CACHING", "SETNAME", "NO-EVICT", "NO-TOUCH", "CAPA", "IMPORT-SOURCE"};
    return is_among(command, changing) || (is_word(command, "CLIENT") && is_among(first_argument, of_client))
           || (is_word(command, "SCRIPT") && is_word(first_argument, "DEBUG"));
}

/// Commands that may block in the server.
constexpr bool is_blocking(std::string_view command) {
    constexpr std::string_view blocking[] = {"BLPOP",    "BRPOP",    "BLMOVE", "BRPOPLPUSH", "BLMPOP",
                                             "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT",       "WAITAOF"};
    return is_among(command, blocking);
}
/// Commands that may block if they have the option BLOCK.
constexpr bool has_block_option(std::string_view command) { return is_word(command, "XREAD") || is_word(command, "XREADGROUP"); }

}  // namespace hibana::detail
