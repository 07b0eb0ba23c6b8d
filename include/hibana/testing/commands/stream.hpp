// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of streams.
#pragma once
#include <hibana/command/stream.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_stream_command(Visit&& visit) {
    visit(cmd::xack);
    visit(cmd::xackdel);
    visit(cmd::xadd);
    visit(cmd::xautoclaim);
    visit(cmd::xcfgset);
    visit(cmd::xclaim);
    visit(cmd::xdel);
    visit(cmd::xdelex);
    visit(cmd::xidmprecord);
    visit(cmd::xlen);
    visit(cmd::xpending);
    visit(cmd::xrange);
    visit(cmd::xread);
    visit(cmd::xreadgroup);
    visit(cmd::xrevrange);
    visit(cmd::xnack);
    visit(cmd::xsetid);
    visit(cmd::xtrim);
    visit(cmd::xgroup::create);
    visit(cmd::xgroup::createconsumer);
    visit(cmd::xgroup::delconsumer);
    visit(cmd::xgroup::destroy);
    visit(cmd::xgroup::help);
    visit(cmd::xgroup::setid);
    visit(cmd::xinfo::consumers);
    visit(cmd::xinfo::groups);
    visit(cmd::xinfo::help);
    visit(cmd::xinfo::stream);
}

}  // namespace hibana::testing
