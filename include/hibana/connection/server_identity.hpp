// SPDX-License-Identifier: BSL-1.0
/// \file  Information that a server sends about itself in the reply to HELLO.
#pragma once
#include <hibana/connection/reply_reader.hpp>
#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/element.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace hibana {

/// A server as it describes itself. All fields are empty or unknown if the server does not support HELLO.
struct server_identity {
    enum class role_type : unsigned char { unknown, primary, replica };
    enum class mode_type : unsigned char { unknown, standalone, cluster, sentinel };

    std::string name{};               ///< "redis" or "valkey"
    std::string version{};            ///< such as "8.0.1"
    std::string availability_zone{};  ///< Valkey only
    role_type role = role_type::unknown;
    mode_type mode = mode_type::unknown;

    friend bool operator==(const server_identity&, const server_identity&) = default;
};

namespace detail {

/// Stores one field of the reply to HELLO.
[[gnu::cold, gnu::noinline]] inline void set_field(server_identity& info, std::string_view name, std::string_view value) {
    using role = server_identity::role_type;
    using mode = server_identity::mode_type;
    if (name == "server") info.name = value;
    else if (name == "version") info.version = value;
    else if (name == "availability_zone") info.availability_zone = value;
    else if (name == "role") info.role = value == "master" ? role::primary : value == "replica" ? role::replica : role::unknown;
    else if (name == "mode")
        info.mode = value == "standalone" ? mode::standalone
                    : value == "cluster"  ? mode::cluster
                    : value == "sentinel" ? mode::sentinel
                                          : mode::unknown;
}

/// Reads the reply to HELLO 3, a map of names and values. Unknown fields, and replies of proxies that are no map, are skipped.
[[gnu::cold]] inline protocol::status read_server_identity(void* into, protocol::cursor& at) {
    server_identity info;
    protocol::cursor next = at;
    protocol::aggregate header;
    const auto read_header = protocol::read_aggregate(next, header);
    if (read_header == protocol::status::mismatch) return protocol::skip(at);
    if (read_header != protocol::status::done) return read_header;
    for (std::size_t count = header.is_map ? header.count : header.count / 2; count != 0; --count) {
        std::string_view name;
        std::string_view value;
        if (const auto read = protocol::read_text(next, name); read != protocol::status::done) return read;
        if (next.at != next.end && *next.at != '*' && protocol::read_text(next, value) == protocol::status::done)
            set_field(info, name, value);
        else if (const auto skipped = protocol::skip(next); skipped != protocol::status::done) return skipped;
    }
    at = next;
    *static_cast<server_identity*>(into) = std::move(info);
    return protocol::status::done;
}

/// Reads the reply to HELLO into `info`.
inline reply_reader reader_for_hello(server_identity& info) { return {&read_server_identity, &info}; }

}  // namespace detail
}  // namespace hibana
