// SPDX-License-Identifier: BSL-1.0
/// \file  Keyspace notifications: changes of keys, as typed events.
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

/// A change of a key; or a gap, which has neither event nor key.
struct keyspace_event {
    unsigned database = 0;
    std::string event{};  ///< the server's name of the event: "set", "del", "expired", ...; empty for a gap
    std::string key{};    ///< any bytes
    std::uint64_t lost = 0;  ///< of a gap: the number of dropped events; events while disconnected are not counted

    keyspace_event() = default;
    keyspace_event(unsigned number, std::string event_name, std::string key_name)
        : database(number), event(std::move(event_name)), key(std::move(key_name)) {}

    /// Whether events are missing here: the connection was lost and restored, or the buffer was full.
    bool is_gap() const noexcept { return event.empty(); }

    friend bool operator==(const keyspace_event&, const keyspace_event&) = default;
};

/// In place of a database number: all databases.
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
    topics result;
    if (is_pattern) result.add(topic_kind::pattern, keyspace_channel(kind, database, name));
    else if (database == any_database) result.add(topic_kind::pattern, keyspace_channel(kind, database, literal_pattern(name)));
    else result.add(topic_kind::channel, keyspace_channel(kind, database, name));
    return result;
}

/// Splits the name of a notification channel into its parts. Returns false if it is another channel.
inline bool read_keyspace_channel(std::string_view channel, bool& is_key_channel, unsigned& database, std::string_view& name) {
    constexpr std::string_view key_prefix = "__keyspace@", event_prefix = "__keyevent@";
    is_key_channel = channel.starts_with(key_prefix);
    if (!is_key_channel && !channel.starts_with(event_prefix)) return false;
    channel.remove_prefix(key_prefix.size());
    const auto read = std::from_chars(channel.data(), channel.data() + channel.size(), database);
    channel.remove_prefix(static_cast<std::size_t>(read.ptr - channel.data()));
    if (read.ec != std::errc() || !channel.starts_with("__:")) return false;
    name = channel.substr(3);
    return true;
}

}  // namespace detail

/// All events of one key.
inline topics on_key(std::string_view key, unsigned database = 0) {
    return detail::keyspace_topic("keyspace", database, key, false);
}
/// All events of the keys that match a glob pattern.
inline topics on_keys(std::string_view pattern, unsigned database = 0) {
    return detail::keyspace_topic("keyspace", database, pattern, true);
}
/// One event, for example "expired", of all keys.
inline topics on_event(std::string_view event, unsigned database = 0) {
    return detail::keyspace_topic("keyevent", database, event, false);
}
/// The events that match a glob pattern, of all keys.
inline topics on_events(std::string_view pattern, unsigned database = 0) {
    return detail::keyspace_topic("keyevent", database, pattern, true);
}

/// The classes that the server must enable for these topics: those of the channels (`K`, `E`) and of the named events.
inline keyspace_classes classes_of(const hibana::topics& topics) {
    keyspace_classes needed;
    for (const topic_kind kind : topic_kinds)
        for (const std::string& channel : topics.of(kind)) {
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

/// Reads the messages of notification channels as events.
struct keyspace_reader {
    using type = keyspace_event;

    template <class Pin> static result<type> read(const pubsub_event& from, const Pin&) {
        bool is_key_channel = false;
        unsigned database = 0;
        std::string_view name, payload;
        protocol::cursor at = from.payload;
        if (!detail::read_keyspace_channel(from.channel, is_key_channel, database, name) ||
            protocol::read_text(at, payload) != protocol::status::done)
            return error(errc::type_mismatch, fate::answered,
                         {"a message on channel \"", from.channel.substr(0, 64), "\" is not a keyspace notification"});
        if (is_key_channel) return result<type>(std::in_place, database, std::string(payload), std::string(name));
        return result<type>(std::in_place, database, std::string(name), std::string(payload));
    }
    static type gap() { return type(); }
};

}  // namespace hibana
