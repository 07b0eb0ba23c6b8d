// SPDX-License-Identifier: BSL-1.0
/// \file  TLS server for tests, with one connection in a separate thread.
#pragma once
#include "transport/forge.hpp"
#include "transport/listener.hpp"

#include <csignal>
#include <functional>
#include <memory>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string>
#include <sys/time.h>
#include <thread>
#include <utility>
#include <vector>

namespace hibana::test {

/// Configuration of the server, and its action after the handshake.
struct tls_server_setup {
    const forged* certificate = nullptr;
    std::vector<const forged*> issuers{};  ///< sent with the certificate
    int lowest = 0;                        ///< TLS versions of OpenSSL
    int highest = 0;
    const forged* client_authority = nullptr;  ///< if set, a client certificate is required
    std::function<void(SSL*)> talk{};          ///< by default echoes every byte
};

inline std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> server_context(const tls_server_setup& setup) {
    std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> context(::SSL_CTX_new(::TLS_server_method()), &::SSL_CTX_free);
    ::SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), setup.lowest);
    SSL_CTX_set_max_proto_version(context.get(), setup.highest);
    ::SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
    ::SSL_CTX_use_certificate(context.get(), setup.certificate->certificate());
    ::SSL_CTX_use_PrivateKey(context.get(), setup.certificate->key());
    for (const forged* issuer : setup.issuers) SSL_CTX_add1_chain_cert(context.get(), issuer->certificate());
    if (setup.client_authority) {
        ::X509_STORE_add_cert(::SSL_CTX_get_cert_store(context.get()), setup.client_authority->certificate());
        ::SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    return context;
}

class tls_server {
public:
    explicit tls_server(tls_server_setup setup) : setup_(std::move(setup)), thread_([this] { serve(); }) {}
    ~tls_server() { finish(); }

    const hibana::endpoint& endpoint() const { return listener_.endpoint(); }
    /// Waits until the connection has ended.
    void finish() {
        if (thread_.joinable()) thread_.join();
    }
    /// The decrypted bytes; valid after `finish`.
    const std::string& received() const { return received_; }
    /// The server name indication of the client, if any.
    const std::string& requested_name() const { return asked_name_; }
    bool has_shaken() const { return has_shaken_; }
    /// Whether the client sent close_notify.
    bool was_closed_in_order() const { return was_closed_in_order_; }
    std::string version() const { return version_; }

private:
    void serve() {
        sigset_t broken_pipe;
        ::sigemptyset(&broken_pipe);
        ::sigaddset(&broken_pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
        const auto context = server_context(setup_);
        const descriptor client = listener_.accept();
        const timeval timeout{20, 0};
        ::setsockopt(*client, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        const std::unique_ptr<SSL, decltype(&::SSL_free)> ssl(::SSL_new(context.get()), &::SSL_free);
        ::SSL_set_fd(ssl.get(), *client);
        has_shaken_ = ::SSL_accept(ssl.get()) == 1;
        if (const char* name = ::SSL_get_servername(ssl.get(), TLSEXT_NAMETYPE_host_name)) asked_name_ = name;
        version_ = ::SSL_get_version(ssl.get());
        if (has_shaken_) {
            if (setup_.talk) setup_.talk(ssl.get());
            else echo(ssl.get());
        }
        ::ERR_clear_error();
    }
    void echo(SSL* ssl) {
        char bytes[16384];
        for (int size; (size = ::SSL_read(ssl, bytes, sizeof bytes)) > 0;) {
            received_.append(bytes, static_cast<std::size_t>(size));
            ::SSL_write(ssl, bytes, size);
        }
        was_closed_in_order_ = ::SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN;
    }

    tls_server_setup setup_;
    listener listener_;
    std::string received_, asked_name_, version_;
    bool has_shaken_ = false, was_closed_in_order_ = false;
    std::thread thread_;
};

}  // namespace hibana::test
