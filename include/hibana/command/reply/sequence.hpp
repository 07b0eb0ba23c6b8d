// SPDX-License-Identifier: BSL-1.0
/// \file  Arrays and sets as containers.
#pragma once

#include <hibana/command/reply/target.hpp>
#include <hibana/protocol/decode.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hibana::detail {

using protocol::cursor;
using protocol::status;

/// Resets a reused element if decoding would not overwrite all of it.
template <class T>
[[gnu::always_inline]] inline void refresh(T& element) {
    if constexpr (!is_overwritten<T>) element = T{};
}

/// Elements with no construction cost.
template <class T>
concept trivial_element = std::is_trivially_copyable_v<T> && is_overwritten<T>;

/// Shortens a container; its elements need no default constructor.
template <class Container>
void shorten(Container& all, std::size_t size) {
    all.erase(all.begin() + static_cast<typename Container::difference_type>(size), all.end());
}

/// Reads `count` elements into a container. `read` decodes into an existing element, `append` adds one; both return a status.
/// Existing elements are reused with their memory.
template <reusable_container Container, class Read, class Append>
[[gnu::always_inline]] inline status refill(Container& all, std::size_t count, Read read, Append append) {
    if constexpr (trivial_element<typename Container::value_type>) {
        all.resize(count);
        for (auto& element : all) {
            if (const status s = read(element); s != status::done) [[unlikely]]
                return s;
        }
    } else {
        const std::size_t kept = all.size() < count ? all.size() : count;
        if (kept < all.size()) shorten(all, kept);
        if constexpr (requires { all.reserve(count); }) all.reserve(count);
        for (std::size_t n = 0; n < kept; ++n) {
            refresh(all[n]);
            if (const status s = read(all[n]); s != status::done) [[unlikely]]
                return s;
        }
        for (std::size_t n = kept; n < count; ++n) {
            if (const status s = append(); s != status::done) [[unlikely]]
                return s;
        }
    }
    return status::done;
}

/// The same for containers that are cleared first.
template <class Container, class Append>
[[gnu::always_inline]] inline status refill(Container& all, std::size_t count, Append append) {
    all.clear();
    if constexpr (requires { all.reserve(count); }) all.reserve(count);
    for (std::size_t n = 0; n < count; ++n) {
        if (const status s = append(); s != status::done) [[unlikely]]
            return s;
    }
    return status::done;
}

/// Inserts an element: at the end, or at the position that the container determines.
template <class Container, class... Part>
[[gnu::always_inline]] inline void add(Container& all, Part&&... part) {
    if constexpr (requires { all.emplace_back(std::forward<Part>(part)...); }) {
        all.emplace_back(std::forward<Part>(part)...);
    } else if constexpr (requires { all.emplace_hint(all.end(), std::forward<Part>(part)...); }) {
        all.emplace_hint(all.end(), std::forward<Part>(part)...);
    } else {
        all.emplace(std::forward<Part>(part)...);
    }
}

/// Reads `count` elements of a kind.
template <class Kind, container_target Container>
[[gnu::always_inline]] inline status read_elements(cursor& c, std::size_t count, Container& all) {
    using element = typename Container::value_type;
    cursor d = c;
    const auto append = [&]() __attribute__((always_inline)) {
        if constexpr (reusable_container<Container> && !text_target<element> && std::is_default_constructible_v<element>) {
            return read_reply<Kind>(d, all.emplace_back());
        } else {
            intermediate<element> made{};
            const status s = read_reply<Kind>(d, made);
            if (s == status::done) [[likely]]
                add(all, std::move(made));
            return s;
        }
    };
    status s;
    if constexpr (reusable_container<Container>) {
        s = refill(all, count, [&](element& e) __attribute__((always_inline)) { return read_reply<Kind>(d, e); }, append);
    } else {
        s = refill(all, count, append);
    }
    if (s == status::done) [[likely]]
        c.at = d.at;
    return s;
}

/// Reads the elements of a pair, tuple or array, all of one kind.
template <class Kind, tuple_target Tuple>
[[gnu::always_inline]] inline status read_each(cursor& c, Tuple& all) {
    status s = status::done;
    std::apply([&](auto&... element) { static_cast<void>((((s = read_reply<Kind>(c, element)) == status::done) && ...)); }, all);
    return s;
}

/// Reads the members of a struct, all of one kind.
template <class Kind, structured T>
[[gnu::always_inline]] inline status read_each(cursor& c, T& object) {
    status s = status::done;
    members<T>::each(object, [&](std::string_view, auto& member) {
        if (s == status::done) s = read_reply<Kind>(c, member);
    });
    return s;
}

template <class T>
inline constexpr std::size_t members_of = 0;
template <tuple_target T>
inline constexpr std::size_t members_of<T> = std::tuple_size_v<T>;
template <structured T>
inline constexpr std::size_t members_of<T> = members<T>::size;

template <class Kind>
struct decoder<notation::array<Kind>> {
    template <class T>
    static status read(cursor& c, T& object) {
        cursor d = c;
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(d, header); s != status::done) [[unlikely]]
            return s;
        const std::size_t count = header.is_map ? 2 * header.count : header.count;
        status s = status::mismatch;
        if constexpr (tuple_target<T> || structured<T>) {
            if (count == members_of<T>) s = read_each<Kind>(d, object);
        } else if constexpr (container_target<T>) {
            s = read_elements<Kind>(d, count, object);
        } else {
            s = unsupported<notation::array<Kind>, T>();
        }
        if (s == status::done) [[likely]]
            c.at = d.at;
        return s;
    }
};

}  // namespace hibana::detail
