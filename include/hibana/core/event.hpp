// SPDX-License-Identifier: BSL-1.0
/// \file  What a client tells about itself, and to whom.
#pragma once

#include <hibana/core/clock.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/role.hpp>

#include <string_view>

namespace hibana {

/// What happened. The views and the references are valid during the call only; no event holds a secret or an argument.
namespace event {

/// A connection is about to be made.
struct connecting {
    std::string_view endpoint;
    unsigned attempt = 1;  ///< the first one is 1
};

/// A connection is made and its handshake is done.
struct connected {
    std::string_view endpoint;
    int protocol = 3;                 ///< the version of RESP that is spoken
    std::string_view server;          ///< "redis", "valkey", or nothing where the server does not say
    std::string_view server_version;  ///< "8.0.1", or nothing
};

/// A connection is gone.
struct disconnected {
    std::string_view endpoint;
    const hibana::error& error;
};

/// Something is attempted again, after `delay`.
struct retrying {
    std::string_view command;  ///< empty where it is the connection that is attempted again
    unsigned attempt = 2;      ///< the attempt that is about to be made
    duration delay{};
    const hibana::error& error;  ///< why the last attempt failed
};

/// A command has failed for good.
struct command_failed {
    std::string_view command;
    const hibana::error& error;
};

/// The server has pushed a message.
struct push {
    std::string_view kind;  ///< "invalidate", "message", ...
};

}  // namespace event

/// A sink that wants to hear of this event.
template <class Sink, class Event>
concept listens_to = requires(Sink& sink, const Event& event) { sink.on(event); };

/// Tells `sink` the event that `make()` forms, if it wants to hear of it; else nothing is formed and no code is left.
template <class Sink, class Make>
constexpr void emit(Sink& sink, Make&& make) {
    if constexpr (listens_to<Sink, decltype(make())>) {
        sink.on(make());
    }
}

/// Nobody is told anything. Plays `role::events`.
struct no_events {
    using plays = role::events;
};

namespace policy {

/// A sink of events: `void on(const event::connected&)` and so on, for those it wants.
///
/// What it throws reaches the caller.
template <class P>
concept events = claims<P, role::events>;

}  // namespace policy
}  // namespace hibana
