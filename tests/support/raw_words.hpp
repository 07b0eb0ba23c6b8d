// SPDX-License-Identifier: BSL-1.0
/// \file  Requests and replies for scripts, written as a person reads them.
#pragma once
#include <string>
#include <string_view>

namespace support {

/// The bytes of a request whose words are separated by spaces; '' is an empty word.
inline std::string words(std::string_view text) {
    std::string body;
    unsigned count = 0;
    while (!text.empty()) {
        const auto end = text.find(' ');
        std::string_view word = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (word == "''") word = {};
        body += '$' + std::to_string(word.size()) + "\r\n";
        body += word;
        body += "\r\n";
        ++count;
    }
    return '*' + std::to_string(count) + "\r\n" + body;
}

/// The bytes of a bulk string.
inline std::string bulk(std::string_view text) {
    return '$' + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

/// A possible reply of a server to HELLO 3.
inline std::string hello_reply() {
    return "%3\r\n" + bulk("server") + bulk("redis") + bulk("version") + bulk("7.0.15") + bulk("proto") + ":3\r\n";
}

}  // namespace support
