// SPDX-License-Identifier: BSL-1.0
/// \file  Cluster commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/cluster.hpp>

namespace hibana::opt {

inline constexpr option<"TAKEOVER"> takeover;
inline constexpr option<"HARD"> hard;
inline constexpr option<"SOFT"> soft;
inline constexpr option<"IMPORTING", bulk> importing;
inline constexpr option<"MIGRATING", bulk> migrating;
inline constexpr option<"NODE", bulk> node;
inline constexpr option<"STABLE"> stable;
namespace form {
inline constexpr option<"SLOTSRANGE", integer, integer> slotsrange;
inline constexpr option<"SLOTSRANGE", some<pair<integer, integer>>, one_of<node>> slots_to_node;
}  // namespace form
/// First and last slot. CLUSTER MIGRATESLOTS: any number of ranges and the target, `slotsrange(0, 9, 20, 29, node("id"))`.
inline constexpr option_overloads<form::slotsrange, form::slots_to_node> slotsrange;
inline constexpr option<"ORDERBY", bulk> orderby;
inline constexpr option<"IMPORT", some<pair<integer, integer>>> import_;
inline constexpr option<"STATUS", one_of<form::id, form::task_id, all>> status;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"ASKING", ok(), stateful, since<redis<3>>> asking;
inline constexpr descriptor<"READONLY", ok(), stateful, idempotent, since<redis<3>>> readonly;
inline constexpr descriptor<"READWRITE", ok(), stateful, idempotent, since<redis<3>>> readwrite;

namespace cluster {
inline constexpr descriptor<"CLUSTER ADDSLOTS", ok(some<integer>), admin, since<redis<3>>> addslots;
inline constexpr descriptor<"CLUSTER ADDSLOTSRANGE", ok(some<pair<integer, integer>>), admin, since<redis<7>>> addslotsrange;
inline constexpr descriptor<"CLUSTER BUMPEPOCH", text(), admin, since<redis<3>>> bumpepoch;
inline constexpr descriptor<"CLUSTER COUNT-FAILURE-REPORTS", integer(bulk),
    admin, idempotent, since<redis<3>>> count_failure_reports;
inline constexpr descriptor<"CLUSTER COUNTKEYSINSLOT", integer(integer), idempotent, since<redis<3>>> countkeysinslot;
inline constexpr descriptor<"CLUSTER DELSLOTS", ok(some<integer>), admin, since<redis<3>>> delslots;
inline constexpr descriptor<"CLUSTER DELSLOTSRANGE", ok(some<pair<integer, integer>>), admin, since<redis<7>>> delslotsrange;
inline constexpr descriptor<"CLUSTER FAILOVER", ok(maybe<opt::force, opt::takeover>), admin, since<redis<3>>> failover;
inline constexpr descriptor<"CLUSTER FLUSHSLOTS", ok(), admin, idempotent, since<redis<3>>> flushslots;
inline constexpr descriptor<"CLUSTER FORGET", ok(bulk), admin, since<redis<3>>> forget;
inline constexpr descriptor<"CLUSTER GETKEYSINSLOT", array<bulk>(integer, integer), idempotent, since<redis<3>>> getkeysinslot;
inline constexpr descriptor<"CLUSTER HELP", array<text>(), idempotent, since<redis<5>>> help;
inline constexpr descriptor<"CLUSTER INFO", parsed<replies::cluster_info>(), idempotent, since<redis<3>>> info;
inline constexpr descriptor<"CLUSTER KEYSLOT", integer(bulk), idempotent, since<redis<3>>> keyslot;
inline constexpr descriptor<"CLUSTER LINKS", array<named<replies::cluster_link>>(), idempotent, since<redis<7>>> links;
inline constexpr descriptor<"CLUSTER MEET", ok(bulk, integer), ok(bulk, integer, integer), admin, since<redis<3>>> meet;
// The reply of IMPORT is the ID of the task, that of CANCEL the number of cancelled tasks.
inline constexpr descriptor<"CLUSTER MIGRATION",
    bulk(one_of<opt::import_>), integer(one_of<opt::form::cancel_task>), array<named<replies::migration_task>>(one_of<opt::status>),
    admin, since<redis<8, 4>>> migration;
inline constexpr descriptor<"CLUSTER MYID", bulk(), idempotent, since<redis<3>>> myid;
inline constexpr descriptor<"CLUSTER MYSHARDID", bulk(), idempotent, since<redis<7, 2>>> myshardid;
inline constexpr descriptor<"CLUSTER NODES", parsed_lines<replies::cluster_node>(), idempotent, since<redis<3>>> nodes;
inline constexpr descriptor<"CLUSTER REPLICAS", array<parsed<replies::cluster_node>>(bulk),
    admin, idempotent, since<redis<5>>> replicas;
inline constexpr descriptor<"CLUSTER REPLICATE", ok(bulk), admin, idempotent, since<redis<3>>> replicate;
inline constexpr descriptor<"CLUSTER RESET", ok(maybe<opt::hard, opt::soft>), admin, since<redis<3>>> reset;
inline constexpr descriptor<"CLUSTER SAVECONFIG", ok(), admin, idempotent, since<redis<3>>> saveconfig;
inline constexpr descriptor<"CLUSTER SET-CONFIG-EPOCH", ok(integer), admin, since<redis<3>>> set_config_epoch;
inline constexpr descriptor<"CLUSTER SETSLOT",
    ok(integer, one_of<opt::importing, opt::migrating, opt::node, opt::stable>, maybe<opt::form::timeout_after>),
    admin, since<redis<3>>, since_with<since<valkey<8>>, opt::form::timeout_after>> setslot;
inline constexpr descriptor<"CLUSTER SHARDS", array<named<replies::cluster_shard>>(), idempotent, since<redis<7>>> shards;
inline constexpr descriptor<"CLUSTER SLAVES", array<parsed<replies::cluster_node>>(bulk),
    admin, idempotent, since<redis<3>>> slaves;
inline constexpr descriptor<"CLUSTER SLOT-STATS",
    array<listed<replies::slot_stats>>(one_of<opt::form::slotsrange>),
    array<listed<replies::slot_stats>>(one_of<opt::orderby>, maybe<opt::form::limit>, maybe<opt::asc, opt::desc>),
    idempotent, cluster_policy<request_policy::all_shards>, since<redis<8, 2>, valkey<8>>> slot_stats;
inline constexpr descriptor<"CLUSTER SLOTS", array<listed<replies::slot_range>>(), idempotent, since<redis<3>>> slots;

// Atomic slot migration, since Valkey 9.
inline constexpr descriptor<"CLUSTER CANCELSLOTMIGRATIONS", ok(), admin, since<valkey<9>>> cancelslotmigrations;
inline constexpr descriptor<"CLUSTER GETSLOTMIGRATIONS", array<named<replies::slot_migration>>(),
    admin, idempotent, since<valkey<9>>> getslotmigrations;
inline constexpr descriptor<"CLUSTER MIGRATESLOTS", ok(some_of<opt::form::slots_to_node>), admin, since<valkey<9>>> migrateslots;
}  // namespace cluster

}  // namespace hibana::cmd
