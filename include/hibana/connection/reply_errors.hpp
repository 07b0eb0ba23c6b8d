// SPDX-License-Identifier: BSL-1.0
/// \file  What is said of bytes that are no reply, or not the reply that was expected.
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

/// Why no message could be found in `bytes`: where it breaks the protocol, and how it begins, which may tell who speaks.
[[gnu::cold, gnu::noinline]] inline error malformed_message_error(protocol::status found, const protocol::scanner& scanner, std::string_view bytes) {
    const errc condition = found == protocol::status::over_limit ? errc::limit_exceeded : errc::protocol_error;
    const std::string problem = scanner.problem();
    constexpr std::size_t most = 40;
    char beginning[most];
    const char* const end = put_printable(beginning, part_of(bytes, 0, bytes.find('\r')), most);
    const bool is_tls = bytes.size() >= 2 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 0x03;
    if (is_tls) return error(condition, fate::unknown, {problem, ", which begins with a TLS record; does the server want TLS?"});
    return error(condition, fate::unknown,
                 {problem, ", which begins with \"", {beginning, static_cast<std::size_t>(end - beginning)}, "\""});
}

/// Why a whole reply is not the one that was expected, where `wanted` says what it is not; reading it ended with `read`.
[[gnu::cold, gnu::noinline]] inline error unexpected_reply_error(protocol::status read, std::string_view reply, std::string_view wanted) {
    const bool is_within = read == protocol::status::failed;
    return error(is_within ? errc::server_error : errc::type_mismatch, fate::answered,
                 {is_within ? "an element of the reply is an error: " : "the reply is ", protocol::describe(reply),
                  is_within ? "" : wanted});
}

/// What a failure at the first reply means: the peer is something else, or wants to be spoken to otherwise.
[[gnu::cold, gnu::noinline]] inline error stranger(const error& wrong, bool is_encrypted, std::string_view peer) {
    if (wrong.condition() == errc::connection_lost && !is_encrypted)
        return error(errc::connection_lost, wrong.fate(),
                     "the server closed the connection before its first answer; does it want TLS?")
            .with_cause(wrong.cause());
    if (wrong.condition() != errc::protocol_error) return wrong;
    return error(errc::not_a_redis_server, fate::not_sent, wrong.text()).with_endpoint(peer);
}

}  // namespace hibana::detail
