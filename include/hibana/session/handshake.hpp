// SPDX-License-Identifier: BSL-1.0
/// \file  What is said on a new connection before its first command, put together from the policies.
#pragma once
#include <hibana/auth/auth.hpp>
#include <hibana/auth/credentials.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
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

    [[gnu::cold, gnu::noinline]] greeting(unsigned version, const std::optional<credentials>& who,
                                          const session_settings& settings, bool tracking) {
        const bool named = who && !who->user().empty();
        const std::string_view name = settings.client_name.empty() ? std::string_view() : settings.client_name;
        const std::string_view user = named ? who->user() : "default";
        const std::string_view password = who && !who->password().empty() ? who->password().view() : "";
        const std::string_view setname = name.empty() ? std::string_view() : "SETNAME";
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

/// An answer to HELLO after which the same server may be spoken to in RESP2.
inline bool hello_is_unknown(const error& answer) {
    return answer.condition() == errc::no_protocol || answer.condition() == errc::unknown_command;
}

/// Authenticates, names and sets up a connection in one write; falls back to RESP2 where HELLO is unknown.
///
/// A lost or late answer, and an error to a required step, leave the connection unusable; the caller closes it.
template <class Connection>
[[gnu::cold]] auto shake_hands(Connection& connection, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    using composition = typename Connection::composition;
    constexpr bool needs_pushes = composition::cache::needs_pushes;
    auto& environment = connection.environment();

    std::optional<credentials> who;
    if constexpr (policy::waits_for_credentials<typename composition::auth>) {
        auto known = co_await environment.auth.credentials(environment.execution, until);
        if (!known) co_return std::move(known).error();
        who = *std::move(known);
    } else {
        who = environment.auth.credentials();
    }
    for (unsigned version = composition::parser::version;; version = 2) {
        const greeting words(version, who, environment.settings, needs_pushes);
        bool unknown = false;
        error refusal;
        connection.speaks(version);
        if (words.size() != 0) {
            auto written = co_await connection.put(words.bytes(), words.size(), until);
            // a server that closes at once may have said why
            if (!written && written.error().condition() != errc::connection_lost) co_return connection.lose(std::move(written).error());
        }
        for (std::size_t index = 0; index != words.size(); ++index) {
            auto answer = co_await connection.receive(any_reply(), until);
            if (answer) continue;
            if (!connection.is_open()) {
                if (refusal) break;  // a server that takes no more clients says so and closes
                if (index != 0) co_return answer.error();
                co_return stranger(answer.error(), composition::transport::encrypted, connection.peer());
            }
            if (words.kind(index) == greeting::step::optional || refusal || unknown) continue;
            if (words.kind(index) == greeting::step::negotiable && hello_is_unknown(answer.error())) {
                unknown = true;
                continue;
            }
            refusal = answer.error();
            refusal.with_command(words.command(index));
        }
        if (refusal) co_return std::move(refusal);
        if (!unknown) co_return result<void>();
        if (needs_pushes)
            co_return error(errc::not_supported, fate::not_sent,
                            "the server does not know HELLO 3, and a policy of this client needs RESP3 pushes");
    }
}

}  // namespace hibana::detail
