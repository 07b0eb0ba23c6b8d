// SPDX-License-Identifier: BSL-1.0
/// \file  How does a reply become a struct of the library, with named members, over RESP2 and RESP3 alike?
#pragma once

#include <hibana/command/reply_entries.hpp>
#include <hibana/command/reply_natural.hpp>
#include <hibana/command/rules.hpp>

namespace hibana {

/// The fields of a structured reply: `static void each(T&, visit)` calls `visit(name, member)` for each in order, or
/// `visit(name, member, kind)` where the type of the member does not say which kind of reply it is.
template <class T>
struct fields;

namespace notation {

/// A map (RESP3), or the flat array that stands for it (RESP2), whose keys are the names of the fields of `T`.
template <class T>
struct structure {};
/// An array of the fields of `T`, in order and without their names.
template <class T>
struct record {};
/// Elements with what was asked for beside them: a `T` each, or where nothing was asked for only the first of the columns.
///
/// Columns are those of a row, `with<option, kind>` among them, and the fields of `T`, in order. They are flat (RESP2), rows
/// of their own, or a map from the first column to the others (RESP3).
template <class T, class... Column>
struct listed {};

}  // namespace notation

namespace grammar {

// Columns that are not there stay as `void`, so that the others keep their places.
template <class T, class... Column, class... Given>
struct with_columns<notation::listed<T, Column...>, Given...> {
    using type = notation::listed<T, typename column<Column, Given...>::type...>;
};

}  // namespace grammar

namespace detail {

template <class T>
struct natural<notation::structure<T>> : std::type_identity<T> {};
template <class T>
struct natural<notation::record<T>> : std::type_identity<T> {};
template <class T>
inline constexpr bool is_bracketed<notation::structure<T>> = true;
template <class T>
inline constexpr bool is_bracketed<notation::record<T>> = true;
template <class T>
inline constexpr std::size_t width<notation::record<T>> = 2;  // so that an empty array may stand for none

/// Reads the value of the field that the key names.
struct field_reader {
    cursor& c;
    std::string_view key;
    bool known = false;
    status s = status::done;

    template <class Member, class Kind = notation::anything>
    void operator()(std::string_view name, Member& member, Kind = {}) {
        if (known || name != key) return;
        known = true;
        s = read_reply<Kind>(c, member);
    }
};

/// Reads one field after the other; what the server leaves out at the end keeps its value.
struct column_by_column {
    cursor& c;
    std::size_t left;
    status s = status::done;

    template <class Member, class Kind = notation::anything>
    void operator()(std::string_view, Member& member, Kind = {}) {
        if (s != status::done || left == 0) return;
        --left;
        s = read_reply<Kind>(c, member);
    }
};

/// Reads the fields that are named, and over those that are not known.
template <class T>
status read_fields(cursor& c, entries list, T& object) {
    for (; list.count != 0; --list.count) {
        if (list.nested) {
            if (const status s = read_brackets_of_two(c); s != status::done) return s;
        }
        std::string_view key;
        if (const status s = read_reply<notation::bulk>(c, key); s != status::done) return s;
        field_reader reader{c, key};
        fields<T>::each(object, reader);
        if (!reader.known) reader.s = protocol::skip(c);
        if (reader.s != status::done) return reader.s;
    }
    return status::done;
}

template <class T>
struct decoder<notation::structure<T>> {
    template <class Target>
    static status read(cursor& c, Target& object) {
        if constexpr (std::is_same_v<Target, T>) {
            cursor d = c;
            entries list;
            if (const status s = read_entries<notation::bulk>(d, list); s != status::done) return s;
            object = T();
            const status s = read_fields(d, list, object);
            if (s == status::done) c.at = d.at;
            return s;
        } else {
            return decoder<notation::map<notation::bulk, notation::anything>>::read(c, object);
        }
    }
};

template <class T>
struct decoder<notation::record<T>> {
    template <class Target>
    static status read(cursor& c, Target& object) {
        if constexpr (std::is_same_v<Target, T>) {
            cursor d = c;
            protocol::aggregate header;
            if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
            if (header.count == 0) return status::mismatch;
            column_by_column reader{d, header.is_map ? 2 * header.count : header.count};
            object = T();
            fields<T>::each(object, reader);
            for (; reader.s == status::done && reader.left != 0; --reader.left) reader.s = protocol::skip(d);
            if (reader.s == status::done) c.at = d.at;
            return reader.s;
        } else {
            return decoder<notation::array<notation::anything>>::read(c, object);
        }
    }
};

// Elements with columns.

template <class... Column>
inline constexpr std::size_t present_columns = (std::size_t{0} + ... + !std::is_void_v<Column>);

template <class T, class First, class... Column>
struct natural<notation::listed<T, First, Column...>>
    : std::type_identity<std::vector<std::conditional_t<present_columns<Column...> == 0, natural_t<First>, T>>> {};

/// Reads the fields whose columns are there; what the server leaves out at the end keeps its value.
template <class... Column>
struct present_fields {
    cursor& c;
    std::size_t left;
    std::size_t from = 0;
    std::size_t index = 0;
    status s = status::done;

    template <class Member, class Kind = notation::anything>
    void operator()(std::string_view, Member& member, Kind = {}) {
        static constexpr bool present[] = {!std::is_void_v<Column>...};
        const std::size_t at = index++;
        if (s != status::done || left == 0 || at < from || at >= sizeof...(Column) || !present[at]) return;
        --left;
        s = read_reply<Kind>(c, member);
    }
};

/// Reads `count` columns into the fields from one of them on, and over what is not known.
template <class T, class... Column>
status read_present(cursor& c, std::size_t count, std::size_t from, T& object) {
    present_fields<Column...> reader{c, count, from};
    fields<T>::each(object, reader);
    for (; reader.s == status::done && reader.left != 0; --reader.left) reader.s = protocol::skip(c);
    return reader.s;
}

/// Reads one element: the brackets around its columns too, or around those behind the first where it is the key of a map.
template <class T, class First, class... Column>
status read_listed(cursor& c, bool row, bool map, T& object) {
    object = T();
    constexpr std::size_t others = present_columns<Column...>;
    std::size_t from = 0;
    std::size_t count = 1 + others;
    if (map && others > 1) {
        if (const status s = read_present<T, First, Column...>(c, 1, 0, object); s != status::done) return s;
        from = 1;
    }
    if (row || from == 1) {
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(c, header); s != status::done) return s;
        count = header.count;
    }
    return read_present<T, First, Column...>(c, count, from, object);
}

template <class T, class First, class... Column>
struct decoder<notation::listed<T, First, Column...>> {
    static constexpr std::size_t others = present_columns<Column...>;

    template <class Target>
    static status read(cursor& c, Target& object) {
        if constexpr (others == 0) {
            return decoder<notation::array<First>>::read(c, object);
        } else if constexpr (std::is_same_v<Target, std::vector<T>>) {
            cursor d = c;
            protocol::aggregate header;
            if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
            const bool row = !header.is_map && header.count != 0 && d.at != d.end && *d.at == '*';
            if (!header.is_map && !row) {
                if (header.count % (1 + others) != 0) return status::mismatch;
                header.count /= 1 + others;
            }
            object.clear();
            for (; header.count != 0; --header.count) {
                const status s = read_listed<T, First, Column...>(d, row, header.is_map, object.emplace_back());
                if (s != status::done) return s;
            }
            c.at = d.at;
            return status::done;
        } else if constexpr (others == 1) {
            return decoder<notation::array<notation::pair<First, notation::anything>>>::read(c, object);
        } else {
            return refuse<notation::listed<T, First, Column...>, Target>();
        }
    }
};

}  // namespace detail
}  // namespace hibana
