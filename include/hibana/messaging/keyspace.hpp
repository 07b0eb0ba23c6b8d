// SPDX-License-Identifier: BSL-1.0
/// \file  Keyspace notifications: what happened to which key, as typed events.
#pragma once
#include <hibana/core/error.hpp>
#include <hibana/core/result.hpp>
#include <hibana/messaging/keyspace_classes.hpp>
#include <hibana/messaging/pubsub_event.hpp>
#include <hibana/messaging/topics.hpp>
#include <hibana/protocol/cursor.hpp>
#include <hibana/protocol/decode.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace hibana {

/// Something happened to a key; or a gap, of which neither is known.
struct keyspace_event {
    unsigned database = 0;
    std::string event{};  ///< "set", "del", "expired", ...: as the server names it; empty for a gap
    std::string key{};    ///< any bytes
    std::uint64_t lost = 0;  ///< of a gap: so many are known to be missing

    keyspace_event() = default;
    keyspace_event(unsigned in, std::string what, std::string of) : database(in), event(std::move(what)), key(std::move(of)) {}

    /// The connection was lost and is restored, or too many messages arrived: events in between are missing.
    bool is_gap() const noexcept { return event.empty(); }

    friend bool operator==(const keyspace_event&, const keyspace_event&) = default;
};

/// In place of the number of a database: each of them.
inline constexpr unsigned any_database = ~0u;

namespace detail {

/// `__keyspace@3__:`, or with `*` for the number.
inline std::string keyspace_channel(std::string_view kind, unsigned database, std::string_view name) {
    std::string channel;
    channel.append("__").append(kind).append("@");
    if (database == any_database) channel += '*';
    else channel += std::to_string(database);
    return channel.append("__:").append(name);
}
inline topics keyspace_topic(std::string_view kind, unsigned database, std::string_view name, bool is_pattern) {
    topics made;
    if (is_pattern) made.add(topic_kind::pattern, keyspace_channel(kind, database, name));
    else if (database == any_database) made.add(topic_kind::pattern, keyspace_channel(kind, database, literal_pattern(name)));
    else made.add(topic_kind::channel, keyspace_channel(kind, database, name));
    return made;
}

/// The parts of such a channel; whether it is one.
inline bool read_keyspace_channel(std::string_view channel, bool& names_key, unsigned& database, std::string_view& name) {
    constexpr std::string_view by_key = "__keyspace@", by_event = "__keyevent@";
    names_key = channel.starts_with(by_key);
    if (!names_key && !channel.starts_with(by_event)) return false;
    channel.remove_prefix(by_key.size());
    const auto read = std::from_chars(channel.data(), channel.data() + channel.size(), database);
    channel.remove_prefix(static_cast<std::size_t>(read.ptr - channel.data()));
    if (read.ec != std::errc() || !channel.starts_with("__:")) return false;
    name = channel.substr(3);
    return true;
}

}  // namespace detail

/// Whatever happens to one key.
inline topics on_key(std::string_view key, unsigned database = 0) {
    return detail::keyspace_topic("keyspace", database, key, false);
}
/// Whatever happens to the keys that match a pattern.
inline topics on_keys(std::string_view pattern, unsigned database = 0) {
    return detail::keyspace_topic("keyspace", database, pattern, true);
}
/// An event, "expired" for one, of whatever key.
inline topics on_event(std::string_view event, unsigned database = 0) {
    return detail::keyspace_topic("keyevent", database, event, false);
}
/// The events that match a pattern, of whatever key.
inline topics on_events(std::string_view pattern, unsigned database = 0) {
    return detail::keyspace_topic("keyevent", database, pattern, true);
}

/// What the server has to send so that all of these can come: the ways, and the classes of the events that are named.
inline keyspace_classes classes_of(const topics& wanted) {
    keyspace_classes needed;
    for (const topic_kind kind : topic_kinds)
        for (const std::string& channel : wanted.of(kind)) {
            const std::string_view name(channel);
            if (name.starts_with("__keyspace@")) needed |= keyspace_classes("K");
            if (!name.starts_with("__keyevent@")) continue;
            needed |= keyspace_classes("E");
            const std::size_t end = name.find("__:");
            const char letter = end == std::string_view::npos ? char() : keyspace_class_of(name.substr(end + 3));
            needed |= keyspace_classes(std::string_view(&letter, 1));
        }
    return needed;
}

/// Makes events of the messages of such channels.
struct keyspace_reader {
    using type = keyspace_event;

    template <class Pin> static result<type> read(const pubsub_event& from, const Pin&) {
        bool names_key = false;
        unsigned database = 0;
        std::string_view name, payload;
        protocol::cursor at = from.payload;
        if (!detail::read_keyspace_channel(from.channel, names_key, database, name) ||
            protocol::read_text(at, payload) != protocol::status::done)
            return error(errc::type_mismatch, fate::answered,
                         {"a message on channel \"", from.channel.substr(0, 64), "\" is no keyspace notification"});
        if (names_key) return result<type>(std::in_place, database, std::string(payload), std::string(name));
        return result<type>(std::in_place, database, std::string(name), std::string(payload));
    }
    static type gap() { return type(); }
};

}  // namespace hibana
