// SPDX-License-Identifier: BSL-1.0
/// \file  Concept of a source of messages: a connection as subscribers and monitors use it.
#pragma once
#include <hibana/core/deadline.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/protocol/receive_buffer.hpp>

#include <concepts>
#include <string_view>

namespace hibana {

/// A connection that receives messages. `open(attempt, until)`, `write(bytes, until)` and `read_more(until)` are awaited to `result<void>`.
///
/// `next_message()` returns the next complete message, empty if there is none. Its bytes stay valid until the next `read_more`, or while
/// they are pinned. `timeout` and `cancelled` leave the source open after `read_more`; every other error closes it.
/// `context()` has the policies that reconnecting uses: `execution`, `backoff`, `retry`, `random`, `settings`, `events`.
template <class Source>
concept message_source = requires(Source& source, const Source& constant, error err) {
    typename Source::execution_type;
    typename Source::context_type;
    { constant.context() } -> std::same_as<typename Source::context_type&>;
    { constant.is_open() } -> std::convertible_to<bool>;
    source.open(1u, deadline());
    source.write(std::string_view(), deadline());
    source.read_more(deadline());
    { source.next_message() } -> std::same_as<result<std::string_view>>;
    { constant.pin() } -> std::same_as<protocol::pin>;
    { source.close_with(err) } -> std::same_as<error>;
    source.close();
};

}  // namespace hibana
