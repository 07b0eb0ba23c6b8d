// SPDX-License-Identifier: BSL-1.0
/// \file  What moves the bytes of a connection: the transport role and the stream that a transport opens.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/role.hpp>
#include <hibana/core/task_of.hpp>
#include <hibana/transport/endpoint.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace hibana {

template <class Stream> concept writes_all = requires(Stream& stream, std::string_view bytes, deadline& until) {
    stream.write(bytes, until);
};
template <class Stream> concept reads_some = requires(Stream& stream, std::span<char> into, deadline& until) {
    stream.read_some(into, until);
};
template <class Stream> concept can_be_shut = requires(Stream& stream) { stream.close(); };
template <class Stream> concept can_be_abandoned = requires(Stream& stream) { stream.close_after_fork(); };
template <class Stream> concept says_if_it_is_open = requires(const Stream& stream) {
    { stream.is_open() } -> std::convertible_to<bool>;
};
template <class Stream> concept says_if_it_is_readable = requires(Stream& stream) {
    { stream.is_readable() } -> std::convertible_to<bool>;
};

/// A connection that carries bytes both ways.
///
/// `write(bytes, until)` awaits to `result<void>`: all of the bytes, or an error whose fate is `not_sent` only where not
/// one byte left. `read_some(into, until)` awaits to `result<std::size_t>`, never zero: the end of the connection is an
/// error. `shut()` takes leave of the peer and closes; `abandon()` closes without a word (in the child of a fork).
/// `is_readable()` is true where a read would not wait: bytes or the end are there. None of them raises SIGPIPE. Errors do
/// not name the endpoint: the stream does not keep it, its owner does.
template <class Stream>
concept byte_stream = std::movable<Stream> && writes_all<Stream> &&
                      reads_some<Stream> && can_be_shut<Stream> && can_be_abandoned<Stream> &&
                      says_if_it_is_open<Stream> && says_if_it_is_readable<Stream>;

namespace detail {
/// An execution for asking whether a transport opens; no flow runs on it.
struct any_execution {
    struct socket;
    template <class T> struct task {};
};
}  // namespace detail

namespace policy {

template <class Transport> concept names_an_endpoint = requires(const Transport& transport) {
    { transport.endpoint() } -> std::convertible_to<endpoint>;
};
template <class Transport> concept says_if_it_is_confidential = requires {
    { Transport::protects_secrets } -> std::convertible_to<bool>;
};
template <class Transport> concept says_if_it_encrypts = requires {
    { Transport::is_encrypted } -> std::convertible_to<bool>;
};
template <class Transport> concept names_its_stream = requires {
    typename Transport::template stream<hibana::detail::any_execution>;
};
template <class Transport> concept opens_any_endpoint =
    requires(const Transport& transport, hibana::detail::any_execution& execution, const endpoint& where, deadline until) {
        transport.open(execution, where, until);
    };

/// A recipe that opens streams to endpoints: `open(execution, endpoint, deadline)` awaits to
/// `result<stream<Execution>>`, and its return type is written out, not deduced. Any endpoint is opened by the same rules,
/// each under its own name. Errors of `open` name the endpoint.
template <class Transport>
concept transport = claims<Transport, role::transport> && names_an_endpoint<Transport> && says_if_it_is_confidential<Transport> &&
                    says_if_it_encrypts<Transport> && names_its_stream<Transport> && opens_any_endpoint<Transport>;

}  // namespace policy
}  // namespace hibana
