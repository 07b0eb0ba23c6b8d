// SPDX-License-Identifier: BSL-1.0
/// \file  The parts of a client that do not depend on a command, which can be compiled once for a whole program.
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

/// Whether calls run over a source without a lease.
template <class Source> inline constexpr bool is_shared_source = requires { Source::is_shared; };

/// Reads one reply; an error in its place names the command and the endpoint.
template <class Connection>
[[gnu::cold]] parse_result parse_reply_for(Connection& from, reply_reader into, std::string_view command, error& outcome) {
    const parse_result found = from.try_parse_reply(into, outcome);
    if (outcome && found == parse_result::reply) outcome.with_command(command).with_endpoint(from.endpoint_text());
    return found;
}

}  // namespace detail

/// The parts of a client that do not depend on a command: connecting, retries, replies that are not plain, exceptions.
///
/// Each translation unit that makes calls compiles them, unless it declares that another one does:
/// `extern template struct hibana::cold_path<my_client::connection_type>;`, and the same without `extern` in one of them.
template <class Connection> struct cold_path {
    using source_type = typename Connection::composition::connections::template source<Connection>;

    /// Continues a request that the fast path has not completed, and repeats it as the retry policy allows. Returns the error that remains.
    ///
    /// `held` is the connection, of `source` unless it is pinned. Afterwards it is the connection that is held then, null if there is none.
    [[gnu::cold]] static error execute(source_type* source, Connection*& held, const detail::pending_request& request, deadline until)
        requires(!detail::is_shared_source<source_type>);
    /// Receives one reply and returns its error.
    [[gnu::cold]] static error receive(Connection& connection, detail::reply_reader into, std::string_view command, deadline until);
    /// Reads one reply, if it has been received completely.
    [[gnu::cold]] static detail::parse_result parse_reply(Connection& from, detail::reply_reader into, std::string_view command,
                                                          error& outcome);
    /// Throws the exception of this error.
    [[noreturn, gnu::cold]] static void throw_exception(const error& err);
};

template <class Connection>
error cold_path<Connection>::execute(source_type* source, Connection*& held, const detail::pending_request& request, deadline until)
    requires(!detail::is_shared_source<source_type>)
{
    return detail::execute_with_retry(source, held, request, until.without_cached_now());
}

template <class Connection>
error cold_path<Connection>::receive(Connection& connection, detail::reply_reader into, std::string_view command, deadline until) {
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
