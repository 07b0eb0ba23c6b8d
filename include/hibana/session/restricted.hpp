// SPDX-License-Identifier: BSL-1.0
/// \file  Which requests put together at run time may not be sent over a connection that others use too.
#pragma once
#include <hibana/command/any_request.hpp>

#include <cstddef>
#include <string_view>

namespace hibana::detail {

template <class Request> inline constexpr bool is_any_request = false;
template <class Reply> inline constexpr bool is_any_request<basic_any_request<Reply>> = true;

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

/// The word behind the first of an encoded request.
constexpr std::string_view second_word(std::string_view bytes) {
    for (int line = 0; line != 4; ++line) bytes.remove_prefix(bytes.find('\n') == bytes.npos ? bytes.size() : bytes.find('\n') + 1);
    return bytes.substr(0, bytes.find('\r'));
}

/// Commands after which a reply is no more the answer to a request.
template <class Reply> bool breaks_the_step(const basic_any_request<Reply>& request) {
    constexpr std::string_view never[] = {"SUBSCRIBE",    "PSUBSCRIBE",   "SSUBSCRIBE", "UNSUBSCRIBE",
                                          "PUNSUBSCRIBE", "SUNSUBSCRIBE", "MONITOR",    "SYNC", "PSYNC"};
    return is_among(request.name(), never) ||
           (is_word(request.name(), "CLIENT") && is_word(second_word(encoded(request)), "REPLY"));
}

/// Those, and commands that change the connection for whoever uses it next, or that are lost with it.
template <class Reply> bool is_restricted(const basic_any_request<Reply>& request) {
    constexpr std::string_view changing[] = {"SELECT", "AUTH",   "HELLO",   "RESET",    "QUIT",      "MULTI", "EXEC",
                                             "WATCH",  "UNWATCH", "DISCARD", "READONLY", "READWRITE", "ASKING"};
    constexpr std::string_view of_client[] = {"TRACKING", "CACHING", "SETNAME", "NO-EVICT", "NO-TOUCH", "CAPA"};
    return breaks_the_step(request) || is_among(request.name(), changing) ||
           (is_word(request.name(), "CLIENT") && is_among(second_word(encoded(request)), of_client));
}

}  // namespace hibana::detail
