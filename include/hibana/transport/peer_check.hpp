// SPDX-License-Identifier: BSL-1.0
/// \file  Peer check: an additional check of the server between the TLS handshake and the first byte of Redis.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/transport.hpp>

#include <openssl/types.h>

namespace hibana {

/// The server of a completed TLS handshake. Its certificate has been verified.
struct tls_peer {
    SSL* native;                        ///< never null
    const hibana::endpoint* endpoint;  ///< never null
};

/// No check in addition to certificate verification.
struct no_peer_check {};

/// A check that configures the handshake: `prepare(SSL*)`.
template <class Check> concept prepares_tls = requires(const Check& check, SSL* native) { check.prepare(native); };

namespace policy {

/// A check of the peer: `check(execution, peer, deadline)` awaits to `result<void>`. It may wait. After an error the connection is closed
/// before any Redis command is sent.
template <class Check>
concept peer_check = requires(const Check& check, hibana::detail::any_execution& execution, const tls_peer& peer, deadline until) {
    check.check(execution, peer, until);
};

}  // namespace policy
}  // namespace hibana
