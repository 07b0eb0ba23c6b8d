// SPDX-License-Identifier: BSL-1.0
/// \file  A client from a connection URL, which fills the policies that the type has and refuses what it cannot do.
#pragma once
#include <hibana/connection/client_context.hpp>
#include <hibana/connection/url.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/redis_error.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace hibana {

namespace detail {

/// Takes what a URL says over into the policies of one client; remembers the first thing that they cannot do.
class url_applier {
public:
    explicit url_applier(const url& said) : said_(&said) {}

    template <class Transport> void fill(Transport& transport) {
        if (said_->where.is_local()) {
            if constexpr (requires { transport.path; }) transport.path = said_->where.path();
            else refuse("unix:// needs a client with unix_transport");
            return;
        }
        if constexpr (requires { transport.host; transport.port; }) {
            transport.host = said_->where.host();
            transport.port = said_->where.port();
            if (said_->encrypted && !Transport::is_encrypted) refuse("rediss:// needs a client with tls_transport");
            if (!said_->encrypted && Transport::is_encrypted) refuse("redis:// is not encrypted, and this client is: say rediss://");
        } else {
            refuse("a host needs a client with tcp_transport or tls_transport");
        }
        if constexpr (requires { transport.ca_file; transport.verify; }) {
            take(said_->ca_file, transport.ca_file);
            take(said_->ca_path, transport.ca_path);
            take(said_->certificate_file, transport.certificate_file);
            take(said_->key_file, transport.key_file);
            take(said_->key_password, transport.key_password);
            take(said_->verify, transport.verify);
            take(said_->minimum_version, transport.minimum_version);
        }
        if constexpr (requires { transport.options.keepalive; }) take(said_->keepalive, transport.options.keepalive);
    }

    template <class Settings> void fill_settings(Settings& settings) {
        take(said_->database, settings.database);
        take(said_->client_name, settings.client_name);
        take(said_->timeout, settings.command_timeout);
        take(said_->connect_timeout, settings.connect_timeout);
        take(said_->health_check_interval, settings.health_check_interval);
    }

    template <class Auth> void fill_auth(Auth& auth) {
        if (!said_->credentials) return;
        if constexpr (requires { auth.user; auth.password; }) {
            if (!said_->credentials->user().empty()) auth.user = said_->credentials->user();
            auth.password = said_->credentials->password();
        } else {
            refuse("the user and the password need a client with password_auth");
        }
    }

    template <class Connections> void fill_connections(Connections& connections) {
        if (!said_->max_connections) return;
        if constexpr (requires { connections.size; }) connections.size = *said_->max_connections;
        else refuse("max_connections needs a client with a pool");
    }

    void compare_protocol(int version) {
        if (said_->protocol && static_cast<int>(*said_->protocol) != version)
            refuse(*said_->protocol == 2 ? "protocol=2 needs a client with resp2_parser"
                                         : "protocol=3 needs a client with resp3_parser");
    }

    const error& refusal() const { return refusal_; }

private:
    template <class From, class To> static void take(const From& from, To& to) {
        if (from) to = *from;
    }
    void refuse(std::string_view why) {
        if (!refusal_) refusal_ = error(errc::invalid_url, fate::not_sent, {"the URL does not fit the client: ", why});
    }

    const url* said_;
    error refusal_;
};

}  // namespace detail

/// Makes a client of type `Client` as the URL says; where an asynchronous client runs follows, and policy objects may, over which the
/// URL wins.
///
/// Errors: `errc::invalid_url`, where the URL cannot be read or asks for what the type cannot do (`rediss://` without
/// `tls_transport`, a password without `password_auth`). Thrown, or with `return_errors` given by every call.
template <class Client, class... Object> Client from_url(std::string_view text, Object&&... object) {
    return Client(
        detail::policy_initializer([text](auto& context, auto& connections) {
            using composition = typename Client::composition;
            error wrong;
            if (const auto said = url::parse(text)) {
                detail::url_applier filler(*said);
                filler.fill(context.transport);
                filler.fill_settings(context.settings);
                filler.fill_auth(context.auth);
                filler.fill_connections(connections);
                filler.compare_protocol(composition::parser::version);
                wrong = filler.refusal();
            } else {
                wrong = said.error();
            }
            if (wrong && composition::errors::throws) throw_error(wrong);
            context.configuration_error = std::move(wrong);
        }),
        std::forward<Object>(object)...);
}

}  // namespace hibana
