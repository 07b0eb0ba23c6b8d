// SPDX-License-Identifier: BSL-1.0
/// \file  Elements of a subscription: messages, and gaps where messages may be missing.
#pragma once
#include <hibana/command/grammar/kinds.hpp>
#include <hibana/command/reply/reply.hpp>
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/messaging/pubsub_event.hpp>
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/element.hpp>
#include <hibana/protocol/receive_buffer.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace hibana {

enum class message_kind : unsigned char {
    gap,              ///< messages may be missing: the connection was lost and restored, or the buffer was full
    message,          ///< published to a channel subscribed to by name
    pattern_message,  ///< published to a channel that matches a pattern
    shard_message,    ///< published to a shard channel
};

/// A message, with its payload as a `Payload`; or a gap, which has neither channel nor payload.
template <class Payload = std::string> struct basic_message {
    message_kind kind = message_kind::gap;
    std::string channel;  ///< the channel it was published to
    std::string pattern;  ///< of a pattern message: the pattern that matched
    Payload payload;
    std::uint64_t lost = 0;  ///< of a gap: the number of dropped messages; messages published while disconnected are not counted

    basic_message() : payload() {}
    basic_message(message_kind type, std::string channel_name, std::string matched_pattern, Payload content)
        : kind(type), channel(std::move(channel_name)), pattern(std::move(matched_pattern)), payload(std::move(content)) {}

    bool is_gap() const noexcept { return kind == message_kind::gap; }

    friend bool operator==(const basic_message&, const basic_message&) = default;
};

/// Reads messages whose payload is decoded as `.as<Type>()` decodes a reply. If `Type` views bytes, the payload is a `borrowed<Type>`.
template <class Type = std::string> struct message_reader {
    using payload_reply = reply_of<notation::as_type<Type, notation::bulk>>;
    using type = basic_message<typename payload_reply::type>;

    /// `pin()` keeps the bytes alive that the event views.
    template <class Pin> static result<type> read(const pubsub_event& from, const Pin& pin) {
        constexpr message_kind kinds[] = {message_kind::message, message_kind::pattern_message, message_kind::shard_message};
        typename payload_reply::storage payload{};
        protocol::cursor at = from.payload;
        if (payload_reply::read(at, payload) != protocol::status::done) return mismatch(from);
        const std::string_view pattern = from.topic == topic_kind::pattern ? from.name : std::string_view();
        const auto make = [&](typename payload_reply::type made) {
            return result<type>(std::in_place, kinds[static_cast<unsigned>(from.topic)], std::string(from.channel),
                                std::string(pattern), std::move(made));
        };
        if constexpr (payload_reply::pins) return make(payload_reply::convert(std::move(payload), pin()));
        else return make(std::move(payload));
    }
    static type gap() { return type(); }

private:
    [[gnu::cold, gnu::noinline]] static error mismatch(const pubsub_event& from) {
        return error(errc::type_mismatch, fate::answered,
                     {"the payload of a message on channel \"", from.channel.substr(0, 64), "\" does not have the requested type: ",
                      protocol::describe({from.payload.at, static_cast<std::size_t>(from.payload.end - from.payload.at)})});
    }
};

}  // namespace hibana
