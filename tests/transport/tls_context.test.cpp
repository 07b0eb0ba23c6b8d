// SPDX-License-Identifier: BSL-1.0
#include <hibana/transport/tls_context.hpp>

#include "catch.hpp"
#include "transport/forge.hpp"

#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace hibana;
using hibana::test::authority;
using hibana::test::forged;
using hibana::test::text_file;

namespace {

struct settings {
    std::string ca_file{}, ca_path{}, ca_data{}, certificate_file{}, certificate_data{}, key_file{};
    secret key_data{}, key_password{};
    verification verify = verification::full;
    tls_version minimum_version = tls_version::v1_2;
    std::string ciphers{}, ciphersuites{}, crl_file{};
};

std::string problem(const settings& from) {
    const shared_tls_context context;
    const auto built = context.get(from);
    if (built) return "";
    CHECK(built.error() == errc::invalid_argument);
    return built.error().message();
}

const forged& own() {
    static const forged made({.common_name = "a client", .alternatives = ""}, &authority());
    return made;
}

}  // namespace

TEST_CASE("tls_context: valid settings create a context", "[transport]") {
    CHECK(problem({}).empty());
    CHECK(problem({.ca_data = authority().certificate_text() + own().certificate_text()}).empty());
    CHECK(problem({.ciphers = "ECDHE+AESGCM", .ciphersuites = "TLS_AES_256_GCM_SHA384"}).empty());
    CHECK(problem({.certificate_data = own().certificate_text(), .key_data = own().key_text()}).empty());
    CHECK(problem({.certificate_data = own().certificate_text() + authority().certificate_text() + own().key_text()}).empty());
}

TEST_CASE("tls_context: authorities may be in a directory", "[transport]") {
    const std::string folder = "/tmp/hibana-test-authorities-" + std::to_string(::getpid());
    REQUIRE(::mkdir(folder.c_str(), 0700) == 0);
    CHECK(problem({.ca_path = folder}).empty());
    ::rmdir(folder.c_str());
}

TEST_CASE("tls_context: the error names the invalid setting", "[transport]") {
    const text_file garbage("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const text_file key(own().key_text());
    const std::string missing = "/nonexistent/a.pem";

    CHECK(problem({.ca_file = missing}) == "the TLS setting ca_file \"/nonexistent/a.pem\" cannot be used: No such file or directory");
    CHECK(problem({.ca_file = garbage.path()}).starts_with("the TLS setting ca_file \"" + garbage.path()));
    CHECK(problem({.ca_data = "no certificate"}).starts_with("the TLS setting ca_data cannot be used"));
    CHECK(problem({.ca_data = authority().certificate_text() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
              .starts_with("the TLS setting ca_data cannot be used"));
    CHECK(problem({.certificate_file = missing}) ==
          "the TLS setting certificate_file \"/nonexistent/a.pem\" cannot be used: No such file or directory");
    CHECK(problem({.certificate_data = "x"}).starts_with("the TLS setting certificate_data cannot be used"));
    CHECK(problem({.certificate_data = own().certificate_text(), .key_file = missing}) ==
          "the TLS setting key_file \"/nonexistent/a.pem\" cannot be used: No such file or directory");
    CHECK(problem({.key_file = key.path()}) == "a TLS key is set without certificate_file or certificate_data");
    CHECK(problem({.certificate_data = own().certificate_text()})
              .starts_with("the TLS setting certificate_data has no usable private key"));
    CHECK(problem({.ciphers = "NO-SUCH-CIPHER"}) == "the TLS setting ciphers \"NO-SUCH-CIPHER\" cannot be used: no cipher match");
    CHECK(problem({.ciphersuites = "NO_SUCH_SUITE"}).starts_with("the TLS setting ciphersuites \"NO_SUCH_SUITE\" cannot be used"));
    CHECK(problem({.crl_file = missing}).starts_with("the TLS setting crl_file \"/nonexistent/a.pem\" cannot be used"));
}

TEST_CASE("tls_context: a key must match its certificate", "[transport]") {
    const forged other({.common_name = "another client"}, &authority());
    CHECK(problem({.certificate_data = own().certificate_text(), .key_data = other.key_text()}) ==
          "the TLS setting key_data has a key that does not match the certificate: key values mismatch");
}

TEST_CASE("tls_context: an encrypted key requires its password, without a prompt", "[transport]") {
    const auto encrypted = [](const char* password) {
        return settings{.certificate_data = own().certificate_text(), .key_data = own().key_text("open sesame"), .key_password = password};
    };
    CHECK(problem(encrypted("open sesame")).empty());
    CHECK(problem(encrypted("")) == "the TLS key is encrypted, but key_password is not set");

    const std::string text = problem(encrypted("wrong canary"));
    CHECK(text.starts_with("the TLS setting key_data has no usable private key"));
    CHECK(text.find("canary") == std::string::npos);
    CHECK(problem(encrypted(std::string(5000, 'x').c_str())).starts_with("the TLS setting key_data has no usable private key"));
}

TEST_CASE("tls_context: settings may be corrected after a failure", "[transport]") {
    const shared_tls_context context;
    settings from{.ca_data = "no certificate"};
    CHECK_FALSE(context.get(from));
    from.ca_data = authority().certificate_text();
    CHECK(context.get(from));
}

TEST_CASE("tls_context: concurrent threads get the same context", "[transport]") {
    const shared_tls_context context;
    const settings from{.ca_data = authority().certificate_text()};
    std::vector<SSL_CTX*> seen(8);
    std::vector<std::thread> threads;
    for (SSL_CTX*& mine : seen) threads.emplace_back([&] { mine = context.get(from).value_or(nullptr); });
    for (std::thread& thread : threads) thread.join();

    for (SSL_CTX* each : seen) {
        CHECK(each != nullptr);
        CHECK(each == seen[0]);
    }
}
