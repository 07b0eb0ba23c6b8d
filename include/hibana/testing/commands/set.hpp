// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of sets.
#pragma once
#include <hibana/command/set.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_set_command(Visit&& visit) {
    visit(cmd::sadd);
    visit(cmd::scard);
    visit(cmd::sdiff);
    visit(cmd::sdiffcard);
    visit(cmd::sdiffstore);
    visit(cmd::sinter);
    visit(cmd::sintercard);
    visit(cmd::sinterstore);
    visit(cmd::sismember);
    visit(cmd::smembers);
    visit(cmd::smismember);
    visit(cmd::smove);
    visit(cmd::spop);
    visit(cmd::srandmember);
    visit(cmd::srem);
    visit(cmd::sscan);
    visit(cmd::sunion);
    visit(cmd::sunioncard);
    visit(cmd::sunionstore);
}

}  // namespace hibana::testing
