// SPDX-License-Identifier: BSL-1.0
/// \file  Listener for the pushes of a shared connection.
#pragma once
#include <hibana/core/error.hpp>

#include <string_view>

namespace hibana {

/// Receives the pushes of a shared connection, and the replies to the commands that are confirmed by pushes.
///
/// All members are called on the executor of the connection and do not block. Pushes arrive in stream order: a push is reported before
/// the reply behind it reaches its caller.
class push_listener {
public:
    push_listener() = default;
    push_listener(const push_listener&) = delete;
    push_listener& operator=(const push_listener&) = delete;
    virtual ~push_listener() = default;

    /// Whether a push is awaited: the connection is then opened if necessary, and read.
    virtual bool is_awaited() const noexcept = 0;
    /// Whether reading may stop: no push is awaited, and none was consumed since the last call.
    virtual bool may_stop_reading() noexcept = 0;

    /// The connection is open and uses this version of RESP. May be called more than once for the same connection.
    virtual void on_connected(unsigned version) = 0;
    /// The connection could not be opened.
    virtual void on_connect_failed(const error& err) = 0;
    /// The connection is lost. Pending commands will not be confirmed.
    virtual void on_disconnected() = 0;
    /// No connection will be opened any more.
    virtual void on_closed() = 0;

    /// A complete push in canonical form.
    virtual void on_push(std::string_view push) = 0;

    /// State of the oldest pending command after a reply.
    enum class reply_status {
        complete,    ///< it has all of its replies
        incomplete,  ///< another reply follows
        unexpected,  ///< the reply does not match; the byte stream is out of sync
    };
    /// A reply to the oldest pending command, with its error if it is one.
    virtual reply_status on_reply(error err) = 0;
};

}  // namespace hibana
