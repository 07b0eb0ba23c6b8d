// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of sorted sets.
#pragma once
#include <hibana/command/sorted_set.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_sorted_set_command(Visit&& visit) {
    visit(cmd::bzmpop);
    visit(cmd::bzpopmax);
    visit(cmd::bzpopmin);
    visit(cmd::zadd);
    visit(cmd::zcard);
    visit(cmd::zcount);
    visit(cmd::zdiff);
    visit(cmd::zdiffstore);
    visit(cmd::zincrby);
    visit(cmd::zinter);
    visit(cmd::zintercard);
    visit(cmd::zinterstore);
    visit(cmd::zlexcount);
    visit(cmd::zmpop);
    visit(cmd::zmscore);
    visit(cmd::zpopmax);
    visit(cmd::zpopmin);
    visit(cmd::zrandmember);
    visit(cmd::zrange);
    visit(cmd::zrangebylex);
    visit(cmd::zrangebyscore);
    visit(cmd::zrangestore);
    visit(cmd::zrank);
    visit(cmd::zrem);
    visit(cmd::zremrangebylex);
    visit(cmd::zremrangebyrank);
    visit(cmd::zremrangebyscore);
    visit(cmd::zrevrange);
    visit(cmd::zrevrangebylex);
    visit(cmd::zrevrangebyscore);
    visit(cmd::zrevrank);
    visit(cmd::zscan);
    visit(cmd::zscore);
    visit(cmd::zunion);
    visit(cmd::zunionstore);
}

}  // namespace hibana::testing
