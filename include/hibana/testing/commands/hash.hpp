// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of hashes.
#pragma once
#include <hibana/command/hash.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_hash_command(Visit&& visit) {
    visit(cmd::hdel);
    visit(cmd::hexists);
    visit(cmd::hget);
    visit(cmd::hgetall);
    visit(cmd::hincrby);
    visit(cmd::hincrbyfloat);
    visit(cmd::hkeys);
    visit(cmd::hlen);
    visit(cmd::hmget);
    visit(cmd::hmset);
    visit(cmd::hrandfield);
    visit(cmd::hscan);
    visit(cmd::hset);
    visit(cmd::hsetnx);
    visit(cmd::hstrlen);
    visit(cmd::hvals);
    visit(cmd::hexpire);
    visit(cmd::hexpireat);
    visit(cmd::hpexpire);
    visit(cmd::hpexpireat);
    visit(cmd::hexpiretime);
    visit(cmd::hpexpiretime);
    visit(cmd::httl);
    visit(cmd::hpttl);
    visit(cmd::hpersist);
    visit(cmd::hgetdel);
    visit(cmd::hgetex);
    visit(cmd::hsetex);
    visit(cmd::himport::discard);
    visit(cmd::himport::discardall);
    visit(cmd::himport::prepare);
    visit(cmd::himport::set);
}

}  // namespace hibana::testing
