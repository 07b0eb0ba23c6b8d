// SPDX-License-Identifier: BSL-1.0
/// \file  What a subscription gives: messages, and word that some may be missing.
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
    gap,              ///< something may be missing here: the connection was lost and is restored, or too much came to be kept
    message,          ///< published to a channel that is subscribed to by its name
    pattern_message,  ///< published to a channel that a pattern matches
    shard_message,    ///< published to a shard channel
};

/// A message, with its payload as a `Payload`; or a gap, which has neither channel nor payload.
template <class Payload = std::string> struct basic_message {
    message_kind kind = message_kind::gap;
    std::string channel;  ///< where it was published
    std::string pattern;  ///< which pattern matches the channel; of a pattern message only
    Payload payload;
    std::uint64_t lost = 0;  ///< of a gap: so many are known to be missing; what was published to no connection nobody knows

    basic_message() : payload() {}
    basic_message(message_kind how, std::string where, std::string by, Payload what)
        : kind(how), channel(std::move(where)), pattern(std::move(by)), payload(std::move(what)) {}

    bool is_gap() const noexcept { return kind == message_kind::gap; }

    friend bool operator==(const basic_message&, const basic_message&) = default;
};

/// Makes messages whose payload is read as `.as<Type>()` reads a reply. Where that views bytes, it is a `borrowed<Type>`.
template <class Type = std::string> struct message_reader {
    using payload_reply = reply_of<notation::as_type<Type, notation::bulk>>;
    using type = basic_message<typename payload_reply::type>;

    /// `pin()` keeps the bytes that the notice views.
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
                     {"the payload of a message on channel \"", from.channel.substr(0, 64), "\" is not of the type that was asked for: ",
                      protocol::describe({from.payload.at, static_cast<std::size_t>(from.payload.end - from.payload.at)})});
    }
};

}  // namespace hibana
