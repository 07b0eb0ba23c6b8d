// SPDX-License-Identifier: BSL-1.0
/// \file  Which requests put together at run time may not be sent over a connection that others use too.
#pragma once
#include <cstddef>
#include <string_view>

namespace hibana::detail {

/// Whether the word is `name`, in letters of either case.
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

/// Commands after which a reply is no more the answer to a request.
constexpr bool has_no_single_reply(std::string_view command, std::string_view first_argument) {
    constexpr std::string_view never[] = {"SUBSCRIBE",    "PSUBSCRIBE",   "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE",
                                          "SUNSUBSCRIBE", "MONITOR",      "SYNC",       "PSYNC",       "REPLCONF"};
    return is_among(command, never) || (is_word(command, "CLIENT") && is_word(first_argument, "REPLY"));
}

/// Commands that change the connection for whoever uses it next, or whose effect is lost with it.
constexpr bool is_stateful(std::string_view command, std::string_view first_argument) {
    constexpr std::string_view changing[] = {"SELECT", "AUTH",    "HELLO",   "RESET",    "QUIT",      "MULTI", "EXEC",
                                             "WATCH",  "UNWATCH", "DISCARD", "READONLY", "READWRITE", "ASKING"};
    constexpr std::string_view of_client[] = {"TRACKING", "CACHING", "SETNAME", "NO-EVICT", "NO-TOUCH", "CAPA", "IMPORT-SOURCE"};
    return is_among(command, changing) || (is_word(command, "CLIENT") && is_among(first_argument, of_client)) ||
           (is_word(command, "SCRIPT") && is_word(first_argument, "DEBUG"));
}

/// Commands that the server may keep the answer back of.
constexpr bool waits_in_server(std::string_view command) {
    constexpr std::string_view waiting[] = {"BLPOP",    "BRPOP",    "BLMOVE", "BRPOPLPUSH", "BLMPOP",
                                            "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT",       "WAITAOF"};
    return is_among(command, waiting);
}
/// Commands for which it does that where one of their words is BLOCK.
constexpr bool has_block_option(std::string_view command) { return is_word(command, "XREAD") || is_word(command, "XREADGROUP"); }

}  // namespace hibana::detail
