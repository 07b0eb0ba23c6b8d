// SPDX-License-Identifier: BSL-1.0
/// \file  Transport role, and the concept of the streams that a transport opens.
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

template <class Stream> concept can_write = requires(Stream& stream, std::string_view bytes, deadline& until) {
    stream.write(bytes, until);
};
template <class Stream> concept can_read_some = requires(Stream& stream, std::span<char> into, deadline& until) {
    stream.read_some(into, until);
};
template <class Stream> concept can_close = requires(Stream& stream) { stream.close(); };
template <class Stream> concept can_close_after_fork = requires(Stream& stream) { stream.close_after_fork(); };
template <class Stream> concept has_is_open = requires(const Stream& stream) {
    { stream.is_open() } -> std::convertible_to<bool>;
};
template <class Stream> concept has_is_readable = requires(Stream& stream) {
    { stream.is_readable() } -> std::convertible_to<bool>;
};

/// A bidirectional byte stream.
///
/// `write(bytes, until)` awaits to `result<void>`: it sends all bytes, or returns an error whose fate is `not_sent` only if no byte was
/// sent. `read_some(into, until)` awaits to `result<std::size_t>`, which is never zero: the end of the stream is an error. `close()`
/// notifies the peer, if the protocol does so, and closes; `close_after_fork()` closes without notifying the peer, in the child of a fork.
/// `is_readable()` is true if a read would not wait, because of available bytes or the end of the stream. No member raises SIGPIPE. Errors
/// do not name the endpoint; the owner of the stream adds it.
template <class Stream>
concept byte_stream = std::movable<Stream> && can_write<Stream> &&
                      can_read_some<Stream> && can_close<Stream> && can_close_after_fork<Stream> &&
                      has_is_open<Stream> && has_is_readable<Stream>;

namespace detail {
/// An execution for checking the `open` member of a transport; it runs nothing.
struct any_execution {
    struct socket;
    template <class T> struct task {};
};
}  // namespace detail

namespace policy {

template <class Transport> concept has_endpoint = requires(const Transport& transport) {
    { transport.endpoint() } -> std::convertible_to<endpoint>;
};
template <class Transport> concept has_protects_secrets = requires {
    { Transport::protects_secrets } -> std::convertible_to<bool>;
};
template <class Transport> concept has_is_encrypted = requires {
    { Transport::is_encrypted } -> std::convertible_to<bool>;
};
template <class Transport> concept has_stream_template = requires {
    typename Transport::template stream<hibana::detail::any_execution>;
};
template <class Transport> concept can_open =
    requires(const Transport& transport, hibana::detail::any_execution& execution, const endpoint& to, deadline until) {
        transport.open(execution, to, until);
    };

/// Opens streams to endpoints: `open(execution, endpoint, deadline)` awaits to `result<stream<Execution>>`; its return type must be
/// declared, not deduced. `endpoint()` is the default endpoint; `open` accepts any endpoint. With TLS, each endpoint is verified with
/// its own name. Errors of `open` name the endpoint. `is_encrypted` tells whether the stream uses TLS, `protects_secrets` whether
/// credentials may be sent over it.
template <class Transport>
concept transport = claims<Transport, role::transport> && has_endpoint<Transport> && has_protects_secrets<Transport> &&
                    has_is_encrypted<Transport> && has_stream_template<Transport> && can_open<Transport>;

}  // namespace policy
}  // namespace hibana
