// SPDX-License-Identifier: BSL-1.0
/// \file  Errors for malformed or unexpected replies.
#pragma once
#include <hibana/core/error.hpp>
#include <hibana/core/text.hpp>
#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/element.hpp>
#include <hibana/protocol/scan.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace hibana::detail {

/// The error for `bytes` that are not a valid message. Its text has the position and the first bytes, which help to identify the peer.
[[gnu::cold, gnu::noinline]] inline error malformed_message_error(protocol::status found, const protocol::scanner& scanner,
                                                                  std::string_view bytes) {
    const errc condition = found == protocol::status::over_limit ? errc::limit_exceeded : errc::protocol_error;
    const std::string problem = scanner.problem();
    constexpr std::size_t max_shown = 40;
    char beginning[max_shown];
    const char* const end = put_printable(beginning, substr_noexcept(bytes, 0, bytes.find('\r')), max_shown);
    const bool is_tls = bytes.size() >= 2 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 0x03;
    if (is_tls) return error(condition, fate::unknown, {problem, ", which begins with a TLS record; does the server want TLS?"});
    return error(condition, fate::unknown,
                 {problem, ", which begins with \"", {beginning, static_cast<std::size_t>(end - beginning)}, "\""});
}

/// The error for a complete reply of an unexpected type; `expected` describes the expected type, `read` is the status of decoding it.
[[gnu::cold, gnu::noinline]] inline error unexpected_reply_error(protocol::status read, std::string_view reply, std::string_view expected) {
    const bool is_within = read == protocol::status::failed;
    return error(is_within ? errc::server_error : errc::type_mismatch, fate::answered,
                 {is_within ? "an element of the reply is an error: " : "the reply is ", protocol::describe(reply),
                  is_within ? "" : expected});
}

/// Translates an error at the first reply: the peer is not a Redis server, or expects TLS.
[[gnu::cold, gnu::noinline]] inline error unexpected_peer_error(const error& err, bool is_encrypted, std::string_view peer) {
    if (err.condition() == errc::connection_lost && !is_encrypted)
        return error(errc::connection_lost, err.fate(),
                     "the server closed the connection before its first answer; does it want TLS?")
            .with_cause(err.cause());
    if (err.condition() != errc::protocol_error) return err;
    return error(errc::not_a_redis_server, fate::not_sent, err.text()).with_endpoint(peer);
}

}  // namespace hibana::detail
