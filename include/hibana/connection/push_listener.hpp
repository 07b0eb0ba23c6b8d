// SPDX-License-Identifier: BSL-1.0
/// \file  Who hears what a server says unasked over a connection that many share.
#pragma once
#include <hibana/core/error.hpp>

#include <string_view>

namespace hibana {

/// Hears the pushes of a shared connection, and has things said over it that are answered by pushes.
///
/// All of it is called on the executor of the connection, and waits for nothing. What is pushed is heard in the order of the stream:
/// before the reply behind it reaches its caller.
class push_listener {
public:
    push_listener() = default;
    push_listener(const push_listener&) = delete;
    push_listener& operator=(const push_listener&) = delete;
    virtual ~push_listener() = default;

    /// Somebody waits for a push: the connection is to be made if need be, and read.
    virtual bool is_awaited() const noexcept = 0;
    /// Nobody waits, nor has taken anything since this was asked last: reading may stop.
    virtual bool may_stop_reading() noexcept = 0;

    /// The connection is made, and speaks this version of RESP. May be said again of the same one.
    virtual void opened(unsigned version) = 0;
    /// It could not be made.
    virtual void on_connect_failed(const error& why) = 0;
    /// It is gone. Of what was said and not answered nothing will be heard.
    virtual void lost() = 0;
    /// None will be made any more.
    virtual void ended() = 0;

    /// A push, whole and plain.
    virtual void heard(std::string_view push) = 0;

    /// What a reply is to what was said first and is not answered yet.
    enum class answer {
        last,      ///< nothing more comes for it
        not_last,  ///< there is another one
        nonsense,  ///< it cannot be: the server is out of step
    };
    /// A reply, with its error where it is one.
    virtual answer answered(error refusal) = 0;
};

}  // namespace hibana
