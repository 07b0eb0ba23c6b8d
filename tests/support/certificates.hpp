// SPDX-License-Identifier: BSL-1.0
/// \file  Certificates for the TLS tests, made when they are needed: no private key is kept in the repository.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace hibana::test {

/// The subject of a certificate; by default it is valid for a server on this machine.
struct certificate_request {
    std::string common_name = "localhost";
    std::vector<std::string> names{"localhost"};      ///< DNS names of the subject alternative name
    std::vector<std::string> addresses{"127.0.0.1"};  ///< numeric addresses of it
    std::chrono::seconds valid_from{-3600};           ///< counted from now
    std::chrono::seconds valid_until{24 * 3600};
};

/// A certificate and its private key, both as PEM text.
struct issued_certificate {
    std::string certificate;
    std::string key;
};

/// An authority that issues certificates and that a test can trust.
class certificate_authority {
public:
    explicit certificate_authority(const std::string& common_name = "hibana test authority");
    certificate_authority(const certificate_authority&) = delete;
    certificate_authority& operator=(const certificate_authority&) = delete;
    ~certificate_authority();

    std::string certificate() const;  ///< PEM
    issued_certificate issue(const certificate_request& = {}) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace hibana::test
