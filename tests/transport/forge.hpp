// SPDX-License-Identifier: BSL-1.0
/// \file  Valid and invalid certificates for the TLS tests, generated in each run.
#pragma once
#include <chrono>
#include <cstdint>
#include <fstream>
#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace hibana::test {

enum class key_kind { p256, rsa_2048, rsa_1024, ed25519 };

/// Properties of a certificate; the defaults are valid for a local server.
struct certificate_wish {
    std::string common_name = "localhost";
    std::string alternatives = "DNS:localhost,IP:127.0.0.1";  ///< in the notation of OpenSSL; empty: none
    std::string raw_dns_name{};                               ///< instead: one name that may contain a zero byte
    std::string basic_constraints = "critical,CA:FALSE";      ///< empty: none
    std::string key_usage{};
    std::string extended_key_usage{};
    std::string name_constraints{};
    std::chrono::seconds valid_from{-3600};  ///< relative to now
    std::chrono::seconds valid_until{86'400};
    key_kind key = key_kind::p256;
    bool signed_with_sha1 = false;
};

inline certificate_wish authority_wish() {
    return {.common_name = "an authority", .alternatives = "", .basic_constraints = "critical,CA:TRUE", .key_usage = "critical,keyCertSign,cRLSign"};
}

/// A certificate and its key.
class forged {
public:
    forged(const certificate_wish& wish, const forged* issuer = nullptr)
        : key_(make_key(wish.key), &::EVP_PKEY_free), certificate_(::X509_new(), &::X509_free) {
        X509* made = certificate_.get();
        X509* by = issuer ? issuer->certificate() : made;
        std::uint64_t serial = 0;
        ::RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
        ::X509_set_version(made, X509_VERSION_3);
        ::ASN1_INTEGER_set_uint64(::X509_get_serialNumber(made), serial >> 1);
        ::X509_gmtime_adj(::X509_getm_notBefore(made), static_cast<long>(wish.valid_from.count()));
        ::X509_gmtime_adj(::X509_getm_notAfter(made), static_cast<long>(wish.valid_until.count()));
        ::X509_set_pubkey(made, key_.get());
        ::X509_NAME_add_entry_by_txt(::X509_get_subject_name(made), "CN", MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char*>(wish.common_name.c_str()), -1, -1, 0);
        ::X509_set_issuer_name(made, ::X509_get_subject_name(by));
        extend(by, NID_basic_constraints, wish.basic_constraints);
        extend(by, NID_key_usage, wish.key_usage);
        extend(by, NID_ext_key_usage, wish.extended_key_usage);
        extend(by, NID_name_constraints, wish.name_constraints);
        extend(by, NID_subject_key_identifier, "hash");
        if (issuer) extend(by, NID_authority_key_identifier, "keyid");
        if (wish.raw_dns_name.empty()) extend(by, NID_subject_alt_name, wish.alternatives);
        else add_raw_name(wish.raw_dns_name);
        EVP_PKEY* signing = issuer ? issuer->key() : key_.get();
        const EVP_MD* digest = ::EVP_PKEY_get_id(signing) == EVP_PKEY_ED25519 ? nullptr
                               : wish.signed_with_sha1                       ? ::EVP_sha1()
                                                                             : ::EVP_sha256();
        require(::X509_sign(made, signing, digest) > 0, "signing");
    }

    X509* certificate() const { return certificate_.get(); }
    EVP_PKEY* key() const { return key_.get(); }

    std::string certificate_text() const {
        return written([&](BIO* to) { return ::PEM_write_bio_X509(to, certificate()); });
    }
    /// The key as PEM, encrypted if the password is not empty.
    std::string key_text(std::string_view password = {}) const {
        return written([&](BIO* to) {
            return ::PEM_write_bio_PrivateKey(to, key(), password.empty() ? nullptr : ::EVP_aes_256_cbc(),
                                              reinterpret_cast<const unsigned char*>(password.data()),
                                              static_cast<int>(password.size()), nullptr, nullptr);
        });
    }
    /// A revocation list of this authority, PEM.
    std::string revocation_list(const forged* revoked) const {
        const std::unique_ptr<X509_CRL, decltype(&::X509_CRL_free)> list(::X509_CRL_new(), &::X509_CRL_free);
        ::X509_CRL_set_version(list.get(), 1);
        ::X509_CRL_set_issuer_name(list.get(), ::X509_get_subject_name(certificate()));
        const std::unique_ptr<ASN1_TIME, decltype(&::ASN1_TIME_free)> last(::X509_gmtime_adj(nullptr, -3600), &::ASN1_TIME_free);
        const std::unique_ptr<ASN1_TIME, decltype(&::ASN1_TIME_free)> next(::X509_gmtime_adj(nullptr, 3600), &::ASN1_TIME_free);
        ::X509_CRL_set1_lastUpdate(list.get(), last.get());
        ::X509_CRL_set1_nextUpdate(list.get(), next.get());
        if (revoked) {
            X509_REVOKED* entry = ::X509_REVOKED_new();
            ::X509_REVOKED_set_serialNumber(entry, ::X509_get_serialNumber(revoked->certificate()));
            ::X509_REVOKED_set_revocationDate(entry, last.get());
            ::X509_CRL_add0_revoked(list.get(), entry);
        }
        require(::X509_CRL_sign(list.get(), key(), ::EVP_sha256()) > 0, "signing a list");
        return written([&](BIO* to) { return ::PEM_write_bio_X509_CRL(to, list.get()); });
    }

private:
    static void require(bool done, const char* what) {
        if (!done) throw std::runtime_error(std::string("forging a certificate: ") + what);
    }
    static EVP_PKEY* make_key(key_kind kind) {
        EVP_PKEY* key = kind == key_kind::p256       ? ::EVP_EC_gen("P-256")
                        : kind == key_kind::rsa_2048 ? ::EVP_RSA_gen(2048)
                        : kind == key_kind::rsa_1024 ? ::EVP_RSA_gen(1024)
                                                     : ::EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
        require(key != nullptr, "no key");
        return key;
    }
    void extend(X509* issuer, int kind, const std::string& value) {
        if (value.empty()) return;
        X509V3_CTX context;
        ::X509V3_set_ctx(&context, issuer, certificate_.get(), nullptr, nullptr, 0);
        X509_EXTENSION* extension = ::X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
        const bool added = extension != nullptr && ::X509_add_ext(certificate_.get(), extension, -1) == 1;
        ::X509_EXTENSION_free(extension);
        require(added, value.c_str());
    }
    void add_raw_name(const std::string& name) {
        GENERAL_NAMES* names = ::GENERAL_NAMES_new();
        GENERAL_NAME* one = ::GENERAL_NAME_new();
        ASN1_IA5STRING* text = ::ASN1_IA5STRING_new();
        ::ASN1_STRING_set(text, name.data(), static_cast<int>(name.size()));
        ::GENERAL_NAME_set0_value(one, GEN_DNS, text);
        sk_GENERAL_NAME_push(names, one);
        ::X509_add1_ext_i2d(certificate_.get(), NID_subject_alt_name, names, 0, 0);
        ::GENERAL_NAMES_free(names);
    }
    template <class Write> static std::string written(Write write) {
        const std::unique_ptr<BIO, decltype(&::BIO_free_all)> text(::BIO_new(::BIO_s_mem()), &::BIO_free_all);
        require(write(text.get()) == 1, "writing PEM");
        char* bytes = nullptr;
        const long size = BIO_get_mem_data(text.get(), &bytes);
        return {bytes, static_cast<std::size_t>(size)};
    }

    std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> key_;
    std::unique_ptr<X509, decltype(&::X509_free)> certificate_;
};

/// The authority that the tests trust.
inline const forged& authority() {
    static const forged made(authority_wish());
    return made;
}

/// A temporary file of a test.
class text_file {
public:
    explicit text_file(const std::string& text, std::string path = fresh()) : path_(std::move(path)) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    text_file(const text_file&) = delete;
    text_file& operator=(const text_file&) = delete;
    ~text_file() { ::unlink(path_.c_str()); }
    const std::string& path() const { return path_; }

private:
    static std::string fresh() {
        static int number = 0;
        return "/tmp/hibana-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".pem";
    }
    std::string path_;
};

}  // namespace hibana::test
