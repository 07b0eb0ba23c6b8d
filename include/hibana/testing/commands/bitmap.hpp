// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of bitmaps.
#pragma once
#include <hibana/command/bitmap.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_bitmap_command(Visit&& visit) {
    visit(cmd::bitcount);
    visit(cmd::bitfield);
    visit(cmd::bitfield_ro);
    visit(cmd::bitop);
    visit(cmd::bitpos);
    visit(cmd::getbit);
    visit(cmd::setbit);
}

}  // namespace hibana::testing
