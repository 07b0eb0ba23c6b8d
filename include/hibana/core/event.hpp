// SPDX-License-Identifier: BSL-1.0
/// \file  Events of a client and their sink.
#pragma once

#include <hibana/core/clock.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>

#include <string_view>

namespace hibana {

/// Events of a client. Views and references are valid during the call only; no event contains a secret or an argument.
namespace event {

/// A connection attempt is about to start.
struct connecting {
    std::string_view endpoint;
    unsigned attempt = 1;  ///< the first one is 1
};

/// A connection is open and its handshake is complete.
struct connected {
    std::string_view endpoint;
    int protocol = 3;                 ///< the version of RESP that is spoken
    std::string_view server;          ///< "redis", "valkey", or empty if the server does not report it
    std::string_view server_version;  ///< "8.0.1", or nothing
};

/// A connection was lost.
struct disconnected {
    std::string_view endpoint;
    const hibana::error& error;
};

/// An operation is retried after `delay`.
struct retrying {
    std::string_view command;  ///< empty if the connection attempt is retried
    unsigned attempt = 2;      ///< the attempt that is about to be made
    duration delay{};
    const hibana::error& error;  ///< why the last attempt failed
};

/// A command has failed and is not retried.
struct command_failed {
    std::string_view command;
    const hibana::error& error;
};

/// The server has pushed a message.
struct push {
    std::string_view kind;  ///< "invalidate", "message", ...
};

}  // namespace event

/// A sink that accepts this event.
template <class Sink, class Event>
concept listens_to = requires(Sink& sink, const Event& event) { sink.on(event); };

/// Passes the result of `make()` to `sink` if the sink accepts it; otherwise generates no code.
template <class Sink, class Make>
constexpr void emit(Sink& sink, Make&& make) {
    if constexpr (listens_to<Sink, decltype(make())>) {
        sink.on(make());
    }
}

/// Ignores all events. Plays `role::events`.
struct no_events {
    using plays = role::events;
};

namespace policy {

/// A sink of events: `void on(const event::connected&)` and so on, for the events it accepts.
///
/// Its exceptions propagate to the caller.
template <class P>
concept events = claims<P, role::events>;

}  // namespace policy
}  // namespace hibana
