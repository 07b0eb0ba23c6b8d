// SPDX-License-Identifier: BSL-1.0
/// \file  Construction of a client from a connection URL.
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

/// Applies a URL to the policies of one client, and stores the first part that they do not support.
class url_applier {
public:
    explicit url_applier(const url& from) : url_(&from) {}

    template <class Transport> void apply_to_transport(Transport& transport) {
        if (url_->endpoint.is_local()) {
            if constexpr (requires { transport.path; }) transport.path = url_->endpoint.path();
            else fail("unix:// requires a client with unix_transport");
            return;
        }
        if constexpr (requires { transport.host; transport.port; }) {
            transport.host = url_->endpoint.host();
            transport.port = url_->endpoint.port();
            if (url_->uses_tls && !Transport::is_encrypted) fail("rediss:// requires a client with tls_transport");
            if (!url_->uses_tls && Transport::is_encrypted) fail("redis:// is not encrypted, but this client uses TLS; use rediss://");
        } else {
            fail("a host requires a client with tcp_transport or tls_transport");
        }
        if constexpr (requires { transport.ca_file; transport.verify; }) {
            assign_if_set(url_->ca_file, transport.ca_file);
            assign_if_set(url_->ca_path, transport.ca_path);
            assign_if_set(url_->certificate_file, transport.certificate_file);
            assign_if_set(url_->key_file, transport.key_file);
            assign_if_set(url_->key_password, transport.key_password);
            assign_if_set(url_->verify, transport.verify);
            assign_if_set(url_->minimum_version, transport.minimum_version);
        }
        if constexpr (requires { transport.options.keepalive; }) assign_if_set(url_->keepalive, transport.options.keepalive);
    }

    template <class Settings> void apply_to_settings(Settings& settings) {
        assign_if_set(url_->database, settings.database);
        assign_if_set(url_->client_name, settings.client_name);
        assign_if_set(url_->command_timeout, settings.command_timeout);
        assign_if_set(url_->connect_timeout, settings.connect_timeout);
        assign_if_set(url_->health_check_interval, settings.health_check_interval);
    }

    template <class Auth> void apply_to_auth(Auth& auth) {
        if (!url_->credentials) return;
        if constexpr (requires { auth.user; auth.password; }) {
            if (!url_->credentials->user().empty()) auth.user = url_->credentials->user();
            auth.password = url_->credentials->password();
        } else {
            fail("a user or password requires a client with password_auth");
        }
    }

    template <class Connections> void apply_to_connections(Connections& connections) {
        if (!url_->max_connections) return;
        if constexpr (requires { connections.max_connections; }) connections.max_connections = *url_->max_connections;
        else fail("max_connections requires a client with a pool");
    }

    void check_protocol(int version) {
        if (url_->protocol && static_cast<int>(*url_->protocol) != version)
            fail(*url_->protocol == 2 ? "protocol=2 requires a client with resp2_parser"
                                         : "protocol=3 requires a client with resp3_parser");
    }

    const error& unsupported() const { return error_; }

private:
    template <class From, class To> static void assign_if_set(const From& from, To& to) {
        if (from) to = *from;
    }
    void fail(std::string_view reason) {
        if (!error_) error_ = error(errc::invalid_url, fate::not_sent, {"the client does not support the URL: ", reason});
    }

    const url* url_;
    error error_;
};

}  // namespace detail

/// Constructs a client of type `Client` from a URL. For an asynchronous client, the executor or execution context follows. Policy objects
/// may follow; the URL has priority over them.
///
/// Errors: `errc::invalid_url` if the URL is invalid or requires a policy that the type does not have (`rediss://` without
/// `tls_transport`, a password without `password_auth`). It is thrown; with `return_errors`, every call returns it.
template <class Client, class... Object> Client from_url(std::string_view text, Object&&... object) {
    return Client(
        detail::policy_initializer([text](auto& context, auto& connections) {
            using composition = typename Client::composition;
            error err;
            if (const auto parsed = url::parse(text)) {
                detail::url_applier applier(*parsed);
                applier.apply_to_transport(context.transport);
                applier.apply_to_settings(context.settings);
                applier.apply_to_auth(context.auth);
                applier.apply_to_connections(connections);
                applier.check_protocol(composition::parser::version);
                err = applier.unsupported();
            } else {
                err = parsed.error();
            }
            if (err && composition::errors::throws) throw_error(err);
            context.configuration_error = std::move(err);
        }),
        std::forward<Object>(object)...);
}

}  // namespace hibana
