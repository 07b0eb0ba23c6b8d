// SPDX-License-Identifier: BSL-1.0
/// \file  How the certificates of the TLS tests are made and signed.
#include "support/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace hibana::test {
namespace {

template <auto Free>
struct free_with {
    template <class T>
    void operator()(T* object) const { Free(object); }
};
using key_pointer = std::unique_ptr<EVP_PKEY, free_with<EVP_PKEY_free>>;
using certificate_pointer = std::unique_ptr<X509, free_with<X509_free>>;
using text_pointer = std::unique_ptr<BIO, free_with<BIO_free_all>>;
using extension_pointer = std::unique_ptr<X509_EXTENSION, free_with<X509_EXTENSION_free>>;

void require(bool done, const char* what) {
    if (!done) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

key_pointer new_key() {
    key_pointer key(EVP_EC_gen("P-256"));
    require(key != nullptr, "no P-256 key");
    return key;
}

void extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const extension_pointer extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, value.c_str());
}

certificate_pointer new_certificate(const std::string& common_name, EVP_PKEY* key, std::chrono::seconds from, std::chrono::seconds until) {
    certificate_pointer certificate(X509_new());
    std::uint64_t serial = 0;
    require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "no random serial");
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), static_cast<long>(from.count()));
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(until.count()));
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
    return certificate;
}

std::string read_all(BIO* text) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(text, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
    const text_pointer text(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_X509(text.get(), certificate) == 1, "certificate to PEM");
    return read_all(text.get());
}

std::string pem(EVP_PKEY* key) {
    const text_pointer text(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_PrivateKey(text.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "key to PEM");
    return read_all(text.get());
}

}  // namespace

struct certificate_authority::state {
    key_pointer key;
    certificate_pointer certificate;
};

certificate_authority::certificate_authority(const std::string& common_name) : state_(std::make_unique<state>()) {
    state_->key = new_key();
    state_->certificate = new_certificate(common_name, state_->key.get(), std::chrono::hours(-24 * 365), std::chrono::hours(24 * 365));
    X509* self = state_->certificate.get();
    X509_set_issuer_name(self, X509_get_subject_name(self));
    extend(self, self, NID_basic_constraints, "critical,CA:TRUE");
    extend(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(self, self, NID_subject_key_identifier, "hash");
    require(X509_sign(self, state_->key.get(), EVP_sha256()) > 0, "signing the authority");
}

certificate_authority::~certificate_authority() = default;

std::string certificate_authority::certificate() const {
    return pem(state_->certificate.get());
}

issued_certificate certificate_authority::issue(const certificate_request& request) const {
    const key_pointer key = new_key();
    const certificate_pointer certificate = new_certificate(request.common_name, key.get(), request.valid_from, request.valid_until);
    X509* authority = state_->certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(authority));
    extend(certificate.get(), authority, NID_basic_constraints, "critical,CA:FALSE");
    extend(certificate.get(), authority, NID_authority_key_identifier, "keyid");
    std::string alternatives;
    for (const auto& name : request.names) alternatives += (alternatives.empty() ? "DNS:" : ",DNS:") + name;
    for (const auto& address : request.addresses) alternatives += (alternatives.empty() ? "IP:" : ",IP:") + address;
    if (!alternatives.empty()) extend(certificate.get(), authority, NID_subject_alt_name, alternatives);
    require(X509_sign(certificate.get(), state_->key.get(), EVP_sha256()) > 0, "signing a certificate");
    return {pem(certificate.get()), pem(key.get())};
}

}  // namespace hibana::test
