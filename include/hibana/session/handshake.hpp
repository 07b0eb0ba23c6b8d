// SPDX-License-Identifier: BSL-1.0
/// \file  What is said on a new connection before its first command, put together from the policies.
#pragma once
#include <hibana/auth/auth.hpp>
#include <hibana/auth/credentials.hpp>
#include <hibana/command/any_request.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/protocol/send_buffer.hpp>
#include <hibana/session/reply_reader.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace hibana::detail {

/// The requests of one handshake: one write, and what the answer to each may be.
class greeting {
public:
    enum class step : unsigned char { negotiable, required, optional };

    template <class Credentials, class Settings>
    greeting(unsigned version, const Credentials& credentials, const Settings& settings, bool tracking) {
        const bool named = credentials && !credentials->user().empty();
        if (version >= 3) {
            any_request hello("HELLO", version);
            if (credentials) {
                hello.add("AUTH").add(named ? credentials->user() : std::string_view("default"));
                hello.add(credentials->password().view());
            }
            if (!settings.client_name.empty()) hello.add("SETNAME").add(settings.client_name);
            say(hello, step::negotiable, "HELLO");
        } else {
            if (credentials) {
                any_request auth("AUTH");
                if (named && credentials->user() != "default") auth.add(credentials->user());
                say(auth.add(credentials->password().view()), step::required, "AUTH");
            }
            if (!settings.client_name.empty())
                say(any_request("CLIENT", "SETNAME", settings.client_name), step::required, "CLIENT SETNAME");
        }
        if (!settings.library_name.empty()) {
            say(any_request("CLIENT", "SETINFO", "LIB-NAME", settings.library_name), step::optional, "CLIENT SETINFO");
            say(any_request("CLIENT", "SETINFO", "LIB-VER", settings.library_version), step::optional, "CLIENT SETINFO");
        }
        if (settings.database != 0) say(any_request("SELECT", settings.database), step::required, "SELECT");
        if (tracking) say(any_request("CLIENT", "TRACKING", "ON"), step::required, "CLIENT TRACKING");
    }

    std::string_view bytes() const { return bytes_.view(); }
    std::size_t size() const { return size_; }
    step kind(std::size_t index) const { return steps_[index]; }
    std::string_view command(std::size_t index) const { return commands_[index]; }

private:
    void say(const any_request& request, step kind, std::string_view command) {
        encode(request, bytes_);
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

/// The credentials of this connection, waited for where the policy says so.
template <class Connection>
auto credentials_for(Connection& connection, deadline until)
    -> task_of<typename Connection::execution_type, result<std::optional<credentials>>> {
    auto& environment = connection.environment();
    if constexpr (policy::waits_for_credentials<typename Connection::composition::auth>) {
        co_return co_await environment.auth.credentials(environment.execution, until);
    } else {
        static_cast<void>(until);
        co_return environment.auth.credentials();
    }
}

/// Authenticates, names and sets up a connection in one write; falls back to RESP2 where HELLO is unknown.
///
/// A lost or late answer, and an error to a required step, leave the connection unusable; the caller closes it.
template <class Connection>
auto shake_hands(Connection& connection, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    using composition = typename Connection::composition;
    constexpr bool needs_pushes = composition::cache::needs_pushes;
    auto& environment = connection.environment();

    auto credentials = co_await credentials_for(connection, until);
    if (!credentials) co_return std::move(credentials).error();
    for (unsigned version = composition::parser::version;; version = 2) {
        const greeting words(version, *credentials, environment.settings, needs_pushes);
        bool unknown = false;
        error refusal;
        connection.speaks(version);
        if (words.size() != 0) {
            auto written = co_await connection.write(words.bytes(), until);
            if (!written) co_return written.error();
        }
        for (std::size_t index = 0; index != words.size(); ++index) {
            auto answer = co_await connection.receive(any_reply(), until);
            if (answer) continue;
            if (!connection.is_open()) {
                if (refusal) break;  // a server that takes no more clients says so and closes
                co_return index == 0 ? connection.stranger(answer.error()) : answer.error();
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
