// SPDX-License-Identifier: BSL-1.0
/// \file  What of a client belongs to no command, and can be compiled once for a whole program.
#pragma once
#include <hibana/call/retry_loop.hpp>
#include <hibana/connection/reply_reader.hpp>
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/redis_error.hpp>

#include <string_view>
#include <utility>

namespace hibana {

namespace detail {

/// Takes one reply; an error in its place says which command it answers, and whose it is.
template <class Connection>
[[gnu::cold]] parse_result parse_reply_for(Connection& from, reply_reader into, std::string_view command, error& outcome) {
    const parse_result found = from.try_parse_reply(into, outcome);
    if (outcome && found == parse_result::reply) outcome.with_command(command).with_endpoint(from.endpoint_text());
    return found;
}

}  // namespace detail

/// Connecting, greeting, waiting, trying again, replies that are not plain, throwing: most of the code of a client.
///
/// Each translation unit that makes calls compiles it, unless it declares that another one does:
/// `extern template struct hibana::cold_path<my_client::connection_type>;`, and the same without `extern` in one of them.
template <class Connection> struct cold_path {
    /// Carries on by the flow where the short way ended; gives the error that remains.
    [[gnu::cold]] static error execute(Connection& connection, const detail::pending_request& task, deadline until);
    /// Receives one reply of a batch by the flow; gives its error.
    [[gnu::cold]] static error receive(Connection& connection, detail::reply_reader into, std::string_view command,
                                       deadline until);
    /// Takes one reply that has arrived, if it has wholly, into its place.
    [[gnu::cold]] static detail::parse_result parse_reply(Connection& from, detail::reply_reader into, std::string_view command,
                                                          error& outcome);
    /// Throws the exception of this error.
    [[noreturn, gnu::cold]] static void throw_exception(const error& err);
};

template <class Connection>
error cold_path<Connection>::execute(Connection& connection, const detail::pending_request& task, deadline until) {
    return detail::execute_with_retry(connection, task, connection.consume_error(), until.without_cached_now());
}

template <class Connection>
error cold_path<Connection>::receive(Connection& connection, detail::reply_reader into, std::string_view command,
                                     deadline until) {
    until.invalidate_cached_now();
    error err = connection.receive(into, until).get().error();
    if (err) err.with_command(command).with_endpoint(connection.endpoint_text());
    return err;
}

template <class Connection>
detail::parse_result cold_path<Connection>::parse_reply(Connection& from, detail::reply_reader into, std::string_view command,
                                                        error& outcome) {
    return detail::parse_reply_for(from, into, command, outcome);
}

template <class Connection> void cold_path<Connection>::throw_exception(const error& err) {
    throw_error(err);
}

}  // namespace hibana
