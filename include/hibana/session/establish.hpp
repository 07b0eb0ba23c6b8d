// SPDX-License-Identifier: BSL-1.0
/// \file  How a connection is established: opened by the transport, then greeted.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/event.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/session/handshake.hpp>
#include <hibana/session/settings.hpp>

#include <string>
#include <utility>

namespace hibana::detail {

/// Opens the connection to `where` and shakes hands, within `until` and the connect timeout.
///
/// The connection is open and ready afterwards, or closed. Errors name the endpoint; no command was sent.
template <class Connection>
[[gnu::cold]] auto establish(Connection& connection, unsigned attempt, deadline until)
    -> task_of<typename Connection::execution_type, result<void>> {
    auto& environment = connection.environment();
    const auto where = environment.transport.where();
    const std::string name = where.text();
    if (environment.refusal) co_return environment.refusal;
    const auto patience = environment.settings.connect_timeout;
    if (patience != no_timeout) until = until.earlier(deadline::after(patience, environment.execution.now()));

    emit(environment.events, [&] { return event::connecting{name, attempt}; });
    auto opened = co_await environment.transport.open(environment.execution, where, until);
    if (!opened) co_return error(opened.error()).with_endpoint(name).with_fate(fate::not_sent);
    connection.adopt(std::move(*opened));
    struct closing {
        Connection* half_made;
        ~closing() {
            if (half_made) half_made->close();
        }
    } on_the_way_out{&connection};  // also where something is thrown: nobody may take it for one that was greeted
    until.settle();  // opening took its time
    auto greeted = co_await shake_hands(connection, until);
    if (!greeted) co_return error(greeted.error()).with_endpoint(name).with_fate(fate::not_sent);
    on_the_way_out.half_made = nullptr;
    emit(environment.events, [&] { return event::connected{name, static_cast<int>(connection.version()), {}, {}}; });
    co_return result<void>();
}

}  // namespace hibana::detail
