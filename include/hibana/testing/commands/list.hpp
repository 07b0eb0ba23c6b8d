// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of lists.
#pragma once
#include <hibana/command/list.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_list_command(Visit&& visit) {
    visit(cmd::blmove);
    visit(cmd::blmovem);
    visit(cmd::blmpop);
    visit(cmd::blpop);
    visit(cmd::brpop);
    visit(cmd::brpoplpush);
    visit(cmd::lindex);
    visit(cmd::linsert);
    visit(cmd::llen);
    visit(cmd::lmove);
    visit(cmd::lmovem);
    visit(cmd::lmpop);
    visit(cmd::lpop);
    visit(cmd::lpos);
    visit(cmd::lpush);
    visit(cmd::lpushx);
    visit(cmd::lrange);
    visit(cmd::lrem);
    visit(cmd::lset);
    visit(cmd::ltrim);
    visit(cmd::rpop);
    visit(cmd::rpoplpush);
    visit(cmd::rpush);
    visit(cmd::rpushx);
}

}  // namespace hibana::testing
