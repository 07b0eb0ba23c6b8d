// SPDX-License-Identifier: BSL-1.0
/// \file  What may look at the server between the TLS handshake and the first byte that is sent to it.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/transport.hpp>

#include <openssl/types.h>

namespace hibana {

/// The server at the other end of a finished TLS handshake, its certificate already checked.
struct tls_peer {
    SSL* native;            ///< never null
    const endpoint* where;  ///< never null
};

/// No check beyond that of the certificate.
struct no_peer_check {};

/// A check that has something to set before the handshake: `prepare(SSL*)`.
template <class Check> concept prepares_tls = requires(const Check& check, SSL* native) { check.prepare(native); };

namespace policy {

/// A check of the peer: `check(execution, peer, deadline)` awaits to `result<void>`. It may wait; an error ends the connection
/// before a byte of Redis is sent.
template <class Check>
concept peer_check = requires(const Check& check, hibana::detail::any_execution& execution, const tls_peer& peer, deadline until) {
    check.check(execution, peer, until);
};

}  // namespace policy
}  // namespace hibana
