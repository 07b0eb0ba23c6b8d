// SPDX-License-Identifier: BSL-1.0
/// \file  What does a server say to a subscriber, in a push of RESP3 or an array of RESP2?
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

/// A message or confirmation that a server sent to a subscriber. Views the received bytes.
struct pubsub_event {
    enum class what : unsigned char {
        message,       ///< something was published
        subscribed,    ///< `name` is subscribed to now
        unsubscribed,  ///< `name` is no more
        answer,        ///< the reply to another request, to PING for one
        refusal,       ///< an error, whose line is `name`
        other,         ///< a push that is nothing of this
        malformed,     ///< none of this in the form that it has to have
    };
    what is = what::malformed;
    topic_kind topic = topic_kind::channel;
    std::string_view name{};     ///< the channel or pattern that was subscribed to
    std::string_view channel{};  ///< of a message: where it was published
    protocol::cursor payload{nullptr, nullptr, true};  ///< of a message: where its payload begins
    std::int64_t count = 0;  ///< of a confirmation: how many topics of this kind, or of the two that are no shard's, there are now
};

namespace detail {

struct notice_form {
    std::string_view word;
    pubsub_event::what is;
    topic_kind topic;
};
inline constexpr notice_form notice_forms[] = {
    {"message", pubsub_event::what::message, topic_kind::channel},
    {"pmessage", pubsub_event::what::message, topic_kind::pattern},
    {"smessage", pubsub_event::what::message, topic_kind::shard_channel},
    {"subscribe", pubsub_event::what::subscribed, topic_kind::channel},
    {"psubscribe", pubsub_event::what::subscribed, topic_kind::pattern},
    {"ssubscribe", pubsub_event::what::subscribed, topic_kind::shard_channel},
    {"unsubscribe", pubsub_event::what::unsubscribed, topic_kind::channel},
    {"punsubscribe", pubsub_event::what::unsubscribed, topic_kind::pattern},
    {"sunsubscribe", pubsub_event::what::unsubscribed, topic_kind::shard_channel},
};

/// Reads what follows the kind; whether it is what has to follow.
inline bool read_body(protocol::cursor at, std::size_t count, pubsub_event& read) {
    const bool by_pattern = read.is == pubsub_event::what::message && read.topic == topic_kind::pattern;
    if (count != (by_pattern ? 3u : 2u)) return false;
    const bool nothing_left = read.is == pubsub_event::what::unsubscribed && protocol::read_null(at);
    if (!nothing_left && protocol::read_text(at, read.name) != protocol::status::done) return false;
    if (read.is != pubsub_event::what::message) return protocol::read_integer(at, read.count) == protocol::status::done;
    read.channel = read.name;
    if (by_pattern && protocol::read_text(at, read.channel) != protocol::status::done) return false;
    read.payload = at;
    return protocol::skip(at) == protocol::status::done;
}

}  // namespace detail

/// Reads a whole message, scanned and plain.
inline pubsub_event read_pubsub_event(std::string_view whole) {
    pubsub_event read;
    protocol::cursor at{whole.data(), whole.data() + whole.size(), true};
    protocol::tokenizer tokens(protocol::limits::none());
    protocol::token header;
    if (tokens.read(at, header) != protocol::status::done) return read;
    if (header.type == '-' || header.type == '!') {
        read.is = pubsub_event::what::refusal;
        read.name = header.text;
        return read;
    }
    const bool is_push = header.type == '>';
    read.is = is_push ? pubsub_event::what::other : pubsub_event::what::answer;
    std::string_view word;
    if ((!is_push && header.type != '*') || header.null || header.count == 0 ||
        protocol::read_text(at, word) != protocol::status::done)
        return read;
    for (const detail::notice_form& form : detail::notice_forms) {
        if (form.word != word) continue;
        read.is = form.is;
        read.topic = form.topic;
        if (!detail::read_body(at, header.count - 1, read)) read.is = pubsub_event::what::malformed;
        break;
    }
    return read;
}

}  // namespace hibana
