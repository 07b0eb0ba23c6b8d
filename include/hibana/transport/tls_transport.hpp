// SPDX-License-Identifier: BSL-1.0
/// \file  TCP with TLS, by OpenSSL.
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

/// Plays `role::transport`: TCP with TLS 1.2 or newer. The server has to prove that it is who it is called, unless `verify`
/// says otherwise.
///
/// The settings of TLS are read at the first connection and shared by all later ones. Every endpoint is held to its own
/// name; one that is known by a path needs `server_name`. `PeerCheck` is asked after the handshake, before the first byte.
template <class PeerCheck = no_peer_check> struct basic_tls_transport {
    using plays = role::transport;
    template <class Execution> using stream = tls_stream<Execution>;
    static constexpr bool is_encrypted = true;
    static constexpr bool protects_secrets = true;

    std::string host = "localhost";
    std::uint16_t port = 6379;

    std::string ca_file{};           ///< trusted authorities, PEM; none of the three: those that the system trusts
    std::string ca_path{};           ///< a folder of them, with hashed names
    std::string ca_data{};           ///< their PEM text
    std::string certificate_file{};  ///< the client's own certificate and its issuers, PEM
    std::string certificate_data{};  ///< their PEM text
    std::string key_file{};          ///< its private key, PEM; empty: in the same file or text as the certificate
    secret key_data{};               ///< the PEM text of it
    secret key_password{};           ///< of an encrypted key
    std::string server_name{};       ///< what the server at `host` is called, where that is another name
    verification verify = verification::full;
    tls_version minimum_version = tls_version::v1_2;
    std::string ciphers{};           ///< of TLS 1.2, in OpenSSL's notation
    std::string ciphersuites{};      ///< of TLS 1.3
    std::string crl_file{};          ///< revoked certificates, PEM; a server's certificate then needs a list of its issuer
    socket_options options{};
    [[no_unique_address]] PeerCheck peer_check{};
    shared_tls_context context{};    ///< built from the settings at the first connection; not for users

    [[nodiscard]] hibana::endpoint endpoint() const { return hibana::endpoint(host, port); }

    template <class Execution>
    [[gnu::cold]] auto open(Execution& execution, const hibana::endpoint& where, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        return connect(execution, where, until);
    }

private:
    template <class Execution>
    auto connect(Execution& execution, hibana::endpoint where, deadline until) const
        -> task_of<Execution, result<stream<Execution>>> {
        auto shared = context.get(*this);
        if (!shared) co_return std::move(shared).error().with_endpoint(where.text());
        auto session = tls_session::make(*shared, verify, name_of(where));
        if (!session) co_return std::move(session).error().with_endpoint(where.text());
        if constexpr (prepares_tls<PeerCheck>) peer_check.prepare(session->native());

        auto socket = co_await detail::dial(execution, where, options, until);
        if (!socket) co_return std::move(socket).error();
        until.settle();
        stream<Execution> secured(std::move(*socket), std::move(*session));
        auto shaken = co_await secured.shake_hands(until);
        if (!shaken) co_return std::move(shaken).error().with_endpoint(where.text());

        if constexpr (policy::peer_check<PeerCheck>) {
            const tls_peer peer{secured.session().native(), &where};
            auto checked = co_await peer_check.check(execution, peer, until);
            if (!checked) co_return std::move(checked).error().with_fate(fate::not_sent).with_endpoint(where.text());
        }
        co_return std::move(secured);
    }

    std::string_view name_of(const hibana::endpoint& where) const {
        if (!server_name.empty() && (where.is_local() || where == this->endpoint())) return server_name;
        return where.host();
    }
};

using tls_transport = basic_tls_transport<>;

}  // namespace hibana
