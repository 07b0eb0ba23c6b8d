// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of estimated sets.
#pragma once
#include <hibana/command/hyperloglog.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_hyperloglog_command(Visit&& visit) {
    visit(cmd::pfadd);
    visit(cmd::pfcount);
    visit(cmd::pfdebug);
    visit(cmd::pfmerge);
    visit(cmd::pfselftest);
}

}  // namespace hibana::testing
