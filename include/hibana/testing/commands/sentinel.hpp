// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of sentinels.
#pragma once
#include <hibana/command/sentinel.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_sentinel_command(Visit&& visit) {
    visit(cmd::sentinel::ckquorum);
    visit(cmd::sentinel::config);
    visit(cmd::sentinel::debug);
    visit(cmd::sentinel::failover);
    visit(cmd::sentinel::flushconfig);
    visit(cmd::sentinel::get_master_addr_by_name);
    visit(cmd::sentinel::get_primary_addr_by_name);
    visit(cmd::sentinel::help);
    visit(cmd::sentinel::info_cache);
    visit(cmd::sentinel::is_master_down_by_addr);
    visit(cmd::sentinel::is_primary_down_by_addr);
    visit(cmd::sentinel::master);
    visit(cmd::sentinel::masters);
    visit(cmd::sentinel::monitor);
    visit(cmd::sentinel::myid);
    visit(cmd::sentinel::pending_scripts);
    visit(cmd::sentinel::primaries);
    visit(cmd::sentinel::primary);
    visit(cmd::sentinel::remove);
    visit(cmd::sentinel::replicas);
    visit(cmd::sentinel::reset);
    visit(cmd::sentinel::sentinels);
    visit(cmd::sentinel::set);
    visit(cmd::sentinel::simulate_failure);
    visit(cmd::sentinel::slaves);
}

}  // namespace hibana::testing
