// SPDX-License-Identifier: BSL-1.0
/// \file  Parser of the messages that a server sends to a subscriber: a push in RESP3, an array in RESP2.
#pragma once
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/element.hpp>
#include <hibana/protocol/limits.hpp>
#include <hibana/protocol/token.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hibana {

enum class pubsub_event_kind : unsigned char {
    message,       ///< a published message
    subscribed,    ///< confirms that `name` is subscribed
    unsubscribed,  ///< confirms that `name` is unsubscribed
    reply,         ///< the reply to another command, for example PING
    error,         ///< an error reply; `name` is its line
    other,         ///< a push of another type
    malformed,     ///< an element of invalid form
};

/// A message or confirmation that a server sent to a subscriber. Views the received bytes.
struct pubsub_event {
    pubsub_event_kind kind = pubsub_event_kind::malformed;
    topic_kind topic = topic_kind::channel;
    std::string_view name{};     ///< the subscribed channel or pattern
    std::string_view channel{};  ///< of a message: its channel
    protocol::cursor payload{nullptr, nullptr, true};  ///< of a message: the start of its payload
    std::int64_t count = 0;  ///< of a confirmation: the number of subscribed shard channels, or of other topics
};

namespace detail {

struct pubsub_form {
    std::string_view word;
    pubsub_event_kind kind;
    topic_kind topic;
};
inline constexpr pubsub_form pubsub_forms[] = {
    {"message", pubsub_event_kind::message, topic_kind::channel},
    {"pmessage", pubsub_event_kind::message, topic_kind::pattern},
    {"smessage", pubsub_event_kind::message, topic_kind::shard_channel},
    {"subscribe", pubsub_event_kind::subscribed, topic_kind::channel},
    {"psubscribe", pubsub_event_kind::subscribed, topic_kind::pattern},
    {"ssubscribe", pubsub_event_kind::subscribed, topic_kind::shard_channel},
    {"unsubscribe", pubsub_event_kind::unsubscribed, topic_kind::channel},
    {"punsubscribe", pubsub_event_kind::unsubscribed, topic_kind::pattern},
    {"sunsubscribe", pubsub_event_kind::unsubscribed, topic_kind::shard_channel},
};

/// Reads the elements after the kind. Returns false if they are malformed.
inline bool read_body(protocol::cursor at, std::size_t count, pubsub_event& read) {
    const bool by_pattern = read.kind == pubsub_event_kind::message && read.topic == topic_kind::pattern;
    if (count != (by_pattern ? 3u : 2u)) return false;
    const bool is_null_name = read.kind == pubsub_event_kind::unsubscribed && protocol::read_null(at);
    if (!is_null_name && protocol::read_text(at, read.name) != protocol::status::done) return false;
    if (read.kind != pubsub_event_kind::message) return protocol::read_integer(at, read.count) == protocol::status::done;
    read.channel = read.name;
    if (by_pattern && protocol::read_text(at, read.channel) != protocol::status::done) return false;
    read.payload = at;
    return protocol::skip(at) == protocol::status::done;
}

}  // namespace detail

/// Reads one complete message that was scanned and contains no streamed types.
inline pubsub_event read_pubsub_event(std::string_view whole) {
    pubsub_event read;
    protocol::cursor at{whole.data(), whole.data() + whole.size(), true};
    protocol::tokenizer tokens(protocol::limits::none());
    protocol::token header;
    if (tokens.read(at, header) != protocol::status::done) return read;
    if (header.type == '-' || header.type == '!') {
        read.kind = pubsub_event_kind::error;
        read.name = header.text;
        return read;
    }
    const bool is_push = header.type == '>';
    read.kind = is_push ? pubsub_event_kind::other : pubsub_event_kind::reply;
    std::string_view word;
    if ((!is_push && header.type != '*') || header.null || header.count == 0 ||
        protocol::read_text(at, word) != protocol::status::done)
        return read;
    for (const detail::pubsub_form& form : detail::pubsub_forms) {
        if (form.word != word) continue;
        read.kind = form.kind;
        read.topic = form.topic;
        if (!detail::read_body(at, header.count - 1, read)) read.kind = pubsub_event_kind::malformed;
        break;
    }
    return read;
}

}  // namespace hibana
