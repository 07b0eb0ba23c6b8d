// SPDX-License-Identifier: BSL-1.0
/// \file  Replies with optional columns as structs.
#pragma once
#include <hibana/command/grammar/rules.hpp>
#include <hibana/command/reply/struct.hpp>

namespace hibana {
namespace notation {

/// A list of `Struct`, or of the first column only if no option requests others.
///
/// The columns, which may be `with<option, kind>`, are the members of `Struct` in order. They are sent flat (RESP2), as nested
/// rows, or as a map from the first column to the others (RESP3).
template <class Struct, class... Column>
struct annotated {};

}  // namespace notation

namespace grammar {

// Absent columns become `void`, so that the indices of the others do not change.
template <class Struct, class... Column, class... Present>
struct with_columns<notation::annotated<Struct, Column...>, Present...> {
    using type = notation::annotated<Struct, typename column<Column, Present...>::type...>;
};

}  // namespace grammar

namespace detail {

template <class... Column>
inline constexpr std::size_t present_columns = (std::size_t{0} + ... + !std::is_void_v<Column>);

template <class Struct, class First, class... Column>
struct default_type<notation::annotated<Struct, First, Column...>>
    : std::type_identity<std::vector<std::conditional_t<present_columns<Column...> == 0, default_type_t<First>, Struct>>> {};

/// Reads `count` columns into the present members and skips additional columns. Members without a column keep their value.
inline status read_present(cursor& c, std::size_t count, const member_reader* table, const bool* present, std::size_t size) {
    for (std::size_t n = 0; n != size && count != 0; ++n) {
        if (!present[n]) continue;
        --count;
        if (const status s = table[n].read(c, table[n].member, {}); s != status::done) return s;
    }
    for (; count != 0; --count) {
        if (const status s = protocol::skip(c); s != status::done) return s;
    }
    return status::done;
}

/// Reads one element, with the header of its row, or of the columns after the first if that is the key of a map.
inline status read_annotated(cursor& c, bool row, bool map, const member_reader* table, const bool* present, std::size_t size,
                             std::size_t columns) {
    if (map && columns > 2) {
        if (const status s = read_present(c, 1, table, present, 1); s != status::done) return s;
        ++table, ++present, --size;
    }
    if (row || (map && columns > 2)) {
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(c, header); s != status::done) return s;
        columns = header.count;
    }
    return read_present(c, columns, table, present, size);
}

template <class Struct, class First, class... Column>
struct decoder<notation::annotated<Struct, First, Column...>> {
    static constexpr std::size_t columns = 1 + present_columns<Column...>;

    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (columns == 1) {
            return decoder<notation::array<First>>::read(c, object);
        } else if constexpr (std::is_same_v<T, std::vector<Struct>>) {
            return read_structs(c, object);
        } else if constexpr (columns == 2) {
            return decoder<notation::array<notation::pair<First, notation::anything>>>::read(c, object);
        } else {
            return unsupported<notation::annotated<Struct, First, Column...>, T>();
        }
    }

private:
    static status read_structs(cursor& c, std::vector<Struct>& object) {
        static_assert(members<Struct>::size == 1 + sizeof...(Column));
        static constexpr bool present[] = {true, !std::is_void_v<Column>...};
        cursor d = c;
        protocol::aggregate header;
        if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
        if (!header.is_map && header.count != 0 && d.at == d.end) return status::more;
        const bool row = !header.is_map && header.count != 0 && *d.at == '*';
        if (!header.is_map && !row) {
            if (header.count % columns != 0) return status::mismatch;
            header.count /= columns;
        }
        object.clear();
        for (; header.count != 0; --header.count) {
            member_table<Struct> table;
            members<Struct>::each(object.emplace_back(), table.lister());
            const status s = read_annotated(d, row, header.is_map, table.readers.data(), present, table.size(), columns);
            if (s != status::done) return s;
        }
        c.at = d.at;
        return status::done;
    }
};

}  // namespace detail
}  // namespace hibana
