// SPDX-License-Identifier: BSL-1.0
/// \file  What of a client belongs to no command, and can be compiled once for a whole program.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/exceptions.hpp>
#include <hibana/session/perform.hpp>
#include <hibana/session/reply_reader.hpp>

#include <string_view>
#include <utility>

namespace hibana {

/// Connecting, greeting, waiting, trying again, replies that are not plain, throwing: most of the code of a client.
///
/// Each file that makes calls compiles it anew, unless it is told that another does:
/// `extern template struct hibana::cold_path<my_client::connection_type>;`, and the same without `extern` in one of them.
template <class Connection> struct cold_path {
    /// Carries on by the flow where the short way ended; gives the error that remains.
    [[gnu::cold]] static error go_on(Connection& connection, detail::errand task, deadline until);
    /// Receives one reply of a batch by the flow; gives its error.
    [[gnu::cold]] static error receive(Connection& connection, detail::reply_reader into, std::string_view command,
                                       deadline until);
    /// Throws the exception of this error.
    [[noreturn, gnu::cold]] static void fail(const error& wrong);
};

template <class Connection>
error cold_path<Connection>::go_on(Connection& connection, detail::errand task, deadline until) {
    return detail::perform(connection, task, connection.take_failure(), until.settled());
}

template <class Connection>
error cold_path<Connection>::receive(Connection& connection, detail::reply_reader into, std::string_view command,
                                     deadline until) {
    until.settle();
    error wrong = connection.receive(into, until);
    if (wrong) wrong.with_command(command).with_endpoint(connection.peer());
    return wrong;
}

template <class Connection> void cold_path<Connection>::fail(const error& wrong) {
    throw_error(wrong);
}

}  // namespace hibana
