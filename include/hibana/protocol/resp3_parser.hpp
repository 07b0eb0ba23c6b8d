// SPDX-License-Identifier: BSL-1.0
/// \file  What speaks RESP3, as servers do from Redis 6 on?
#pragma once

#include <hibana/core/role.hpp>

namespace hibana {

/// RESP3 whole: maps, sets, doubles, attributes, pushes, streamed types. It reads RESP2 as well.
struct resp3_parser {
    using plays = role::parser;
    static constexpr int version = 3;
};

}  // namespace hibana
