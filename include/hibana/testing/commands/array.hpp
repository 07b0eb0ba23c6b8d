// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of arrays.
#pragma once
#include <hibana/command/array.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_array_command(Visit&& visit) {
    visit(cmd::arcount);
    visit(cmd::ardel);
    visit(cmd::ardelrange);
    visit(cmd::arget);
    visit(cmd::argetrange);
    visit(cmd::argrep);
    visit(cmd::arinfo);
    visit(cmd::arinsert);
    visit(cmd::arlastitems);
    visit(cmd::arlen);
    visit(cmd::armget);
    visit(cmd::armset);
    visit(cmd::arnext);
    visit(cmd::arop);
    visit(cmd::arring);
    visit(cmd::arscan);
    visit(cmd::arseek);
    visit(cmd::arset);
}

}  // namespace hibana::testing
