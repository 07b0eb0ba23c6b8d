// SPDX-License-Identifier: BSL-1.0
/// \file  How does an element of a reply that may be an error become a result?
#pragma once

#include <hibana/command/reply/default_type.hpp>
#include <hibana/command/reply/target.hpp>
#include <hibana/core/result.hpp>
#include <hibana/core/server_error.hpp>
#include <hibana/protocol/element.hpp>

#include <string_view>
#include <type_traits>

namespace hibana {
namespace notation {

/// `Kind`, or an error in its place: of several things that a command does, each fails for itself.
template <class Kind>
struct tried {};

}  // namespace notation

namespace detail {

template <class Kind>
struct natural<notation::tried<Kind>> : std::type_identity<result<natural_t<Kind>>> {};

/// As any other type than a result it is `Kind`, and an error among the elements fails the whole reply.
template <class Kind>
struct decoder<notation::tried<Kind>> {
    template <class T>
    static status read(cursor& c, T& object) {
        if constexpr (is_result<T>) {
            if (c.at != c.end && (*c.at == '-' || *c.at == '!')) {
                std::string_view line;
                const status s = protocol::read_error(c, line);
                if (s == status::done) object = parse_server_error(line);
                return s;
            }
            if (!object) object = T();
            return read_reply<Kind>(c, *object);
        } else {
            return read_reply<Kind>(c, object);
        }
    }
};

}  // namespace detail
}  // namespace hibana
