// SPDX-License-Identifier: BSL-1.0
/// \file  Replies of JSON commands for each match of a path.
#pragma once
#include <hibana/command/reply/entries.hpp>
#include <hibana/command/reply/json_value.hpp>

namespace hibana {
namespace notation {

/// A number for each match of a path: an array (RESP3), or its JSON text (RESP2).
struct json_numbers {};

}  // namespace notation

namespace detail {

template <class Kind>
struct default_type<notation::at_each<Kind>> : std::type_identity<std::vector<default_type_t<Kind>>> {};
template <>
struct default_type<notation::json_numbers> : std::type_identity<std::vector<std::optional<double>>> {};

inline bool begins_array(const cursor& c) { return c.at != c.end && (*c.at == '*' || *c.at == '~'); }
inline bool begins_null(const cursor& c) {
    cursor d = c;
    return protocol::read_null(d);
}

/// Reads the header of the elements; sets `alone` if there is a single element without a header.
template <class Kind>
status read_matches(cursor& c, bool& alone, std::size_t& count) {
    alone = !begins_array(c) || begins_null(c);
    count = 1;
    if (alone) return c.at == c.end ? status::more : status::done;
    cursor d = c;
    if (const status s = protocol::read_array_header(d, count); s != status::done) return s;
    if (count != 0 && d.at == d.end) return status::more;
    if constexpr (is_aggregate<Kind>) {
        // The header belongs to a single element if its content is not an aggregate.
        alone = count != 0 && !begins_array(d) && !begins_null(d);
        if (alone) count = 1;
        else c.at = d.at;
    } else {
        c.at = d.at;
        // JSON.TYPE has an additional array level in RESP3.
        if (count == 1 && begins_array(d) && !begins_null(d)) return protocol::read_array_header(c, count);
    }
    return status::done;
}

template <class Kind>
struct decoder<notation::at_each<Kind>> {
    template <class T>
    static status read(cursor& c, T& object) {
        cursor d = c;
        bool alone = false;
        std::size_t count = 0;
        if (const status s = read_matches<Kind>(d, alone, count); s != status::done) return s;
        status s = status::mismatch;
        if constexpr (container_target<T>) s = read_elements<Kind>(d, count, object);
        else if (count == 1) s = read_reply<Kind>(d, object);
        if (s == status::done) c.at = d.at;
        return s;
    }
};

template <>
struct decoder<notation::json_numbers> {
    template <class T>
    static status read(cursor& c, T& object) {
        if (c.at == c.end) return status::more;
        if (*c.at != '$' && *c.at != '+' && *c.at != '=')
            return decoder<notation::at_each<notation::nullable<notation::real>>>::read(c, object);
        cursor d = c;
        std::string_view text;
        if (const status s = protocol::read_text(d, text); s != status::done) return s;
        if (!parse_json_numbers(text, object)) return status::mismatch;
        c.at = d.at;
        return status::done;
    }
};

}  // namespace detail
}  // namespace hibana
