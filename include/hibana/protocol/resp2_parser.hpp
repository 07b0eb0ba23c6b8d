// SPDX-License-Identifier: BSL-1.0
/// \file  RESP2 parser, for all servers.
#pragma once

#include <hibana/core/role.hpp>

namespace hibana {

/// RESP2: five types, no pushes. What begins another type is no RESP2.
struct resp2_parser {
    using plays = role::parser;
    static constexpr int version = 2;
};

}  // namespace hibana
