// SPDX-License-Identifier: BSL-1.0
/// \file  Requests that a new connection sends before its first command, and the evaluation of their replies. No I/O.
#pragma once
#include <hibana/auth/auth.hpp>
#include <hibana/auth/credentials.hpp>
#include <hibana/connection/handshake_options.hpp>
#include <hibana/connection/raw_request.hpp>
#include <hibana/connection/reply_errors.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/secret.hpp>
#include <hibana/core/text.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// The requests of one handshake, sent by one write.
class handshake_request {
public:
    /// How an error reply to a request is handled.
    enum class step : unsigned char {
        negotiable,  ///< HELLO: if it is not supported, the handshake is repeated with RESP2
        required,    ///< connecting fails
        optional,    ///< the error is ignored
    };

    /// `login` is null if the connection does not authenticate.
    [[gnu::cold, gnu::noinline]] handshake_request(unsigned version, const credentials* login, const handshake_options& options) {
        const bool has_user = login && !login->user().empty();
        const std::string_view name = options.client_name;
        const std::string_view user = has_user ? login->user() : "default";
        const decimal database(options.database);
        const std::string_view password = login && !login->password().empty() ? login->password().view() : "";
        // Reserved in advance: a buffer that grows leaves a copy of the password behind.
        static_cast<void>(bytes_.grow(512 + user.size() + password.size() + name.size() + options.library_name.size() +
                                      options.library_version.size()));
        if (version >= 3) {
            append(step::negotiable, "HELLO", "HELLO 3");
            if (login) append("AUTH").append(user).append(password);
            if (!name.empty()) append("SETNAME").append(name);
        } else {
            if (login) {
                append(step::required, "AUTH", "AUTH");
                if (user != "default") append(user);
                append(password);
            }
            if (!name.empty()) append(step::required, "CLIENT SETNAME", "CLIENT SETNAME").append(name);
        }
        if (!options.library_name.empty()) {
            append(step::optional, "CLIENT SETINFO", "CLIENT SETINFO LIB-NAME").append(options.library_name);
            append(step::optional, "CLIENT SETINFO", "CLIENT SETINFO LIB-VER").append(options.library_version);
        }
        if (options.database != 0) append(step::required, "SELECT", "SELECT").append(database);
        if (options.tracking) append(step::required, "CLIENT TRACKING", "CLIENT TRACKING ON");
        if (options.read_only) append(step::required, "READONLY", "READONLY");
        finish();
    }

    handshake_request(const handshake_request&) = delete;
    handshake_request& operator=(const handshake_request&) = delete;
    ~handshake_request() { erase(); }

    /// Overwrites the bytes, which contain the password.
    void erase() noexcept { detail::secure_zero(const_cast<char*>(bytes().data()), bytes().size()); }

    std::string_view bytes() const { return bytes_.view(); }
    /// The number of requests.
    std::size_t size() const { return size_; }
    step kind(std::size_t index) const { return steps_[index]; }
    std::string_view command(std::size_t index) const { return commands_[index]; }

private:
    /// Starts a request with words that contain no space.
    [[gnu::cold, gnu::noinline]] handshake_request& append(step kind, std::string_view command, std::string_view words) {
        finish();
        steps_[size_] = kind;
        commands_[size_++] = command;
        for (std::size_t end = 0; end != std::string_view::npos; words = substr_noexcept(words, end + 1)) {
            end = words.find(' ');
            append(substr_noexcept(words, 0, end));
        }
        return *this;
    }
    /// Appends a word, which must stay valid until the next request is started.
    [[gnu::cold, gnu::noinline]] handshake_request& append(std::string_view word) {
        words_[word_count_++] = word;
        return *this;
    }
    void finish() {
        if (word_count_ != 0) append_request(bytes_, words_, words_ + word_count_);
        word_count_ = 0;
    }

    static constexpr std::size_t max_requests = 7;

    protocol::send_buffer bytes_;
    step steps_[max_requests]{};
    std::string_view commands_[max_requests]{};
    std::size_t size_ = 0;
    std::string_view words_[7]{};  // of the current request
    std::size_t word_count_ = 0;
};

/// Whether the server can be used with RESP2 after this error reply to HELLO.
inline bool is_hello_unsupported(const error& reply) {
    return reply.condition() == errc::no_protocol || reply.condition() == errc::unknown_command;
}

/// The outcome of a handshake, derived from the errors among its replies.
class handshake_result {
public:
    /// Records the error of the reply to the request at `index`. `is_open` is false if the error closed the connection.
    [[gnu::cold, gnu::noinline]] void record(const handshake_request& request, std::size_t index, error err, bool is_open) {
        // The first error counts: a server that accepts no more clients sends it and closes the connection.
        if (error_ || (is_open && (hello_is_unsupported_ || request.kind(index) == handshake_request::step::optional))) return;
        hello_is_unsupported_ = is_open && request.kind(index) == handshake_request::step::negotiable && is_hello_unsupported(err);
        if (hello_is_unsupported_) return;
        peer_is_not_redis_ = !is_open && index == 0;
        error_ = std::move(err);
        if (is_open) error_.with_handshake_step(request.command(index));
    }

    /// Whether the handshake is complete; if not, it is repeated with RESP2. With `needs_pushes`, RESP2 is an error.
    [[gnu::cold, gnu::noinline]] bool is_final(bool needs_pushes) {
        if (!error_ && hello_is_unsupported_ && needs_pushes)
            error_ = error(errc::not_supported, fate::not_sent,
                           "the server does not support HELLO 3, and a policy of this client needs RESP3 pushes");
        return error_ || !hello_is_unsupported_;
    }

    /// Success, or the error that connecting fails with.
    [[gnu::cold, gnu::noinline]] result<void> outcome(bool is_encrypted, std::string_view endpoint) const {
        return peer_is_not_redis_ ? unexpected_peer_error(error_, is_encrypted, endpoint) : error_;
    }

private:
    error error_;
    bool hello_is_unsupported_ = false;
    bool peer_is_not_redis_ = false;
};

}  // namespace hibana::detail
