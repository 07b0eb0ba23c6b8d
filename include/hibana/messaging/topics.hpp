// SPDX-License-Identifier: BSL-1.0
/// \file  Topics to subscribe to: channels, patterns and shard channels.
#pragma once
#include <hibana/command/grammar/list_arguments.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hibana {

enum class topic_kind : unsigned char {
    channel,        ///< one channel, by its name
    pattern,        ///< every channel that matches a glob: `*`, `?`, `[a-c]`; `\` escapes a special character
    shard_channel,  ///< a channel of a cluster, served by the node that owns the slot of its name
};
inline constexpr topic_kind topic_kinds[] = {topic_kind::channel, topic_kind::pattern, topic_kind::shard_channel};

/// Names to subscribe to, each with its kind. A name may contain any bytes.
class topics {
public:
    topics() = default;

    void add(topic_kind kind, std::string_view name) { names_[index(kind)].emplace_back(name); }
    topics& operator+=(const topics& more) {
        for (const topic_kind kind : topic_kinds)
            names_[index(kind)].insert(names_[index(kind)].end(), more.of(kind).begin(), more.of(kind).end());
        return *this;
    }

    /// The names of one kind, in insertion order.
    const std::vector<std::string>& of(topic_kind kind) const { return names_[index(kind)]; }
    bool empty() const { return size() == 0; }
    std::size_t size() const { return names_[0].size() + names_[1].size() + names_[2].size(); }

    friend bool operator==(const topics&, const topics&) = default;

private:
    static constexpr std::size_t index(topic_kind kind) { return static_cast<std::size_t>(kind); }
    std::vector<std::string> names_[3];
};

namespace detail {

template <class T> inline constexpr bool is_range_of_names = false;
template <grammar::range_like T>
inline constexpr bool is_range_of_names<T> = grammar::textual<std::remove_cvref_t<decltype(*std::begin(std::declval<const T&>()))>>;

/// Whether every argument is a name or a range of names; named so that a diagnostic is readable.
template <class... Name> inline constexpr bool are_names = ((grammar::textual<Name> || is_range_of_names<Name>) && ...);

template <class Name> void add_names(topics& to, topic_kind kind, const Name& name) {
    if constexpr (grammar::textual<Name>) {
        to.add(kind, grammar::as_text(name));
    } else {
        for (const auto& each : name) to.add(kind, grammar::as_text(each));
    }
}

template <class... Name> topics make_topics(topic_kind kind, const Name&... name) {
    topics result;
    if constexpr (are_names<Name...>) {
        (add_names(result, kind, name), ...);
    } else {
        static_assert(are_names<Name...>, "hibana: a channel or pattern is text, or a range of texts");
    }
    return result;
}

}  // namespace detail

/// Channels by name: `channels("news", names)`. Each argument is text or a range of texts.
template <class... Name> topics channels(const Name&... name) { return detail::make_topics(topic_kind::channel, name...); }

/// Channels that match glob patterns: `patterns("news.*")`.
template <class... Name> topics patterns(const Name&... name) { return detail::make_topics(topic_kind::pattern, name...); }

/// Shard channels by name.
template <class... Name> topics shard_channels(const Name&... name) {
    return detail::make_topics(topic_kind::shard_channel, name...);
}

/// Escapes a text: the pattern matches exactly this text.
inline std::string literal_pattern(std::string_view text) {
    std::string pattern;
    for (const char character : text) {
        if (std::string_view("*?[]\\^-").find(character) != std::string_view::npos) pattern += '\\';
        pattern += character;
    }
    return pattern;
}

}  // namespace hibana
