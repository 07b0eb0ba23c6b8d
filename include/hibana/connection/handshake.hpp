// SPDX-License-Identifier: BSL-1.0
/// \file  What is said on a new connection before its first command, put together from the policies.
#pragma once
#include <hibana/auth/auth.hpp>
#include <hibana/auth/credentials.hpp>
#include <hibana/connection/raw_request.hpp>
#include <hibana/connection/reply_errors.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/connection/settings.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/secret.hpp>
#include <hibana/core/text.hpp>
#include <hibana/protocol/send_buffer.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// The requests of one handshake: one write, and what the answer to each may be.
class greeting {
public:
    enum class step : unsigned char { negotiable, required, optional };

    [[gnu::cold, gnu::noinline]] greeting(unsigned version, const credentials* who,
                                          const session_settings& settings, bool tracking) {
        const bool named = who && !who->user().empty();
        const std::string_view name = settings.client_name;
        const std::string_view user = named ? who->user() : "default";
        const decimal database(settings.database);
        const std::string_view password = who && !who->password().empty() ? who->password().view() : "";
        // All at once: a buffer that grows leaves what it held behind.
        static_cast<void>(bytes_.grow(512 + user.size() + password.size() + name.size() + settings.library_name.size() +
                                      settings.library_version.size()));
        if (version >= 3) {
            say(step::negotiable, "HELLO", "HELLO 3");
            if (who) say("AUTH").say(user).say(password);
            if (!name.empty()) say("SETNAME").say(name);
        } else {
            if (who) {
                say(step::required, "AUTH", "AUTH");
                if (user != "default") say(user);
                say(password);
            }
            if (!name.empty()) say(step::required, "CLIENT SETNAME", "CLIENT SETNAME").say(name);
        }
        if (!settings.library_name.empty()) {
            say(step::optional, "CLIENT SETINFO", "CLIENT SETINFO LIB-NAME").say(settings.library_name);
            say(step::optional, "CLIENT SETINFO", "CLIENT SETINFO LIB-VER").say(settings.library_version);
        }
        if (settings.database != 0) say(step::required, "SELECT", "SELECT").say(database);
        if (tracking) say(step::required, "CLIENT TRACKING", "CLIENT TRACKING ON");
        finish();
    }

    greeting(const greeting&) = delete;
    greeting& operator=(const greeting&) = delete;
    ~greeting() { wipe(); }

    /// Overwrites the bytes, in which the password lies.
    void wipe() noexcept { detail::wipe(const_cast<char*>(bytes().data()), bytes().size()); }

    std::string_view bytes() const { return bytes_.view(); }
    std::size_t size() const { return size_; }
    step kind(std::size_t index) const { return steps_[index]; }
    std::string_view command(std::size_t index) const { return commands_[index]; }

private:
    /// Begins a request with words of which none holds a space.
    [[gnu::cold, gnu::noinline]] greeting& say(step kind, std::string_view command, std::string_view words) {
        finish();
        steps_[size_] = kind;
        commands_[size_++] = command;
        for (std::size_t end = 0; end != std::string_view::npos; words = part_of(words, end + 1)) {
            end = words.find(' ');
            say(part_of(words, 0, end));
        }
        return *this;
    }
    /// Goes on with one more word, which stays until the next request is begun.
    [[gnu::cold, gnu::noinline]] greeting& say(std::string_view word) {
        words_[word_count_++] = word;
        return *this;
    }
    void finish() {
        if (word_count_ != 0) append_request(bytes_, words_, words_ + word_count_);
        word_count_ = 0;
    }

    protocol::send_buffer bytes_;
    static constexpr std::size_t most = 6;
    step steps_[most]{};
    std::string_view commands_[most]{};
    std::size_t size_ = 0;
    std::string_view words_[7]{};  // of the request that is being put together
    std::size_t word_count_ = 0;
};

/// An answer to HELLO after which the same server may be spoken to in RESP2.
inline bool is_hello_unsupported(const error& answer) {
    return answer.condition() == errc::no_protocol || answer.condition() == errc::unknown_command;
}

/// What the answers to a greeting come to.
class handshake_result {
public:
    /// Notes an error in the place of an answer to these words, and whether the connection has survived it.
    [[gnu::cold, gnu::noinline]] void note(const greeting& words, std::size_t index, error wrong, bool is_open) {
        // a server that takes no more clients says so and closes: what it said counts
        if (refusal_ || (is_open && (unknown_ || words.kind(index) == greeting::step::optional))) return;
        unknown_ = is_open && words.kind(index) == greeting::step::negotiable && is_hello_unsupported(wrong);
        if (unknown_) return;
        peer_is_not_redis_ = !is_open && index == 0;
        refusal_ = std::move(wrong);
        if (is_open) refusal_.with_step(words.command(index));
    }

    /// Whether it is decided how the handshake ends; if not, HELLO is unknown and the server is greeted in RESP2.
    [[gnu::cold, gnu::noinline]] bool are_final(bool needs_pushes) {
        if (!refusal_ && unknown_ && needs_pushes)
            refusal_ = error(errc::not_supported, fate::not_sent,
                             "the server does not know HELLO 3, and a policy of this client needs RESP3 pushes");
        return refusal_ || !unknown_;
    }

    [[gnu::cold, gnu::noinline]] result<void> verdict(bool is_encrypted, std::string_view peer) const {
        return peer_is_not_redis_ ? stranger(refusal_, is_encrypted, peer) : refusal_;
    }

private:
    error refusal_;
    bool unknown_ = false;
    bool peer_is_not_redis_ = false;
};

/// The credentials of one connection, once the policy has told them.
template <class Auth> class credentials_slot {
public:
    void ask(const Auth& auth) { who_ = auth.credentials(); }
    void take(std::optional<credentials>&& who) { who_ = std::move(who); }
    const credentials* known() const { return who_ ? &*who_ : nullptr; }

private:
    std::optional<credentials> who_;
};
/// A policy that has none.
template <class Auth>
    requires requires(const Auth& auth) {
        { auth.credentials() } -> std::same_as<std::nullopt_t>;
    }
class credentials_slot<Auth> {
public:
    static void ask(const Auth&) {}
    static const credentials* known() { return nullptr; }
};

}  // namespace hibana::detail
