// SPDX-License-Identifier: BSL-1.0
/// \file  Maps and lists of pairs as containers or structs.
#pragma once

#include <hibana/command/reply/sequence.hpp>
#include <hibana/command/reply/target.hpp>
#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/element.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana::detail {

/// The number of pairs, and whether each is an array of its own.
struct entries {
    std::size_t count = 0;
    bool nested = false;
};

/// Kinds whose replies are aggregates.
template <class Kind>
inline constexpr bool is_aggregate = false;
template <class Kind>
inline constexpr bool is_aggregate<notation::nullable<Kind>> = is_aggregate<Kind>;
template <class Kind>
inline constexpr bool is_aggregate<notation::array<Kind>> = true;
template <class Key, class Value>
inline constexpr bool is_aggregate<notation::map<Key, Value>> = true;
template <class A, class B>
inline constexpr bool is_aggregate<notation::pair<A, B>> = true;
template <class... Column>
inline constexpr bool is_aggregate<notation::row<Column...>> = true;

/// Reads the header of a list of pairs: a map (RESP3), an array of arrays, or one flat array (RESP2).
template <class Key>
[[gnu::always_inline]] inline status read_entries(cursor& c, entries& list) {
    protocol::aggregate header;
    if (const status s = protocol::read_aggregate(c, header); s != status::done) [[unlikely]]
        return s;
    list.count = header.count;
    if (header.is_map || header.count == 0) return status::done;
    if (c.at == c.end) return status::more;
    // If the key is an aggregate, a nested header could be that of the key; such lists are always sent nested.
    list.nested = is_aggregate<Key> || *c.at == '*';
    if (list.nested) return status::done;
    if (list.count % 2 != 0) return status::mismatch;
    list.count /= 2;
    return status::done;
}

[[gnu::always_inline]] inline status read_pair_header(cursor& c) {
    protocol::aggregate header;
    if (const status s = protocol::read_aggregate(c, header); s != status::done) [[unlikely]]
        return s;
    return header.count == (header.is_map ? 1 : 2) ? status::done : status::mismatch;
}

/// Reads the key of a pair, and the header of the pair if it is nested.
template <class Key, class A>
[[gnu::always_inline]] inline status read_entry_key(cursor& c, bool nested, A& key) {
    if (nested) {
        if (const status s = read_pair_header(c); s != status::done) [[unlikely]]
            return s;
    }
    return read_reply<Key>(c, key);
}

/// Reads a pair.
template <class Key, class Value, class A, class B>
[[gnu::always_inline]] inline status read_entry(cursor& c, bool nested, A& key, B& mapped) {
    if (const status s = read_entry_key<Key>(c, nested, key); s != status::done) [[unlikely]]
        return s;
    return read_reply<Value>(c, mapped);
}

/// The types of both elements of a pair.
template <class T>
struct parts {
    using first = std::tuple_element_t<0, T>;
    using second = std::tuple_element_t<1, T>;
};
template <map_target T>
struct parts<T> {
    using first = typename T::key_type;
    using second = typename T::mapped_type;
};

/// A tuple-like type of two elements.
template <class T>
concept pair_target = tuple_target<T> && std::tuple_size_v<T> == 2;

template <class Key, class Value, map_target Map>
[[gnu::always_inline]] inline status read_list(cursor& c, entries list, Map& all) {
    return refill(all, list.count, [&]() __attribute__((always_inline)) {
        intermediate<typename Map::key_type> key{};
        intermediate<typename Map::mapped_type> mapped{};
        const status s = read_entry<Key, Value>(c, list.nested, key, mapped);
        if (s == status::done) [[likely]]
            add(all, std::move(key), std::move(mapped));
        return s;
    });
}

template <class Key, class Value, container_target Container>
    requires(!map_target<Container> && pair_target<typename Container::value_type>)
[[gnu::always_inline]] inline status read_list(cursor& c, entries list, Container& all) {
    using element = typename Container::value_type;
    const auto append = [&]() __attribute__((always_inline)) {
        intermediate<std::tuple_element_t<0, element>> first{};
        intermediate<std::tuple_element_t<1, element>> second{};
        const status s = read_entry<Key, Value>(c, list.nested, first, second);
        if (s != status::done) [[unlikely]]
            return s;
        if constexpr (is_array<element>) {
            using part = typename element::value_type;
            add(all, element{{part(std::move(first)), part(std::move(second))}});
        } else {
            add(all, std::move(first), std::move(second));
        }
        return s;
    };
    if constexpr (reusable_container<Container>) {
        const auto read = [&](element& e) __attribute__((always_inline)) {
            return read_entry<Key, Value>(c, list.nested, std::get<0>(e), std::get<1>(e));
        };
        return refill(all, list.count, read, append);
    } else {
        return refill(all, list.count, append);
    }
}

/// Reads pairs into a flat container: each key and each value is an element.
template <class Key, class Value, container_target Container>
    requires(!map_target<Container> && !pair_target<typename Container::value_type>)
status read_list(cursor& c, entries list, Container& all) {
    using element = typename Container::value_type;
    return refill(all, list.count, [&] {
        intermediate<element> first{};
        intermediate<element> second{};
        const status s = read_entry<Key, Value>(c, list.nested, first, second);
        if (s != status::done) return s;
        add(all, std::move(first));
        add(all, std::move(second));
        return s;
    });
}

/// Reads each value into the member with the name of its key. Unknown keys are skipped; members without a key keep their
/// value.
template <class Key, class Value, structured T>
status read_list(cursor& c, entries list, T& object) {
    for (; list.count != 0; --list.count) {
        std::string_view key;
        if (const status s = read_entry_key<Key>(c, list.nested, key); s != status::done) return s;
        bool known = false;
        status s = status::done;
        members<T>::each(object, [&](std::string_view name, auto& member) {
            if (known || name != key) return;
            known = true;
            s = read_reply<Value>(c, member);
        });
        if (!known) s = protocol::skip(c);
        if (s != status::done) return s;
    }
    return status::done;
}

template <class Key, class Value, class T>
[[gnu::always_inline]] inline status read_whole_list(cursor& c, T& object) {
    cursor d = c;
    entries list;
    if (const status s = read_entries<Key>(d, list); s != status::done) [[unlikely]]
        return s;
    const status s = read_list<Key, Value>(d, list, object);
    if (s == status::done) [[likely]]
        c.at = d.at;
    return s;
}

template <class Key, class Value>
struct decoder<notation::map<Key, Value>> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (container_target<T> || structured<T>) {
            return read_whole_list<Key, Value>(c, object);
        } else {
            return unsupported<notation::map<Key, Value>, T>();
        }
    }
};

template <class Key, class Value>
struct decoder<notation::array<notation::pair<Key, Value>>> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (container_target<T> || structured<T>) {
            return read_whole_list<Key, Value>(c, object);
        } else {
            return unsupported<notation::array<notation::pair<Key, Value>>, T>();
        }
    }
};

}  // namespace hibana::detail
