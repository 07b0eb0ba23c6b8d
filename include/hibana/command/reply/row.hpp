// SPDX-License-Identifier: BSL-1.0
/// \file  Arrays of known columns as pairs, tuples or structs.
#pragma once

#include <hibana/command/reply/sequence.hpp>
#include <hibana/command/reply/target.hpp>
#include <hibana/protocol/decode.hpp>
#include <hibana/protocol/element.hpp>

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace hibana::detail {

/// The kinds of the columns of a reply.
template <class... Column>
struct columns {};

/// Reads a column; in a flat row nested rows have no header.
template <class Kind>
struct column_reader {
    template <class T>
    [[gnu::always_inline]] static status read(cursor& c, bool, T& object) {
        return read_reply<Kind>(c, object);
    }
};

template <class... Column, class Tuple, std::size_t... Index>
[[gnu::always_inline]] inline status read_columns(columns<Column...>, cursor& c, bool flat, Tuple& row, std::index_sequence<Index...>) {
    status s = status::done;
    static_cast<void>((((s = column_reader<Column>::read(c, flat, std::get<Index>(row))) == status::done) && ...));
    return s;
}

/// Reads the columns into the members of a pair, tuple, array or struct, in order.
template <class... Column, class T>
[[gnu::always_inline]] inline status read_columns(columns<Column...> kinds, cursor& c, bool flat, T& row) {
    if constexpr ((!tuple_target<T> && !structured<T>) || members_of<T> != sizeof...(Column)) {
        return unsupported<notation::row<Column...>, T>();
    } else if constexpr (tuple_target<T>) {
        return read_columns(kinds, c, flat, row, std::index_sequence_for<Column...>());
    } else {
        // `each` does not pass the index of a member at compile time, so the type of the member determines its kind.
        return flat ? status::mismatch : read_each<notation::anything>(c, row);
    }
}

/// Reads the header of a row. Nested rows may be flat, and newer servers may add columns.
template <std::size_t Columns, std::size_t Width, bool Exact>
[[gnu::always_inline]] inline status read_row_header(cursor& c, bool& flat, std::size_t& unknown) {
    protocol::aggregate header;
    if (const status s = protocol::read_aggregate(c, header); s != status::done) [[unlikely]]
        return s;
    const std::size_t count = header.is_map ? 2 * header.count : header.count;
    flat = Width != Columns && count == Width;
    unknown = 0;
    if (count == Columns || flat) [[likely]]
        return status::done;
    if (Exact || count < Columns) return status::mismatch;
    unknown = count - Columns;
    return status::done;
}

template <bool Exact, class... Column, class T>
[[gnu::always_inline]] inline status read_row(columns<Column...> kinds, cursor& c, T& row) {
    cursor d = c;
    bool flat = false;
    std::size_t unknown = 0;
    status s = read_row_header<sizeof...(Column), (width<Column> + ... + 0), Exact>(d, flat, unknown);
    if (s != status::done) [[unlikely]]
        return s;
    s = read_columns(kinds, d, flat, row);
    for (; s == status::done && unknown != 0; --unknown) s = protocol::skip(d);
    if (s == status::done) [[likely]]
        c.at = d.at;
    return s;
}

template <class First, class Second>
struct decoder<notation::pair<First, Second>> {
    template <class T>
    static status read(cursor& c, T& object) {
        return read_row<true>(columns<First, Second>(), c, object);
    }
};

template <class... Column>
struct decoder<notation::row<Column...>> {
    template <class T>
    static status read(cursor& c, T& object) {
        return read_row<false>(columns<Column...>(), c, object);
    }
};

/// A row without a declared kind: it has exactly the requested columns.
template <class... Column>
struct exact_row {};

template <class... Column>
struct decoder<exact_row<Column...>> {
    template <class T>
    static status read(cursor& c, T& object) {
        return read_row<true>(columns<Column...>(), c, object);
    }
};

template <class First, class Second>
struct column_reader<notation::pair<First, Second>> {
    template <class T>
    [[gnu::always_inline]] static status read(cursor& c, bool flat, T& object) {
        return flat ? read_columns(columns<First, Second>(), c, true, object) : read_reply<notation::pair<First, Second>>(c, object);
    }
};

template <class... Column>
struct column_reader<notation::row<Column...>> {
    template <class T>
    [[gnu::always_inline]] static status read(cursor& c, bool flat, T& object) {
        return flat ? read_columns(columns<Column...>(), c, true, object) : read_reply<notation::row<Column...>>(c, object);
    }
};

}  // namespace hibana::detail
