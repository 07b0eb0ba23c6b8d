// SPDX-License-Identifier: BSL-1.0
/// \file  RESP3 parser, for Redis 6 and later.
#pragma once

#include <hibana/core/role.hpp>

namespace hibana {

/// RESP3 whole: maps, sets, doubles, attributes, pushes, streamed types. It reads RESP2 as well.
struct resp3_parser {
    using plays = role::parser;
    static constexpr int version = 3;
};

}  // namespace hibana
