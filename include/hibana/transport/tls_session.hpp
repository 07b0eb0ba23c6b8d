// SPDX-License-Identifier: BSL-1.0
/// \file  TLS session without I/O, on buffers.
#pragma once
#include <hibana/core/errc.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/transport/socket_address.hpp>
#include <hibana/transport/tls_context.hpp>
#include <hibana/transport/tls_error.hpp>
#include <hibana/transport/verification.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace hibana {

/// Client side of one TLS connection. It does no I/O: its owner sends `output()` to the peer, and reads bytes of the peer into
/// `prepare_input()`.
class tls_session {
public:
    tls_session() = default;

    /// Creates a session for a server with this `name`, a host name or a numeric address.
    [[nodiscard]] static result<tls_session> make(SSL_CTX* context, verification verify, std::string_view name) {
        ::ERR_clear_error();
        auto made = std::make_unique<state>();
        SSL* ssl = ::SSL_new(context);
        made->ssl.reset(ssl);
        BIO* transfer = ::BIO_new(transfer_method());
        if (ssl == nullptr || transfer == nullptr) {
            ::BIO_free(transfer);
            return detail::unusable_setting("OpenSSL cannot create a TLS connection");
        }
        ::BIO_set_data(transfer, made.get());
        ::BIO_set_init(transfer, 1);
        ::SSL_set_bio(ssl, transfer, transfer);
        ::SSL_set_connect_state(ssl);
        SSL_set_app_data(ssl, static_cast<void*>(&made->presented));
        if (error err = made->set_expected_name(verify, name)) return err;
        return tls_session(std::move(made));
    }

    /// One step of the handshake: true if it is complete, false if more bytes of the peer are needed.
    [[nodiscard]] result<bool> handshake() {
        if (state_->is_plaintext()) return plaintext();
        ::ERR_clear_error();
        const int status = ::SSL_do_handshake(state_->ssl.get());
        if (status == 1) return state_->is_secured = true;
        error err = make_error(status);
        if (!err) return false;
        return err;
    }

    /// Decrypts received bytes into `plain`; zero if more bytes of the peer are needed.
    [[nodiscard]] result<std::size_t> decrypt(std::span<char> plain) {
        if (state_->close_state) return state_->close_state;
        std::size_t decrypted = 0;
        while (decrypted < plain.size()) {
            ::ERR_clear_error();
            std::size_t some = 0;
            const int status = ::SSL_read_ex(state_->ssl.get(), plain.data() + decrypted, plain.size() - decrypted, &some);
            if (status == 1) {
                decrypted += some;
                continue;
            }
            state_->close_state = make_error(status);
            if (state_->close_state && decrypted == 0) return state_->close_state;
            break;
        }
        return decrypted;
    }

    /// Encrypts `plain` and appends it to the output.
    [[nodiscard]] result<void> encrypt(std::string_view plain) {
        ::ERR_clear_error();
        std::size_t encrypted = 0;
        const int status = ::SSL_write_ex(state_->ssl.get(), plain.data(), plain.size(), &encrypted);
        if (status == 1) return {};
        error err = make_error(status);
        if (!err) err = error(errc::tls_failed, fate::not_sent, "the server requested a renegotiation during a request");
        return err;
    }

    /// Appends the close_notify alert to the output.
    void close() {
        ::ERR_clear_error();
        if (state_->is_secured && !state_->close_state) ::SSL_shutdown(state_->ssl.get());
        ::ERR_clear_error();
    }

    /// Bytes for the peer.
    [[nodiscard]] std::string_view output() const noexcept { return {state_->output, state_->output_size}; }
    /// Returns the output and clears it. The bytes stay valid until the next call, while new output is appended to another buffer.
    [[nodiscard]] std::string_view consume_output() noexcept {
        std::swap(state_->output, state_->outgoing);
        std::swap(state_->output_capacity, state_->outgoing_capacity);
        return {state_->outgoing, std::exchange(state_->output_size, 0)};
    }

    /// Buffer for bytes of the peer; not empty if more of them are needed.
    [[nodiscard]] std::span<char> prepare_input() noexcept {
        state_->compact_input();
        return {state_->input.get() + state_->input_end, state::input_size - state_->input_end};
    }
    /// Adds `size` bytes, which were read into `prepare_input()`.
    void commit_input(std::size_t size) noexcept {
        if (size == 0) return;
        if (!state_->has_input) state_->first_byte = static_cast<unsigned char>(state_->input[state_->input_end]);
        state_->has_input = true;
        state_->input_end += size;
    }
    /// Marks the end of the input.
    void end_input() noexcept { state_->is_input_ended = true; }

    /// Whether the peer has sent any byte.
    [[nodiscard]] bool has_input() const noexcept { return state_->has_input; }
    /// Whether `decrypt` would return bytes or an error without more bytes of the peer. Post-handshake messages of TLS do not count.
    [[nodiscard]] bool can_decrypt() {
        if (state_ == nullptr || state_->close_state) return state_ != nullptr;
        ::ERR_clear_error();
        char first;
        std::size_t seen = 0;
        const int status = ::SSL_peek_ex(state_->ssl.get(), &first, 1, &seen);
        if (status != 1) state_->close_state = make_error(status);
        return status == 1 || state_->close_state;
    }

    [[nodiscard]] SSL* native() const noexcept { return state_ ? state_->ssl.get() : nullptr; }

private:
    struct state {
        // two records of maximum size
        static constexpr std::size_t input_size = 33 * 1024;

        detail::openssl_pointer<SSL, SSL_free> ssl;
        std::unique_ptr<char[]> input{new char[input_size]};
        std::size_t input_at = 0;
        std::size_t input_end = 0;
        char* output = nullptr;  // grown inside calls of OpenSSL, which exceptions must not cross
        std::size_t output_size = 0;
        std::size_t output_capacity = 0;
        char* outgoing = nullptr;  // currently being sent
        std::size_t outgoing_capacity = 0;
        std::string expected;       // the name that the certificate must have; empty: any
        X509* presented = nullptr;  // the rejected certificate
        error close_state;          // why nothing more can be decrypted
        unsigned char first_byte = 0;
        bool has_input = false;
        bool is_input_ended = false;
        bool is_secured = false;

        state() = default;
        state(const state&) = delete;
        state& operator=(const state&) = delete;
        ~state() {
            ::X509_free(presented);
            std::free(output);
            std::free(outgoing);
        }

        void compact_input() noexcept {
            if (input_at != 0) std::memmove(input.get(), input.get() + input_at, input_end - input_at);
            input_end -= input_at;
            input_at = 0;
        }

        // a TLS record starts with its type; the first record of a server is a handshake message (22) or an alert (21)
        bool is_plaintext() const noexcept { return has_input && first_byte != 21 && first_byte != 22; }

        error set_expected_name(verification verify, std::string_view name) {
            if (const auto scope = name.find('%'); scope != name.npos && name.find(':') != name.npos)
                name = name.substr(0, scope);
            const bool is_address = socket_address::numeric(name, 0).has_value();
            if (!is_address && name.ends_with('.')) name.remove_suffix(1);
            const std::string written(name);
            if (!is_address && !written.empty() && SSL_set_tlsext_host_name(ssl.get(), written.c_str()) != 1)
                return detail::unusable_setting("the host name cannot be used in a TLS handshake");
            if (verify != verification::full) return error();
            if (written.empty())
                return error(errc::invalid_argument, fate::not_sent,
                             "no name to verify the certificate with; set server_name");
            X509_VERIFY_PARAM* rules = ::SSL_get0_param(ssl.get());
            ::X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
            const int is_set = is_address ? ::X509_VERIFY_PARAM_set1_ip_asc(rules, written.c_str())
                                          : ::X509_VERIFY_PARAM_set1_host(rules, written.data(), written.size());
            if (is_set != 1) return detail::unusable_setting("the host name cannot be used to verify a certificate");
            expected = written;
            return error();
        }
    };

    explicit tls_session(std::unique_ptr<state> made) noexcept : state_(std::move(made)) {}

    static error plaintext() { return error(errc::tls_failed, fate::not_sent, "the server does not speak TLS"); }

    /// The error for a `status` of OpenSSL; none if it only needs more bytes of the peer.
    [[nodiscard]] error make_error(int status) {
        const int kind = ::SSL_get_error(state_->ssl.get(), status);
        if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE) return error();
        if (kind == SSL_ERROR_ZERO_RETURN)
            return error(errc::connection_lost, fate::unknown, "the server closed the connection");
        const unsigned long first = ::ERR_peek_error();
        const int reason = ERR_GET_LIB(first) == ERR_LIB_SSL ? ERR_GET_REASON(first) : 0;
        if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
            ::ERR_clear_error();
            return error(errc::connection_lost, fate::unknown,
                         state_->is_secured
                             ? "the connection ended without a TLS close_notify alert"
                             : "the server closed the connection during the TLS handshake");
        }
        if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
            ::ERR_clear_error();
            return verification_error(static_cast<int>(::SSL_get_verify_result(state_->ssl.get())));
        }
        const auto fate = state_->is_secured ? fate::unknown : fate::not_sent;
        const char* text = "";
        if (reason == SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED) text = "the server requires a client certificate";
        return error(errc::tls_failed, fate, text).with_cause(detail::pop_openssl_error());
    }

    error verification_error(int code) const {
        std::string text;
        if (code == X509_V_ERR_HOSTNAME_MISMATCH || code == X509_V_ERR_IP_ADDRESS_MISMATCH)
            text = "the certificate of the server is not for " + state_->expected + ", but for " + certificate_names();
        else text = "the certificate of the server is not accepted";
        return error(errc::tls_failed, fate::not_sent, std::move(text)).with_cause(std::error_code(code, certificate_category()));
    }

    std::string certificate_names() const {
        constexpr int max_shown = 8;
        std::string all;
        const detail::openssl_pointer<GENERAL_NAMES, GENERAL_NAMES_free> names(static_cast<GENERAL_NAMES*>(
            state_->presented ? ::X509_get_ext_d2i(state_->presented, NID_subject_alt_name, nullptr, nullptr) : nullptr));
        for (int index = 0, shown = 0; names && index < sk_GENERAL_NAME_num(names.get()); ++index) {
            int kind = 0;
            const auto* name = static_cast<const ASN1_STRING*>(
                ::GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), index), &kind));
            if (kind != GEN_DNS && kind != GEN_IPADD) continue;
            if (shown++ == max_shown) return all + ", ...";
            if (!all.empty()) all += ", ";
            const auto* bytes = reinterpret_cast<const char*>(::ASN1_STRING_get0_data(name));
            const auto size = static_cast<std::size_t>(::ASN1_STRING_length(name));
            char text[INET6_ADDRSTRLEN] = "";
            if (kind == GEN_DNS) all.append(bytes, size);
            else if (size == 4) all += ::inet_ntop(AF_INET, bytes, text, sizeof text);
            else if (size == 16) all += ::inet_ntop(AF_INET6, bytes, text, sizeof text);
        }
        return all.empty() ? "no host" : all;
    }

    // ---- BIO that connects OpenSSL to the buffers of a session

    static state& of(BIO* transfer) noexcept { return *static_cast<state*>(::BIO_get_data(transfer)); }

    static int bio_read(BIO* transfer, char* into, std::size_t capacity, std::size_t* size) noexcept {
        state& from = of(transfer);
        BIO_clear_retry_flags(transfer);
        *size = std::min(capacity, from.input_end - from.input_at);
        if (*size == 0) {
            if (!from.is_input_ended) BIO_set_retry_read(transfer);
            return 0;
        }
        std::memcpy(into, from.input.get() + from.input_at, *size);
        from.input_at += *size;
        return 1;
    }

    static int bio_write(BIO* transfer, const char* bytes, std::size_t size, std::size_t* written) noexcept {
        BIO_clear_retry_flags(transfer);
        state& to = of(transfer);
        if (to.output_capacity - to.output_size < size) {
            const std::size_t capacity = std::max(to.output_size + size, 2 * to.output_capacity);
            void* grown = std::realloc(to.output, capacity);
            if (grown == nullptr) return 0;
            to.output = static_cast<char*>(grown);
            to.output_capacity = capacity;
        }
        std::memcpy(to.output + to.output_size, bytes, size);
        to.output_size += size;
        *written = size;
        return 1;
    }

    static long control(BIO* transfer, int command, long, void*) noexcept {
        if (command == BIO_CTRL_EOF) return of(transfer).is_input_ended && of(transfer).input_at == of(transfer).input_end;
        return command == BIO_CTRL_FLUSH;
    }

    static const BIO_METHOD* transfer_method() {
        static const BIO_METHOD* const method = [] {
            BIO_METHOD* made = ::BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "hibana");
            ::BIO_meth_set_read_ex(made, &bio_read);
            ::BIO_meth_set_write_ex(made, &bio_write);
            ::BIO_meth_set_ctrl(made, &control);
            return made;
        }();
        return method;
    }

    std::unique_ptr<state> state_;
};

}  // namespace hibana
