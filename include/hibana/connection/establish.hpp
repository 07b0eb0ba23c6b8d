// SPDX-License-Identifier: BSL-1.0
/// \file  Flow that opens a connection and performs its handshake.
#pragma once
#include <hibana/auth/auth.hpp>
#include <hibana/auth/credentials.hpp>
#include <hibana/connection/handshake.hpp>
#include <hibana/connection/handshake_options.hpp>
#include <hibana/connection/server_identity.hpp>
#include <hibana/connection/settings.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/endpoint.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana::detail {

/// Emits the event that `make(endpoint text)` returns, if the sink handles it.
template <class Sink, class Make> [[gnu::cold]] void emit_endpoint_event(Sink& sink, const endpoint& to, Make&& make) {
    if constexpr (listens_to<Sink, decltype(make(std::string_view()))>) {
        const std::string name = to.text();
        sink.on(make(name));
    }
}

/// Completes the error of a connection that could not be established: no command was sent.
[[gnu::cold, gnu::noinline]] inline error not_established(error err, const endpoint& to) {
    err.with_endpoint(to.text()).with_fate(fate::not_sent);
    return err;
}

/// Closes a connection whose handshake did not complete, also if an exception is thrown: nothing else may use it.
template <class Connection> class close_unless_established {
public:
    explicit close_unless_established(Connection& connection) noexcept : connection_(&connection) {}
    close_unless_established(const close_unless_established&) = delete;
    close_unless_established& operator=(const close_unless_established&) = delete;
    ~close_unless_established() {
        if (connection_) connection_->close();
    }
    void release() noexcept { connection_ = nullptr; }

private:
    Connection* connection_;
};

/// Opens the connection to its endpoint and performs the handshake, within `until` and the connect timeout.
///
/// Afterwards the connection is open and ready, or closed. `attempt` is reported in events. Errors name the endpoint; no command was sent.
template <class Connection>
[[gnu::cold]] auto establish(Connection& connection, unsigned attempt, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    using composition = typename Connection::composition;
    auto& context = connection.context();
    if (context.configuration_error) co_return context.configuration_error;

    const endpoint& to = connection.endpoint();
    if (const auto timeout = context.settings.connect_timeout; timeout != no_timeout)
        until = until.earlier(deadline::after(timeout, context.execution.now()));
    emit_endpoint_event(context.events, to, [&](std::string_view name) { return event::connecting{name, attempt}; });

    auto opened = co_await context.transport.open(context.execution, to, until);
    if (!opened) co_return not_established(std::move(opened).error(), to);
    connection.attach(std::move(*opened));
    close_unless_established<Connection> guard(connection);
    until.invalidate_cached_now();

    const handshake_options options = connection.handshake();
    std::optional<credentials> login;
    if constexpr (policy::waits_for_credentials<typename composition::auth>) {
        if (options.authenticates) {
            auto fetched = co_await context.auth.credentials(context.execution, until);
            if (!fetched) co_return not_established(std::move(fetched).error(), to);
            login = *std::move(fetched);
        }
    } else if constexpr (!std::is_same_v<decltype(context.auth.credentials()), std::nullopt_t>) {
        if (options.authenticates) login = context.auth.credentials();
    }

    constexpr bool needs_pushes = composition::cache::needs_pushes;
    server_identity info;
    for (unsigned version = composition::parser::version;; version = 2) {
        const handshake_request request(version, login ? &*login : nullptr, options);
        handshake_result handshake;
        connection.set_protocol_version(version);
        if (request.size() != 0) {
            auto written = co_await connection.write(request.bytes(), request.size(), until);
            // A server that closes the connection at once may have sent the reason.
            if (!written && written.error() != errc::connection_lost)
                co_return not_established(connection.close_with(std::move(written).error()), to);
        }
        for (std::size_t index = 0; index != request.size() && connection.is_open(); ++index) {
            const bool is_hello = request.kind(index) == handshake_request::step::negotiable;
            auto replied = co_await connection.receive(is_hello ? reader_for_hello(info) : discard_reply(), until);
            if (!replied) handshake.record(request, index, std::move(replied).error(), connection.is_open());
        }
        if (!handshake.is_final(needs_pushes)) continue;
        auto outcome = handshake.outcome(composition::transport::is_encrypted, to.text());
        if (!outcome) co_return not_established(std::move(outcome).error(), to);
        break;
    }

    guard.release();
    emit_endpoint_event(context.events, to, [&](std::string_view name) {
        return event::connected{name, static_cast<int>(connection.protocol_version()), info.name, info.version};
    });
    connection.node().set_identity(std::move(info));
    co_return result<void>();
}

}  // namespace hibana::detail
