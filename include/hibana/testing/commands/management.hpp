// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of servers.
#pragma once
#include <hibana/command/management.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_management_command(Visit&& visit) {
    visit(cmd::bgrewriteaof);
    visit(cmd::bgsave);
    visit(cmd::dbsize);
    visit(cmd::debug);
    visit(cmd::failover);
    visit(cmd::flushall);
    visit(cmd::flushdb);
    visit(cmd::info);
    visit(cmd::lastsave);
    visit(cmd::lolwut);
    visit(cmd::monitor);
    visit(cmd::psync);
    visit(cmd::replconf);
    visit(cmd::replicaof);
    visit(cmd::restore_asking);
    visit(cmd::role);
    visit(cmd::save);
    visit(cmd::shutdown);
    visit(cmd::slaveof);
    visit(cmd::swapdb);
    visit(cmd::sync);
    visit(cmd::time);
    visit(cmd::command_);
    visit(cmd::command::count);
    visit(cmd::command::docs);
    visit(cmd::command::getkeys);
    visit(cmd::command::getkeysandflags);
    visit(cmd::command::help);
    visit(cmd::command::info);
    visit(cmd::command::list);
    visit(cmd::backup::abort);
    visit(cmd::backup::cleanup);
    visit(cmd::backup::help);
    visit(cmd::backup::list);
    visit(cmd::backup::seal);
    visit(cmd::backup::start);
    visit(cmd::backup::status);
    visit(cmd::commandlog::get);
    visit(cmd::commandlog::help);
    visit(cmd::commandlog::len);
    visit(cmd::commandlog::reset);
    visit(cmd::config::get);
    visit(cmd::config::help);
    visit(cmd::config::resetstat);
    visit(cmd::config::rewrite);
    visit(cmd::config::set);
    visit(cmd::hotkeys::get);
    visit(cmd::hotkeys::help);
    visit(cmd::hotkeys::reset);
    visit(cmd::hotkeys::start);
    visit(cmd::hotkeys::stop);
    visit(cmd::latency::doctor);
    visit(cmd::latency::graph);
    visit(cmd::latency::help);
    visit(cmd::latency::histogram);
    visit(cmd::latency::history);
    visit(cmd::latency::latest);
    visit(cmd::latency::reset);
    visit(cmd::memory::doctor);
    visit(cmd::memory::help);
    visit(cmd::memory::malloc_stats);
    visit(cmd::memory::purge);
    visit(cmd::memory::stats);
    visit(cmd::memory::usage);
    visit(cmd::module::help);
    visit(cmd::module::list);
    visit(cmd::module::load);
    visit(cmd::module::loadex);
    visit(cmd::module::unload);
    visit(cmd::slowlog::get);
    visit(cmd::slowlog::help);
    visit(cmd::slowlog::len);
    visit(cmd::slowlog::reset);
}

}  // namespace hibana::testing
