// SPDX-License-Identifier: BSL-1.0
/// \file  Conversion of OpenSSL errors.
#pragma once
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string>
#include <system_error>
#include <utility>

namespace hibana {

namespace detail {

class tls_category_type final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "tls"; }
    [[nodiscard]] std::string message(int value) const override {
        // the texts are not loaded before the first use of TLS
        ::OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS | OPENSSL_INIT_LOAD_CRYPTO_STRINGS, nullptr);
        const auto code = static_cast<unsigned long>(static_cast<unsigned>(value));
        if (const char* reason = ::ERR_reason_error_string(code)) return reason;
        char text[128];
        ::ERR_error_string_n(code, text, sizeof text);
        return text;
    }
};

class certificate_category_type final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "certificate"; }
    [[nodiscard]] std::string message(int value) const override { return ::X509_verify_cert_error_string(value); }
};

}  // namespace detail

/// The category of OpenSSL's error codes (library and reason); its name is "tls".
[[nodiscard]] inline const std::error_category& tls_category() noexcept {
    static const detail::tls_category_type category;
    return category;
}

/// The category of certificate verification errors (`X509_V_ERR_...`); its name is "certificate".
[[nodiscard]] inline const std::error_category& certificate_category() noexcept {
    static const detail::certificate_category_type category;
    return category;
}

namespace detail {

/// Clears the error queue of OpenSSL for this thread and returns the first error, which is the root cause.
[[nodiscard]] inline std::error_code pop_openssl_error() {
    const unsigned long code = ::ERR_get_error();
    ::ERR_clear_error();
    if (code == 0) return {};
    if (ERR_SYSTEM_ERROR(code)) return {ERR_GET_REASON(code), std::system_category()};
    return {static_cast<int>(code), tls_category()};
}

/// An error for an invalid setting, with the reason from OpenSSL.
[[nodiscard]] inline error unusable_setting(std::string text) {
    return error(errc::invalid_argument, fate::not_sent, std::move(text)).with_cause(pop_openssl_error());
}

}  // namespace detail
}  // namespace hibana
