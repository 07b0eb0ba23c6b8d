// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/tls_error.hpp>

#include "catch.hpp"

#include <cerrno>
#include <openssl/ssl.h>
#include <string>

using namespace hibana;

TEST_CASE("tls_error: OpenSSL errors are error codes with a text", "[transport]") {
    ERR_raise(ERR_LIB_SSL, SSL_R_NO_SHARED_CIPHER);
    ERR_raise(ERR_LIB_SSL, SSL_R_BAD_LENGTH);

    const std::error_code first = detail::pop_openssl_error();

    CHECK(first.category() == tls_category());
    CHECK(first.message() == "no shared cipher");
    CHECK(::ERR_peek_error() == 0);
    CHECK_FALSE(detail::pop_openssl_error());
}

TEST_CASE("tls_error: a system error keeps its category", "[transport]") {
    ERR_raise(ERR_LIB_SYS, ENOENT);
    CHECK(detail::pop_openssl_error() == std::errc::no_such_file_or_directory);
}

TEST_CASE("tls_error: every certificate error has a text", "[transport]") {
    CHECK(std::error_code(X509_V_ERR_CERT_HAS_EXPIRED, certificate_category()).message() == "certificate has expired");
    CHECK_FALSE(std::error_code(12345, certificate_category()).message().empty());
    CHECK_FALSE(std::error_code(12345, tls_category()).message().empty());
    CHECK(tls_category().name() == std::string("tls"));
    CHECK(certificate_category().name() == std::string("certificate"));
}
