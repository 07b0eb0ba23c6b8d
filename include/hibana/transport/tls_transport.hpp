// SPDX-License-Identifier: BSL-1.0
/// \file  TLS transport, with OpenSSL.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/secret.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/dial.hpp>
#include <hibana/transport/endpoint.hpp>
#include <hibana/transport/peer_check.hpp>
#include <hibana/transport/socket_options.hpp>
#include <hibana/transport/tls_context.hpp>
#include <hibana/transport/tls_session.hpp>
#include <hibana/transport/tls_stream.hpp>
#include <hibana/transport/verification.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace hibana {

/// Plays `role::transport`: TCP with TLS 1.2 or later. By default the server certificate is verified with the host name.
///
/// The TLS settings are read for the first connection and shared by all later ones. Each endpoint is verified with its own name; a Unix
/// socket requires `server_name`. `PeerCheck` runs after the handshake, before the first byte of Redis.
template <class PeerCheck = no_peer_check> struct basic_tls_transport {
    using plays = role::transport;
    template <class Execution> using stream = tls_stream<Execution>;
    static constexpr bool is_encrypted = true;
    static constexpr bool protects_secrets = true;

    std::string host = "localhost";
    std::uint16_t port = 6379;

    std::string ca_file{};           ///< trusted authorities, PEM; without any of the three: the trust store of the system
    std::string ca_path{};           ///< directory of trusted authorities, with hashed names
    std::string ca_data{};           ///< trusted authorities, PEM text
    std::string certificate_file{};  ///< client certificate and its issuers, PEM
    std::string certificate_data{};  ///< client certificate and its issuers, PEM text
    std::string key_file{};          ///< private key, PEM; empty: in the same file or text as the certificate
    secret key_data{};               ///< private key, PEM text
    secret key_password{};           ///< password of an encrypted key
    std::string server_name{};       ///< name of the server at `host`, if it differs
    verification verify = verification::full;
    tls_version minimum_version = tls_version::v1_2;
    std::string ciphers{};           ///< of TLS 1.2, as an OpenSSL cipher list
    std::string ciphersuites{};      ///< of TLS 1.3, as an OpenSSL list
    std::string crl_file{};          ///< revocation lists, PEM; must include a list of the issuer of the server certificate
    socket_options options{};
    [[no_unique_address]] PeerCheck peer_check{};
    shared_tls_context context{};    ///< internal: built from the settings for the first connection

    [[nodiscard]] hibana::endpoint endpoint() const { return hibana::endpoint(host, port); }

    template <class Execution>
    [[gnu::cold]] auto open(Execution& execution, const hibana::endpoint& to, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        return connect(execution, to, until);
    }

private:
    template <class Execution>
    auto connect(Execution& execution, hibana::endpoint to, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        auto shared = context.get(*this);
        if (!shared) co_return std::move(shared).error().with_endpoint(to.text());
        auto session = tls_session::make(*shared, verify, name_for(to));
        if (!session) co_return std::move(session).error().with_endpoint(to.text());
        if constexpr (prepares_tls<PeerCheck>) peer_check.prepare(session->native());

        auto socket = co_await detail::dial(execution, to, options, until);
        if (!socket) co_return std::move(socket).error();
        until.invalidate_cached_now();
        stream<Execution> secured(std::move(*socket), std::move(*session));
        auto verified = co_await secured.handshake(until);
        if (!verified) co_return std::move(verified).error().with_endpoint(to.text());

        if constexpr (policy::peer_check<PeerCheck>) {
            const tls_peer peer{secured.session().native(), &to};
            auto checked = co_await peer_check.check(execution, peer, until);
            if (!checked) co_return std::move(checked).error().with_fate(fate::not_sent).with_endpoint(to.text());
        }
        co_return std::move(secured);
    }

    std::string_view name_for(const hibana::endpoint& to) const {
        if (!server_name.empty() && (to.is_local() || to == this->endpoint())) return server_name;
        return to.host();
    }
};

/// The TLS transport without a peer check.
using tls_transport = basic_tls_transport<>;

}  // namespace hibana
