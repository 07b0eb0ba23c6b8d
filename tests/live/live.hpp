// SPDX-License-Identifier: BSL-1.0
/// \file  Helpers of the tests against real servers: endpoints, fields of replies, killed connections.
#pragma once
#include <hibana/command/any_request.hpp>
#include <hibana/core/error.hpp>
#include <hibana/transport/tcp_transport.hpp>
#include <hibana/transport/unix_transport.hpp>

#include "support/server.hpp"

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace live {

/// The way to a server by its Unix socket.
inline hibana::unix_transport at(const hibana::test::server& server) { return hibana::unix_transport{.path = server.socket_path()}; }

/// The way to a server by its port.
inline hibana::tcp_transport at_port(const hibana::test::server& server) {
    return hibana::tcp_transport{.host = "127.0.0.1", .port = server.port()};
}

/// The endpoint of `at` as errors name it.
inline std::string name_of(const hibana::test::server& server) { return "unix:" + server.socket_path(); }

/// The value of a field in the reply of INFO, CLIENT INFO or a line of CLIENT LIST: after `name=` or `name:`, up to a space or the end of
/// the line. Empty without such a field.
inline std::string field(std::string_view text, std::string_view name) {
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n';
        const auto rest = text.substr(at + name.size());
        if (begins && (rest.starts_with('=') || rest.starts_with(':'))) return std::string(rest.substr(1, rest.find_first_of(" \r\n") - 1));
    }
    return {};
}

/// Closes every connection of the server except the caller's and returns their number.
template <class Client> std::int64_t kill_others(Client& db) {
    return db(hibana::any_request("CLIENT KILL", "TYPE", "normal", "SKIPME", "yes").template as<std::int64_t>());
}

/// How many clients of the server wait in a blocking command.
template <class Client> int blocked_clients(Client& db) {
    return std::stoi(field(db(hibana::any_request("INFO", "clients").template as<std::string>()), "blocked_clients"));
}

/// How often the server has executed a command, as INFO COMMANDSTATS counts it; `name` in lower case.
template <class Client> int calls_of(Client& db, std::string_view name) {
    const auto stats = field(db(hibana::any_request("INFO", "commandstats").template as<std::string>()), "cmdstat_" + std::string(name));
    return stats.empty() ? 0 : std::stoi(stats.substr(stats.find('=') + 1));
}

/// The progress of a worker, for which other threads can wait.
class progress {
public:
    void advance() {
        done_.fetch_add(1);
        done_.notify_all();
    }
    void wait_for_more(unsigned steps) const {
        const unsigned from = done_.load();
        for (unsigned now = from; now - from < steps; now = done_.load()) done_.wait(now);
    }

private:
    std::atomic<unsigned> done_ = 0;
};

}  // namespace live
