// SPDX-License-Identifier: BSL-1.0
/// \file  TLS without a socket: bytes of the peer go in, bytes for the peer come out.
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

/// The client's side of one TLS connection. Does no I/O: its owner moves what is in `output()` to the peer, and what the
/// peer sends into `room()`. One source for every execution.
class tls_session {
public:
    tls_session() = default;

    /// A session that is about to shake hands with the server called `name`, a host name or a numeric address.
    [[nodiscard]] static result<tls_session> make(SSL_CTX* context, verification verify, std::string_view name) {
        ::ERR_clear_error();
        auto made = std::make_unique<state>();
        SSL* ssl = ::SSL_new(context);
        made->ssl.reset(ssl);
        BIO* transfer = ::BIO_new(transfer_method());
        if (ssl == nullptr || transfer == nullptr) {
            ::BIO_free(transfer);
            return detail::unusable_setting("OpenSSL cannot make a TLS connection");
        }
        ::BIO_set_data(transfer, made.get());
        ::BIO_set_init(transfer, 1);
        ::SSL_set_bio(ssl, transfer, transfer);
        ::SSL_set_connect_state(ssl);
        SSL_set_app_data(ssl, static_cast<void*>(&made->presented));
        if (error unusable = made->set_expected_name(verify, name)) return unusable;
        return tls_session(std::move(made));
    }

    /// One step of the handshake: true when it is done, false where the peer has to say more first.
    [[nodiscard]] result<bool> shake_hands() {
        if (state_->is_plaintext()) return plaintext();
        ::ERR_clear_error();
        const int status = ::SSL_do_handshake(state_->ssl.get());
        if (status == 1) return state_->is_secured = true;
        error wrong = failure(status);
        if (!wrong) return false;
        return wrong;
    }

    /// Puts what the peer has said into `plain`; zero where more of its bytes are needed.
    [[nodiscard]] result<std::size_t> open(std::span<char> plain) {
        if (state_->ending) return state_->ending;
        std::size_t opened = 0;
        while (opened < plain.size()) {
            ::ERR_clear_error();
            std::size_t some = 0;
            const int status = ::SSL_read_ex(state_->ssl.get(), plain.data() + opened, plain.size() - opened, &some);
            if (status == 1) {
                opened += some;
                continue;
            }
            state_->ending = failure(status);
            if (state_->ending && opened == 0) return state_->ending;
            break;
        }
        return opened;
    }

    /// Appends `plain`, encrypted, to the output.
    [[nodiscard]] result<void> seal(std::string_view plain) {
        ::ERR_clear_error();
        std::size_t sealed = 0;
        const int status = ::SSL_write_ex(state_->ssl.get(), plain.data(), plain.size(), &sealed);
        if (status == 1) return {};
        error wrong = failure(status);
        if (!wrong) wrong = error(errc::tls_failed, fate::not_sent, "the server wants to renegotiate in the middle of a request");
        return wrong;
    }

    /// Takes leave: appends the closing alert to the output.
    void close() {
        ::ERR_clear_error();
        if (state_->is_secured && !state_->ending) ::SSL_shutdown(state_->ssl.get());
        ::ERR_clear_error();
    }

    /// What is to be sent to the peer.
    [[nodiscard]] std::string_view output() const noexcept { return {state_->output, state_->output_size}; }
    /// Takes the output, to be sent now: it stays where it is until this is called again, whatever is appended meanwhile.
    [[nodiscard]] std::string_view consume_output() noexcept {
        std::swap(state_->output, state_->leaving);
        std::swap(state_->output_room, state_->leaving_room);
        return {state_->leaving, std::exchange(state_->output_size, 0)};
    }

    /// Where bytes of the peer are to be put; never empty when more of them were asked for.
    [[nodiscard]] std::span<char> room() noexcept {
        state_->make_room();
        return {state_->input.get() + state_->input_end, state::input_size - state_->input_end};
    }
    /// So many bytes of the peer have been put there.
    void received(std::size_t size) noexcept {
        if (size == 0) return;
        if (!state_->has_heard) state_->first_byte = static_cast<unsigned char>(state_->input[state_->input_end]);
        state_->has_heard = true;
        state_->input_end += size;
    }
    /// The peer will send no more.
    void ended() noexcept { state_->has_ended = true; }

    /// Whether the peer has sent anything.
    [[nodiscard]] bool has_heard() const noexcept { return state_->has_heard; }
    /// Whether `open` would give something, an error included, without more of the peer's bytes. Messages of TLS itself, as
    /// a server sends them after the handshake, are nothing.
    [[nodiscard]] bool can_open() {
        if (state_ == nullptr || state_->ending) return state_ != nullptr;
        ::ERR_clear_error();
        char first;
        std::size_t seen = 0;
        const int status = ::SSL_peek_ex(state_->ssl.get(), &first, 1, &seen);
        if (status != 1) state_->ending = failure(status);
        return status == 1 || state_->ending;
    }

    [[nodiscard]] SSL* native() const noexcept { return state_ ? state_->ssl.get() : nullptr; }

private:
    struct state {
        // room for two records of the greatest size
        static constexpr std::size_t input_size = 33 * 1024;

        detail::openssl_pointer<SSL, SSL_free> ssl;
        std::unique_ptr<char[]> input{new char[input_size]};
        std::size_t input_at = 0;
        std::size_t input_end = 0;
        char* output = nullptr;  // grown by OpenSSL's calls, which no exception may cross
        std::size_t output_size = 0;
        std::size_t output_room = 0;
        char* leaving = nullptr;  // what is being sent
        std::size_t leaving_room = 0;
        std::string expected;       // the name that the certificate has to be for; empty: any
        X509* presented = nullptr;  // the certificate that was not accepted
        error ending;               // why nothing more can be opened
        unsigned char first_byte = 0;
        bool has_heard = false;
        bool has_ended = false;
        bool is_secured = false;

        state() = default;
        state(const state&) = delete;
        state& operator=(const state&) = delete;
        ~state() {
            ::X509_free(presented);
            std::free(output);
            std::free(leaving);
        }

        void make_room() noexcept {
            if (input_at != 0) std::memmove(input.get(), input.get() + input_at, input_end - input_at);
            input_end -= input_at;
            input_at = 0;
        }

        // Every TLS record starts with its type, and a server's first is part of the handshake (22) or an alert (21).
        bool is_plaintext() const noexcept { return has_heard && first_byte != 21 && first_byte != 22; }

        error set_expected_name(verification verify, std::string_view name) {
            if (const auto scope = name.find('%'); scope != name.npos && name.find(':') != name.npos)
                name = name.substr(0, scope);
            const bool is_address = socket_address::numeric(name, 0).has_value();
            if (!is_address && name.ends_with('.')) name.remove_suffix(1);
            const std::string written(name);
            if (!is_address && !written.empty() && SSL_set_tlsext_host_name(ssl.get(), written.c_str()) != 1)
                return detail::unusable_setting("the host name cannot be sent in a TLS handshake");
            if (verify != verification::full) return error();
            if (written.empty())
                return error(errc::invalid_argument, fate::not_sent,
                             "there is no name that the certificate has to be for; set server_name");
            X509_VERIFY_PARAM* rules = ::SSL_get0_param(ssl.get());
            ::X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
            const int is_set = is_address ? ::X509_VERIFY_PARAM_set1_ip_asc(rules, written.c_str())
                                          : ::X509_VERIFY_PARAM_set1_host(rules, written.data(), written.size());
            if (is_set != 1) return detail::unusable_setting("the host name cannot be checked against a certificate");
            expected = written;
            return error();
        }
    };

    explicit tls_session(std::unique_ptr<state> made) noexcept : state_(std::move(made)) {}

    static error plaintext() { return error(errc::tls_failed, fate::not_sent, "the server does not speak TLS"); }

    /// Why OpenSSL returned `status`; no error where it only needs more of the peer's bytes.
    [[nodiscard]] error failure(int status) {
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
                             ? "the connection was cut off: it ended without the closing alert of TLS"
                             : "the server closed the connection during the TLS handshake");
        }
        if (reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
            ::ERR_clear_error();
            return untrusted(static_cast<int>(::SSL_get_verify_result(state_->ssl.get())));
        }
        const auto fate = state_->is_secured ? fate::unknown : fate::not_sent;
        const char* text = "";
        if (reason == SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED) text = "the server requires a client certificate";
        return error(errc::tls_failed, fate, text).with_cause(detail::take_openssl_error());
    }

    error untrusted(int why) const {
        std::string text;
        if (why == X509_V_ERR_HOSTNAME_MISMATCH || why == X509_V_ERR_IP_ADDRESS_MISMATCH)
            text = "the certificate of the server is not for " + state_->expected + ", but for " + certificate_names();
        else text = "the certificate of the server is not accepted";
        return error(errc::tls_failed, fate::not_sent, std::move(text)).with_cause(std::error_code(why, certificate_category()));
    }

    std::string certificate_names() const {
        constexpr int most = 8;
        std::string all;
        const detail::openssl_pointer<GENERAL_NAMES, GENERAL_NAMES_free> names(static_cast<GENERAL_NAMES*>(
            state_->presented ? ::X509_get_ext_d2i(state_->presented, NID_subject_alt_name, nullptr, nullptr) : nullptr));
        for (int index = 0, shown = 0; names && index < sk_GENERAL_NAME_num(names.get()); ++index) {
            int kind = 0;
            const auto* name = static_cast<const ASN1_STRING*>(
                ::GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), index), &kind));
            if (kind != GEN_DNS && kind != GEN_IPADD) continue;
            if (shown++ == most) return all + ", ...";
            if (!all.empty()) all += ", ";
            const auto* bytes = reinterpret_cast<const char*>(::ASN1_STRING_get0_data(name));
            const auto size = static_cast<std::size_t>(::ASN1_STRING_length(name));
            char text[INET6_ADDRSTRLEN] = "";
            if (kind == GEN_DNS) all.append(bytes, size);
            else if (size == 4) all += ::inet_ntop(AF_INET, bytes, text, sizeof text);
            else if (size == 16) all += ::inet_ntop(AF_INET6, bytes, text, sizeof text);
        }
        return all.empty() ? "no host at all" : all;
    }

    // ---- the BIO through which OpenSSL reads and writes the buffers of a session

    static state& of(BIO* transfer) noexcept { return *static_cast<state*>(::BIO_get_data(transfer)); }

    static int bio_read(BIO* transfer, char* into, std::size_t room, std::size_t* taken) noexcept {
        state& from = of(transfer);
        BIO_clear_retry_flags(transfer);
        *taken = std::min(room, from.input_end - from.input_at);
        if (*taken == 0) {
            if (!from.has_ended) BIO_set_retry_read(transfer);
            return 0;
        }
        std::memcpy(into, from.input.get() + from.input_at, *taken);
        from.input_at += *taken;
        return 1;
    }

    static int bio_write(BIO* transfer, const char* bytes, std::size_t size, std::size_t* given) noexcept {
        BIO_clear_retry_flags(transfer);
        state& to = of(transfer);
        if (to.output_room - to.output_size < size) {
            const std::size_t wanted = std::max(to.output_size + size, 2 * to.output_room);
            void* grown = std::realloc(to.output, wanted);
            if (grown == nullptr) return 0;
            to.output = static_cast<char*>(grown);
            to.output_room = wanted;
        }
        std::memcpy(to.output + to.output_size, bytes, size);
        to.output_size += size;
        *given = size;
        return 1;
    }

    static long control(BIO* transfer, int command, long, void*) noexcept {
        if (command == BIO_CTRL_EOF) return of(transfer).has_ended && of(transfer).input_at == of(transfer).input_end;
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
