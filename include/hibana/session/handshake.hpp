// SPDX-License-Identifier: BSL-1.0
/// \file  What is said on a new connection before its first command, put together from the policies.
#pragma once
#include <hibana/auth/auth.hpp>
#include <hibana/auth/credentials.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/secret.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/protocol/put.hpp>
#include <hibana/protocol/send_buffer.hpp>
#include <hibana/session/reply_reader.hpp>
#include <hibana/session/settings.hpp>
#include <hibana/session/words.hpp>
#include <hibana/session/wrong_reply.hpp>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace hibana::detail {

/// The requests of one handshake: one write, and what the answer to each may be.
class greeting {
public:
    enum class step : unsigned char { negotiable, required, optional };

    [[gnu::cold, gnu::noinline]] greeting(unsigned version, const credentials* who,
                                          const session_settings& settings, bool tracking) {
        const bool named = who && !who->user().empty();
        const std::string_view name = settings.client_name.empty() ? std::string_view() : settings.client_name;
        const std::string_view user = named ? who->user() : "default";
        const std::string_view password = who && !who->password().empty() ? who->password().view() : "";
        const std::string_view setname = name.empty() ? std::string_view() : "SETNAME";
        // All at once: a buffer that grows leaves what it held behind.
        static_cast<void>(bytes_.grow(512 + user.size() + password.size() + name.size() + settings.library_name.size() +
                                      settings.library_version.size()));
        if (version >= 3) {
            if (who) say(step::negotiable, "HELLO", {"HELLO", "3", "AUTH", user, password, setname, name});
            else say(step::negotiable, "HELLO", {"HELLO", "3", setname, name});
        } else {
            if (who && user != "default") say(step::required, "AUTH", {"AUTH", user, password});
            else if (who) say(step::required, "AUTH", {"AUTH", password});
            if (!name.empty()) say(step::required, "CLIENT SETNAME", {"CLIENT", setname, name});
        }
        if (!settings.library_name.empty()) {
            say(step::optional, "CLIENT SETINFO", {"CLIENT", "SETINFO", "LIB-NAME", settings.library_name});
            say(step::optional, "CLIENT SETINFO", {"CLIENT", "SETINFO", "LIB-VER", settings.library_version});
        }
        if (settings.database != 0) {
            char digits[16];
            const char* const end = protocol::put_digits(digits, settings.database);
            say(step::required, "SELECT", {"SELECT", {digits, static_cast<std::size_t>(end - digits)}});
        }
        if (tracking) say(step::required, "CLIENT TRACKING", {"CLIENT", "TRACKING", "ON"});
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
    void say(step kind, std::string_view command, std::initializer_list<std::string_view> words) {
        append_words(bytes_, words);
        steps_[size_] = kind;
        commands_[size_++] = command;
    }

    protocol::send_buffer bytes_;
    static constexpr std::size_t most = 6;
    step steps_[most]{};
    std::string_view commands_[most]{};
    std::size_t size_ = 0;
};

// Where the credentials lie that an authentication policy gives; null where it gives none.
constexpr const credentials* address_of(std::nullopt_t) { return nullptr; }
inline const credentials* address_of(const std::optional<credentials>& who) { return who ? &*who : nullptr; }

/// An answer to HELLO after which the same server may be spoken to in RESP2.
inline bool hello_is_unknown(const error& answer) {
    return answer.condition() == errc::no_protocol || answer.condition() == errc::unknown_command;
}

/// What the answers to a greeting come to.
class greeting_answers {
public:
    explicit greeting_answers(const greeting& words) : words_(words) {}

    /// Notes an error in the place of an answer, and whether the connection has survived it.
    [[gnu::cold, gnu::noinline]] void note(std::size_t index, error wrong, bool is_open) {
        // a server that takes no more clients says so and closes: what it said counts
        if (refusal_ || (is_open && (unknown_ || words_.kind(index) == greeting::step::optional))) return;
        unknown_ = is_open && words_.kind(index) == greeting::step::negotiable && hello_is_unknown(wrong);
        if (unknown_) return;
        is_stranger_ = !is_open && index == 0;
        refusal_ = std::move(wrong);
        if (is_open) refusal_.with_step(words_.command(index));
    }

    /// Whether it is decided how the handshake ends; if not, HELLO is unknown and the server is greeted in RESP2.
    [[gnu::cold, gnu::noinline]] bool are_final(bool needs_pushes) {
        if (!refusal_ && unknown_ && needs_pushes)
            refusal_ = error(errc::not_supported, fate::not_sent,
                             "the server does not know HELLO 3, and a policy of this client needs RESP3 pushes");
        return refusal_ || !unknown_;
    }

    [[gnu::cold, gnu::noinline]] result<void> verdict(bool is_encrypted, std::string_view peer) const {
        return is_stranger_ ? stranger(refusal_, is_encrypted, peer) : refusal_;
    }

private:
    const greeting& words_;
    error refusal_;
    bool unknown_ = false;
    bool is_stranger_ = false;
};

/// Authenticates with these credentials, if there are any, names and sets up a connection in one write; falls back to RESP2
/// where HELLO is unknown.
template <class Connection, class Credentials>
[[gnu::cold]] auto greet(Connection& connection, Credentials who, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    using composition = typename Connection::composition;
    constexpr bool needs_pushes = composition::cache::needs_pushes;
    for (unsigned version = composition::parser::version;; version = 2) {
        const greeting words(version, address_of(who), connection.environment().settings, needs_pushes);
        greeting_answers answers(words);
        connection.speaks(version);
        if (words.size() != 0) {
            auto written = co_await connection.put(words.bytes(), words.size(), until);
            // a server that closes at once may have said why
            if (!written && written.error().condition() != errc::connection_lost)
                co_return connection.lose(std::move(written).error());
        }
        for (std::size_t index = 0; index != words.size() && connection.is_open(); ++index) {
            auto answer = co_await connection.receive(any_reply(), until);
            if (!answer) answers.note(index, std::move(answer).error(), connection.is_open());
        }
        if (answers.are_final(needs_pushes)) co_return answers.verdict(composition::transport::encrypted, connection.peer());
    }
}

/// The same, with the credentials of the policy.
///
/// A lost or late answer, and an error to a required step, leave the connection unusable; the caller closes it.
template <class Connection>
[[gnu::cold]] auto shake_hands(Connection& connection, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    return greet(connection, connection.environment().auth.credentials(), until);
}
template <class Connection>
    requires policy::waits_for_credentials<typename Connection::composition::auth>
[[gnu::cold]] auto shake_hands(Connection& connection, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    auto who = co_await connection.environment().auth.credentials(connection.environment().execution, until);
    if (!who) co_return std::move(who).error();
    co_return co_await greet(connection, *std::move(who), until);
}

}  // namespace hibana::detail
