// SPDX-License-Identifier: BSL-1.0
/// \file  Every command of clusters.
#pragma once
#include <hibana/command/cluster.hpp>

namespace hibana::testing {

/// Calls `visit` with the descriptor of each.
template <class Visit>
constexpr void for_each_cluster_command(Visit&& visit) {
    visit(cmd::asking);
    visit(cmd::readonly);
    visit(cmd::readwrite);
    visit(cmd::cluster::addslots);
    visit(cmd::cluster::addslotsrange);
    visit(cmd::cluster::bumpepoch);
    visit(cmd::cluster::count_failure_reports);
    visit(cmd::cluster::countkeysinslot);
    visit(cmd::cluster::delslots);
    visit(cmd::cluster::delslotsrange);
    visit(cmd::cluster::failover);
    visit(cmd::cluster::flushslots);
    visit(cmd::cluster::forget);
    visit(cmd::cluster::getkeysinslot);
    visit(cmd::cluster::help);
    visit(cmd::cluster::info);
    visit(cmd::cluster::keyslot);
    visit(cmd::cluster::links);
    visit(cmd::cluster::meet);
    visit(cmd::cluster::migration);
    visit(cmd::cluster::myid);
    visit(cmd::cluster::myshardid);
    visit(cmd::cluster::nodes);
    visit(cmd::cluster::replicas);
    visit(cmd::cluster::replicate);
    visit(cmd::cluster::reset);
    visit(cmd::cluster::saveconfig);
    visit(cmd::cluster::set_config_epoch);
    visit(cmd::cluster::setslot);
    visit(cmd::cluster::shards);
    visit(cmd::cluster::slaves);
    visit(cmd::cluster::slot_stats);
    visit(cmd::cluster::slots);
    visit(cmd::cluster::cancelslotmigrations);
    visit(cmd::cluster::getslotmigrations);
    visit(cmd::cluster::migrateslots);
}

}  // namespace hibana::testing
