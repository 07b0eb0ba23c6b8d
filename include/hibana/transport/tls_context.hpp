// SPDX-License-Identifier: BSL-1.0
/// \file  TLS context shared by the connections of a transport: trust, client certificate, versions and ciphers.
#pragma once
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/secret.hpp>
#include <hibana/transport/tls_error.hpp>
#include <hibana/transport/verification.hpp>

#include <atomic>
#include <cstddef>
#include <cstring>
#include <memory>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string>
#include <string_view>
#include <utility>

namespace hibana {

namespace detail {

template <auto Free> struct openssl_deleter {
    template <class T> void operator()(T* object) const noexcept { Free(object); }
};
template <class T, auto Free> using openssl_pointer = std::unique_ptr<T, openssl_deleter<Free>>;
using bio_pointer = openssl_pointer<BIO, BIO_free_all>;
using x509_pointer = openssl_pointer<X509, X509_free>;
using key_pointer = openssl_pointer<EVP_PKEY, EVP_PKEY_free>;
using context_pointer = openssl_pointer<SSL_CTX, SSL_CTX_free>;

inline bio_pointer open_memory(std::string_view text) {
    return bio_pointer(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}
inline bio_pointer open_file(const std::string& path) {
    return bio_pointer(::BIO_new_file(path.c_str(), "r"));
}

/// Password callback of a key. Without a callback OpenSSL would prompt on the terminal.
struct key_password_source {
    std::string_view password;
    bool was_called = false;

    static int callback(char* into, int capacity, int, void* user_data) {
        auto& source = *static_cast<key_password_source*>(user_data);
        source.was_called = true;
        if (source.password.empty() || source.password.size() > static_cast<std::size_t>(capacity)) return -1;
        std::memcpy(into, source.password.data(), source.password.size());
        return static_cast<int>(source.password.size());
    }
};

/// Verifies the server certificate as OpenSSL does, and additionally requires that every issuer is marked as a certificate authority:
/// OpenSSL also accepts certificates that have only the key usage for signing certificates.
///
/// The application data of the SSL object is null, or points to a pointer that receives a rejected certificate.
inline int verify_chain(X509_STORE_CTX* checked, void*) {
    const int valid = ::X509_verify_cert(checked);
    if (valid <= 0) {
        auto* ssl = static_cast<SSL*>(::X509_STORE_CTX_get_ex_data(checked, ::SSL_get_ex_data_X509_STORE_CTX_idx()));
        auto** rejected = static_cast<X509**>(SSL_get_app_data(ssl));
        X509* presented = ::X509_STORE_CTX_get0_cert(checked);
        if (rejected != nullptr && *rejected == nullptr && presented != nullptr && ::X509_up_ref(presented) == 1) *rejected = presented;
        return valid;
    }
    const STACK_OF(X509)* chain = ::X509_STORE_CTX_get0_chain(checked);
    for (int depth = 1; depth < sk_X509_num(chain); ++depth) {
        const auto flags = ::X509_get_extension_flags(sk_X509_value(chain, depth));
        const bool is_authority = (flags & EXFLAG_BCONS) != 0 && (flags & EXFLAG_CA) != 0;
        const bool is_old_root = (flags & EXFLAG_V1) != 0 && (flags & EXFLAG_SS) != 0;
        if (is_authority || is_old_root) continue;
        ::X509_STORE_CTX_set_error(checked, X509_V_ERR_INVALID_CA);
        ::X509_STORE_CTX_set_error_depth(checked, depth);
        return 0;
    }
    return 1;
}

/// Builds a context from settings; stores the error of the first invalid setting.
class tls_context_builder {
public:
    tls_context_builder() : context_(::SSL_CTX_new(::TLS_client_method())) {
        if (context_ == nullptr) error_ = unusable_setting("OpenSSL cannot create a TLS context");
    }

    template <class Settings> result<context_pointer> build(const Settings& from) && {
        if (!error_) set_protocol(from.minimum_version, from.ciphers, from.ciphersuites);
        if (!error_) set_trust(from.verify, from.ca_file, from.ca_path, from.ca_data);
        if (!error_) set_revocation(from.crl_file);
        if (!error_) set_certificate(from.certificate_file, from.certificate_data);
        if (!error_) {
            const std::string_view password = from.key_password.view();
            if (!from.key_data.empty()) set_key("key_data", open_memory(from.key_data.view()), {}, password);
            else if (!from.key_file.empty()) set_key("key_file", open_file(from.key_file), from.key_file, password);
            else if (!from.certificate_data.empty()) set_key("certificate_data", open_memory(from.certificate_data), {}, password);
            else if (!from.certificate_file.empty())
                set_key("certificate_file", open_file(from.certificate_file), from.certificate_file, password);
        }
        if (error_) return std::move(error_);
        return std::move(context_);
    }

private:
    void fail(std::string text) { error_ = unusable_setting(std::move(text)); }
    void fail(const char* setting, std::string_view value) { fail("the TLS setting " + named(setting, value) + " cannot be used"); }
    static std::string named(std::string setting, std::string_view value) {
        if (!value.empty()) setting.append(" \"").append(value).append("\"");
        return setting;
    }

    void set_protocol(tls_version minimum, const std::string& ciphers, const std::string& ciphersuites) {
        SSL_CTX* context = context_.get();
        ::ERR_clear_error();
        SSL_CTX_set_min_proto_version(context, minimum == tls_version::v1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
        SSL_CTX_set_max_proto_version(context, 0);
        ::SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
        // the system configuration of OpenSSL may have set these
        ::SSL_CTX_clear_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_LEGACY_SERVER_CONNECT |
                                             SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
        if (::SSL_CTX_get_security_level(context) < 2) ::SSL_CTX_set_security_level(context, 2);
        if (!ciphers.empty() && ::SSL_CTX_set_cipher_list(context, ciphers.c_str()) != 1) return fail("ciphers", ciphers);
        if (!ciphersuites.empty() && ::SSL_CTX_set_ciphersuites(context, ciphersuites.c_str()) != 1)
            return fail("ciphersuites", ciphersuites);
    }

    void set_trust(verification verify, const std::string& file, const std::string& path, const std::string& data) {
        SSL_CTX* context = context_.get();
        ::SSL_CTX_set_verify(context, verify == verification::insecure_none ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
        ::SSL_CTX_set_cert_verify_callback(context, &verify_chain, nullptr);
        if (file.empty() && path.empty() && data.empty()) {
            if (verify != verification::insecure_none && ::SSL_CTX_set_default_verify_paths(context) != 1)
                fail("the trusted authorities of the system cannot be read");
            return;
        }
        if (!file.empty() && ::SSL_CTX_load_verify_file(context, file.c_str()) != 1) return fail("ca_file", file);
        if (!path.empty() && ::SSL_CTX_load_verify_dir(context, path.c_str()) != 1) return fail("ca_path", path);
        if (!data.empty()) {
            const bio_pointer text = open_memory(data);
            int found = 0;
            for (; const x509_pointer authority{::PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)}; ++found)
                if (::X509_STORE_add_cert(::SSL_CTX_get_cert_store(context), authority.get()) != 1) return fail("ca_data", {});
            if (found == 0 || !is_at_end_of_pem()) return fail("ca_data", {});
        }
    }

    void set_revocation(const std::string& file) {
        if (file.empty()) return;
        X509_STORE* store = ::SSL_CTX_get_cert_store(context_.get());
        X509_LOOKUP* lookup = ::X509_STORE_add_lookup(store, ::X509_LOOKUP_file());
        if (lookup == nullptr || ::X509_load_crl_file(lookup, file.c_str(), X509_FILETYPE_PEM) < 1) return fail("crl_file", file);
        ::X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
    }

    void set_certificate(const std::string& file, const std::string& data) {
        SSL_CTX* context = context_.get();
        if (!file.empty() && ::SSL_CTX_use_certificate_chain_file(context, file.c_str()) != 1) return fail("certificate_file", file);
        if (data.empty()) return;
        const bio_pointer text = open_memory(data);
        const x509_pointer own{::PEM_read_bio_X509_AUX(text.get(), nullptr, nullptr, nullptr)};
        if (own == nullptr || ::SSL_CTX_use_certificate(context, own.get()) != 1) return fail("certificate_data", {});
        SSL_CTX_clear_chain_certs(context);
        for (; const x509_pointer issuer{::PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)};)
            if (SSL_CTX_add1_chain_cert(context, issuer.get()) != 1) return fail("certificate_data", {});
        if (!is_at_end_of_pem()) return fail("certificate_data", {});
    }

    void set_key(const char* setting, bio_pointer text, std::string_view file, std::string_view password) {
        if (text == nullptr) return fail(setting, file);
        key_password_source source{password};
        const key_pointer key{::PEM_read_bio_PrivateKey(text.get(), nullptr, &key_password_source::callback, &source)};
        if (key == nullptr) {
            fail("the TLS setting " + named(setting, file) + " has no usable private key");
            if (source.was_called && password.empty()) {
                ::ERR_clear_error();
                error_ = error(errc::invalid_argument, fate::not_sent, "the TLS key is encrypted, but key_password is not set");
            }
            return;
        }
        SSL_CTX* context = context_.get();
        if (::SSL_CTX_get0_certificate(context) == nullptr) return fail("a TLS key is set without certificate_file or certificate_data");
        if (::SSL_CTX_use_PrivateKey(context, key.get()) != 1 || ::SSL_CTX_check_private_key(context) != 1)
            return fail("the TLS setting " + named(setting, file) + " has a key that does not match the certificate");
    }

    // after the last PEM block OpenSSL reports that no further block starts; any other error means a malformed block
    static bool is_at_end_of_pem() {
        const unsigned long last = ::ERR_peek_last_error();
        if (ERR_GET_LIB(last) != ERR_LIB_PEM || ERR_GET_REASON(last) != PEM_R_NO_START_LINE) return false;
        ::ERR_clear_error();
        return true;
    }

    context_pointer context_;
    error error_;
};

}  // namespace detail

/// The context of a transport: built for the first connection and shared by all connections; a copy of the transport builds a new one.
/// Thread-safe.
class shared_tls_context {
public:
    shared_tls_context() = default;
    shared_tls_context(const shared_tls_context&) noexcept {}
    shared_tls_context(shared_tls_context&& other) noexcept : built_(other.built_.exchange(nullptr)) {}
    shared_tls_context& operator=(shared_tls_context other) noexcept {
        other.built_ = built_.exchange(other.built_);
        return *this;
    }
    ~shared_tls_context() { ::SSL_CTX_free(built_); }

    /// Returns the context; the first call builds it from the settings.
    template <class Settings> result<SSL_CTX*> get(const Settings& from) const {
        if (SSL_CTX* built = built_.load(std::memory_order_acquire)) return built;
        auto made = detail::tls_context_builder().build(from);
        if (!made) return std::move(made).error();
        SSL_CTX* expected = nullptr;
        if (!built_.compare_exchange_strong(expected, made->get(), std::memory_order_acq_rel)) return expected;
        return made->release();
    }

private:
    mutable std::atomic<SSL_CTX*> built_{nullptr};
};

}  // namespace hibana
