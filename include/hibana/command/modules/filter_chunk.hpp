// SPDX-License-Identifier: BSL-1.0
/// \file  Reply types that Bloom and cuckoo filters share: chunks of a saved filter, single facts.
#pragma once
#include <hibana/command/reply/struct.hpp>

namespace hibana {
namespace replies {

/// Defines the structs below. As members of a template they are instantiated only when used.
template <class String = std::string, class Integer = std::int64_t>
struct filter_structs {
    /// A chunk of a saved filter: reply of SCANDUMP, argument of LOADCHUNK. The last one has the iterator 0 and no data.
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

/// A single number: bare, in an array of one element, or in a map with its name (RESP3). Null is 0.
struct single_integer {};

}  // namespace notation

namespace detail {

template <>
struct default_type<notation::single_integer> : default_type<notation::integer> {};

template <>
struct decoder<notation::single_integer> {
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
