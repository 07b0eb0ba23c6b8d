// SPDX-License-Identifier: BSL-1.0
/// \file  A piece of a filter that is saved, and an answer about one fact of it.
#pragma once
#include <hibana/command/reply/struct.hpp>

namespace hibana {
namespace replies {

/// The structs below. In a template they cost nothing until one is used.
template <class String = std::string, class Integer = std::int64_t>
struct filter_structs {
    /// A piece of a Bloom or cuckoo filter: what SCANDUMP gives and LOADCHUNK takes. The last one has the iterator 0 and no data.
    struct filter_chunk {
        Integer iterator = 0;
        std::optional<String> data;
        friend bool operator==(const filter_chunk&, const filter_chunk&) = default;
    };
};
using filter_chunk = filter_structs<>::filter_chunk;

}  // namespace replies

template <>
struct members<replies::filter_chunk> {
    static constexpr std::size_t size = 2;
    static constexpr auto form = reply_form::listed;
    static constexpr void each(auto& it, auto f) {
        f("iterator", it.iterator);
        f("data", it.data);
    }
};

namespace notation {

/// One number that was asked for: alone, in an array of one, or in a map with its name (RESP3). Null is 0.
struct lone_integer {};

}  // namespace notation

namespace detail {

template <>
struct default_type<notation::lone_integer> : default_type<notation::integer> {};

template <>
struct decoder<notation::lone_integer> {
    template <class T>
    static status read(cursor& c, T& object) {
        if (c.at == c.end) return status::more;
        cursor d = c;
        if (*d.at == '*' || *d.at == '%' || *d.at == '~') {
            protocol::aggregate header;
            if (const status s = protocol::read_aggregate(d, header); s != status::done) return s;
            if (header.count != 1) return status::mismatch;
            if (header.is_map) {
                if (const status s = protocol::skip(d); s != status::done) return s;
            }
        }
        const bool none = protocol::read_null(d);
        if (none) object = T();
        const status s = none ? status::done : read_reply<notation::integer>(d, object);
        if (s == status::done) c.at = d.at;
        return s;
    }
};

}  // namespace detail
}  // namespace hibana
