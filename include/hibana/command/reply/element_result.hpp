// SPDX-License-Identifier: BSL-1.0
/// \file  Elements of a reply that may be errors, as results.
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

/// `Kind` or an error, for commands whose parts fail independently.
template <class Kind>
struct or_error {};

}  // namespace notation

namespace detail {

template <class Kind>
struct default_type<notation::or_error<Kind>> : std::type_identity<result<default_type_t<Kind>>> {};

/// With a type other than `result` an error among the elements fails the whole reply.
template <class Kind>
struct decoder<notation::or_error<Kind>> {
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
