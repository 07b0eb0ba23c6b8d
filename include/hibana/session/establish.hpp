// SPDX-License-Identifier: BSL-1.0
/// \file  How a connection is established: opened by the transport, then greeted.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/session/handshake.hpp>
#include <hibana/session/settings.hpp>
#include <hibana/transport/endpoint.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace hibana::detail {

/// Closes a connection that was opened and not greeted, also where something is thrown: nobody may take it for one that was.
template <class Connection> class half_made {
public:
    explicit half_made(Connection& connection) noexcept : connection_(&connection) {}
    half_made(const half_made&) = delete;
    half_made& operator=(const half_made&) = delete;
    ~half_made() {
        if (connection_) connection_->close();
    }
    void is_whole() noexcept { connection_ = nullptr; }

private:
    Connection* connection_;
};

/// Tells an event with the name of the endpoint, which is put together only where somebody listens.
template <class Sink, class Make> [[gnu::cold]] void emit_with(Sink& sink, const endpoint& where, Make&& make) {
    if constexpr (listens_to<Sink, decltype(make(std::string_view()))>) {
        const std::string name = where.text();
        sink.on(make(name));
    }
}

/// What is said of a connection that could not be established: no command was sent.
[[gnu::cold, gnu::noinline]] inline error not_established(error wrong, const endpoint& where) {
    wrong.with_endpoint(where.text()).with_fate(fate::not_sent);
    return wrong;
}

/// Opens the connection to where the transport says and shakes hands, within `until` and the connect timeout.
///
/// The connection is open and ready afterwards, or closed. Errors name the endpoint; no command was sent.
template <class Connection>
[[gnu::cold]] auto establish(Connection& connection, unsigned attempt, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    auto& environment = connection.environment();
    if (environment.refusal) co_return environment.refusal;
    const auto patience = environment.settings.connect_timeout;
    if (patience != no_timeout) until = until.earlier(deadline::after(patience, environment.execution.now()));

    const endpoint where = environment.transport.where();
    emit_with(environment.events, where, [&](std::string_view name) { return event::connecting{name, attempt}; });
    auto opened = co_await environment.transport.open(environment.execution, where, until);
    if (!opened) co_return not_established(std::move(opened).error(), where);
    connection.adopt(std::move(*opened));
    half_made<Connection> made(connection);
    until.settle();  // opening took its time
    auto greeted = co_await shake_hands(connection, until);
    if (!greeted) co_return not_established(std::move(greeted).error(), where);
    made.is_whole();
    emit_with(environment.events, where, [&](std::string_view name) {
        return event::connected{name, static_cast<int>(connection.version()), {}, {}};
    });
    co_return result<void>();
}

}  // namespace hibana::detail
