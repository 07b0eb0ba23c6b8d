// SPDX-License-Identifier: BSL-1.0
/// \file  In-memory server whose values equal their keys.
#pragma once
#include <hibana/connection/settings.hpp>

#include "support/pausable_server.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace support {

/// The replies to a sequence of GET, and to BLPOP.
inline std::string echo(std::string_view bytes) {
    std::string answers;
    while (!bytes.empty()) {
        const auto next = bytes.find("\r\n*");
        const std::string_view request = bytes.substr(0, next == bytes.npos ? next : next + 2);
        bytes.remove_prefix(request.size());
        if (request.find("GET\r\n") == request.npos) {
            answers += "*2\r\n" + bulk("list") + bulk("element");
            continue;
        }
        const std::string_view word = request.substr(0, request.size() - 2);
        answers += bulk(word.substr(word.rfind('\n') + 1));
    }
    return answers;
}
inline std::shared_ptr<held_server> echoing_server() {
    auto server = std::make_shared<held_server>();
    server->answer = &echo;
    return server;
}

inline hibana::session_settings unnamed() {
    hibana::session_settings settings;
    settings.library_name.clear();
    return settings;
}

}  // namespace support
