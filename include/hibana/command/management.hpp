// SPDX-License-Identifier: BSL-1.0
/// \file  Server management commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/client.hpp>
#include <hibana/command/replies/command.hpp>
#include <hibana/command/replies/info.hpp>
#include <hibana/command/replies/server.hpp>

namespace hibana::opt {

inline constexpr option<"SCHEDULE"> schedule;
namespace form {
inline constexpr option<"TO", bulk, integer> to;
inline constexpr option<"TO", bulk, integer, one_of<force>> to_by_force;
}  // namespace form
inline constexpr option_overloads<form::to, form::to_by_force> to;
inline constexpr option<"NO ONE"> no_one;
inline constexpr option<"SAVE"> save;
inline constexpr option<"NOSAVE"> nosave;
inline constexpr option<"NOW"> now;
inline constexpr option<"SAMPLES", integer> samples;
inline constexpr option<"VERSION", integer, notation::any<integer>> version;
namespace form {
inline constexpr option<"MODULE", bulk> module;
}  // namespace form
inline constexpr option<"ACLCAT", bulk> aclcat;
inline constexpr option<"PATTERN", pattern> pattern;
inline constexpr option_overloads<form::module> module;
inline constexpr option<"FILTERBY", one_of<form::module, aclcat, pattern>> filterby;
inline constexpr option<"CONFIG", bulk, bulk> config;
inline constexpr option<"ARGS", some<bulk>> args;
inline constexpr option<"SLOW"> slow;
inline constexpr option<"LARGE-REQUEST"> large_request;
inline constexpr option<"LARGE-REPLY"> large_reply;

inline constexpr option<"CPU"> cpu;
inline constexpr option<"NET"> net;
namespace form {
inline constexpr option<"METRICS 1", one_of<cpu, net>> metric;
inline constexpr option<"METRICS 2", one_of<cpu>, one_of<net>> metrics;
}  // namespace form
inline constexpr option_overloads<form::metric, form::metrics> metrics;
inline constexpr option<"DURATION", seconds> duration;
inline constexpr option<"SAMPLE", integer> sample;
inline constexpr option<"SLOTS", counted<integer>> slots;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"BGREWRITEAOF", text(), admin, since<redis<1>>> bgrewriteaof;
inline constexpr descriptor<"BGSAVE", text(maybe<opt::schedule, opt::form::cancel>),
    admin, since<redis<1>>, since_with<since<redis<3, 2, 2>>, opt::schedule>> bgsave;
inline constexpr descriptor<"DBSIZE", integer(),
    reads, cluster_policy<request_policy::all_shards, response_policy::agg_sum>, since<redis<1>>> dbsize;
// Meant for development of the server: the reply differs between versions and requires hibana/protocol/value_read.hpp.
inline constexpr descriptor<"DEBUG", anything(some<bulk>), admin, since<redis<1>>> debug;
// FORCE requires TIMEOUT: the server forces the failover after it.
inline constexpr descriptor<"FAILOVER",
    ok(maybe<opt::form::to, opt::form::to_by_force>, maybe<opt::abort>, maybe<opt::form::timeout_after>),
    excludes<opt::abort, opt::form::to, opt::form::to_by_force, opt::form::timeout_after>,
    needs<opt::form::to_by_force, opt::form::timeout_after>, admin, since<redis<6, 2>>> failover;
inline constexpr descriptor<"FLUSHALL", ok(maybe<opt::async, opt::sync>),
    writes, idempotent, cluster_policy<request_policy::all_shards, response_policy::all_succeeded>, since<redis<1>>,
    since_with<since<redis<4>>, opt::async>, since_with<since<redis<6, 2>>, opt::sync>> flushall;
inline constexpr descriptor<"FLUSHDB", ok(maybe<opt::async, opt::sync>),
    writes, idempotent, cluster_policy<request_policy::all_shards, response_policy::all_succeeded>, since<redis<1>>,
    since_with<since<redis<4>>, opt::async>, since_with<since<redis<6, 2>>, opt::sync>> flushdb;
// Several sections require Redis 7.0.
inline constexpr descriptor<"INFO", parsed<replies::server_info>(any<bulk>),
    idempotent, cluster_policy<request_policy::all_shards, response_policy::special>, since<redis<1>>> info;
// Seconds since 1970-01-01.
inline constexpr descriptor<"LASTSAVE", unix_seconds(), idempotent, since<redis<1>>> lastsave;
inline constexpr descriptor<"LOLWUT", bulk(maybe<opt::version>), reads, since<redis<5>>> lolwut;
inline constexpr descriptor<"MONITOR", ok(), in_pubsub, admin, stateful, since<redis<1>>> monitor;
inline constexpr descriptor<"PSYNC", anything(bulk, integer),
    in_pubsub, admin, stateful, no_multi, since<redis<2, 8>>> psync;
inline constexpr descriptor<"REPLCONF", anything(any<bulk>), in_pubsub, admin, stateful, since<redis<3>>> replconf;
inline constexpr descriptor<"REPLICAOF", text(bulk, integer), text(one_of<opt::no_one>),
    admin, since<redis<5>>> replicaof;
inline constexpr descriptor<"RESTORE-ASKING",
    ok(key, milliseconds, bulk, maybe<opt::replace>, maybe<opt::idletime, opt::freq>),
    ok(key, unix_milliseconds, bulk, maybe<opt::replace>, one_of<opt::absttl>, maybe<opt::idletime, opt::freq>),
    writes, when<opt::replace, idempotent>, since<redis<3>>,
    since_with<since<redis<5>>, opt::absttl, opt::idletime, opt::freq>> restore_asking;
inline constexpr descriptor<"ROLE", listed<replies::server_role>(), idempotent, since<redis<2, 8, 12>>> role;
inline constexpr descriptor<"SAVE", ok(), admin, no_multi, idempotent, since<redis<1>>> save;
// On success the server closes the connection without a reply.
inline constexpr descriptor<"SHUTDOWN",
    ok(maybe<opt::nosave, opt::save>, maybe<opt::now>, maybe<opt::force>, maybe<opt::abort>),
    excludes<opt::abort, opt::nosave, opt::save, opt::now, opt::force>, admin, no_multi, since<redis<1>>,
    since_with<since<redis<7>>, opt::now, opt::force, opt::abort>> shutdown;
inline constexpr descriptor<"SLAVEOF", text(bulk, integer), text(one_of<opt::no_one>), admin, since<redis<1>>> slaveof;
inline constexpr descriptor<"SWAPDB", ok(integer, integer), writes, since<redis<4>>> swapdb;
inline constexpr descriptor<"SYNC", anything(), in_pubsub, admin, stateful, no_multi, since<redis<1>>> sync;
inline constexpr descriptor<"TIME", listed<replies::server_time>(), idempotent, since<redis<2, 6>>> time;

inline constexpr descriptor<"COMMAND", array<listed<replies::command_info>>(), idempotent, since<redis<2, 8, 13>>> command_;
namespace command {
inline constexpr descriptor<"COMMAND COUNT", integer(), idempotent, since<redis<2, 8, 13>>> count;
inline constexpr descriptor<"COMMAND DOCS", named_list<replies::command_docs>(any<bulk>),
    idempotent, since<redis<7>>> docs;
inline constexpr descriptor<"COMMAND GETKEYS", array<bulk>(bulk, any<bulk>), idempotent, since<redis<2, 8, 13>>> getkeys;
inline constexpr descriptor<"COMMAND GETKEYSANDFLAGS", array<listed<replies::key_and_flags>>(bulk, any<bulk>),
    idempotent, since<redis<7>>> getkeysandflags;
inline constexpr descriptor<"COMMAND HELP", array<text>(), idempotent, since<redis<5>>> help;
// Null for a command that the server does not know.
inline constexpr descriptor<"COMMAND INFO", array<nullable<listed<replies::command_info>>>(any<bulk>),
    idempotent, since<redis<2, 8, 13>>> info;
inline constexpr descriptor<"COMMAND LIST", array<bulk>(maybe<opt::filterby>), idempotent, since<redis<7>>> list;
}  // namespace command

// Writes between START and SEAL are part of the backup. CLEANUP removes its files.
namespace backup {
inline constexpr descriptor<"BACKUP ABORT", ok(), admin, since<redis<8, 10>>> abort;
inline constexpr descriptor<"BACKUP CLEANUP", ok(), admin, since<redis<8, 10>>> cleanup;
inline constexpr descriptor<"BACKUP HELP", array<text>(), idempotent, since<redis<8, 10>>> help;
inline constexpr descriptor<"BACKUP LIST", array<bulk>(), admin, idempotent, since<redis<8, 10>>> list;
inline constexpr descriptor<"BACKUP SEAL", ok(), admin, since<redis<8, 10>>> seal;
inline constexpr descriptor<"BACKUP START", ok(), admin, since<redis<8, 10>>> start;
inline constexpr descriptor<"BACKUP STATUS", named<replies::backup_status>(), admin, idempotent, since<redis<8, 10>>> status;
}  // namespace backup

// Slow commands, large requests and large replies, since Valkey 8.1.
namespace commandlog {
inline constexpr descriptor<"COMMANDLOG GET",
    array<listed<replies::slowlog_entry>>(integer, one_of<opt::slow, opt::large_request, opt::large_reply>),
    admin, idempotent, cluster_policy<request_policy::all_nodes>, since<valkey<8, 1>>> get;
inline constexpr descriptor<"COMMANDLOG HELP", array<text>(), idempotent, since<valkey<8, 1>>> help;
inline constexpr descriptor<"COMMANDLOG LEN", integer(one_of<opt::slow, opt::large_request, opt::large_reply>),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::agg_sum>, since<valkey<8, 1>>> len;
inline constexpr descriptor<"COMMANDLOG RESET", ok(one_of<opt::slow, opt::large_request, opt::large_reply>),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<valkey<8, 1>>> reset;
}  // namespace commandlog

namespace config {
inline constexpr descriptor<"CONFIG GET", map<bulk, bulk>(some<pattern>), admin, idempotent, since<redis<2>>> get;
inline constexpr descriptor<"CONFIG HELP", array<text>(), idempotent, since<redis<5>>> help;
inline constexpr descriptor<"CONFIG RESETSTAT", ok(),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<2>>> resetstat;
inline constexpr descriptor<"CONFIG REWRITE", ok(),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<2, 8>>> rewrite;
inline constexpr descriptor<"CONFIG SET", ok(some<pair<bulk, bulk>>),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<2>>> set;
}  // namespace config

// Each node of a cluster counts separately, so that the reply is an array with one element.
namespace hotkeys {
inline constexpr descriptor<"HOTKEYS GET", nullable<array<named<replies::hotkeys>>>(),
    admin, idempotent, cluster_policy<request_policy::special, response_policy::special>, since<redis<8, 6>>> get;
inline constexpr descriptor<"HOTKEYS HELP", array<text>(), idempotent, since<redis<8, 6, 1>>> help;
inline constexpr descriptor<"HOTKEYS RESET", ok(), admin, idempotent, cluster_policy<request_policy::special>, since<redis<8, 6>>> reset;
inline constexpr descriptor<"HOTKEYS START",
    ok(one_of<opt::form::metric, opt::form::metrics>, maybe<opt::form::count>, maybe<opt::duration>, maybe<opt::sample>,
       maybe<opt::slots>),
    admin, cluster_policy<request_policy::special>, since<redis<8, 6>>> start;
inline constexpr descriptor<"HOTKEYS STOP", applied(), admin, cluster_policy<request_policy::special>, since<redis<8, 6>>> stop;
}  // namespace hotkeys

namespace latency {
inline constexpr descriptor<"LATENCY DOCTOR", bulk(),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::special>, since<redis<2, 8, 13>>> doctor;
inline constexpr descriptor<"LATENCY GRAPH", bulk(bulk),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::special>, since<redis<2, 8, 13>>> graph;
inline constexpr descriptor<"LATENCY HELP", array<text>(), idempotent, since<redis<2, 8, 13>>> help;
inline constexpr descriptor<"LATENCY HISTOGRAM", named_list<replies::latency_histogram>(any<bulk>),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::special>, since<redis<7>>> histogram;
inline constexpr descriptor<"LATENCY HISTORY", array<listed<replies::latency_sample>>(bulk),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::special>, since<redis<2, 8, 13>>> history;
inline constexpr descriptor<"LATENCY LATEST", array<listed<replies::latency_event>>(),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::special>, since<redis<2, 8, 13>>> latest;
inline constexpr descriptor<"LATENCY RESET", integer(any<bulk>),
    admin, cluster_policy<request_policy::all_nodes, response_policy::agg_sum>, since<redis<2, 8, 13>>> reset;
}  // namespace latency

namespace memory {
inline constexpr descriptor<"MEMORY DOCTOR", bulk(),
    idempotent, cluster_policy<request_policy::all_shards, response_policy::special>, since<redis<4>>> doctor;
inline constexpr descriptor<"MEMORY HELP", array<text>(), idempotent, since<redis<4>>> help;
inline constexpr descriptor<"MEMORY MALLOC-STATS", bulk(),
    idempotent, cluster_policy<request_policy::all_shards, response_policy::special>, since<redis<4>>> malloc_stats;
inline constexpr descriptor<"MEMORY PURGE", ok(),
    idempotent, cluster_policy<request_policy::all_shards, response_policy::all_succeeded>, since<redis<4>>> purge;
inline constexpr descriptor<"MEMORY STATS", named<replies::memory_stats>(),
    idempotent, cluster_policy<request_policy::all_shards, response_policy::special>, since<redis<4>>> stats;
inline constexpr descriptor<"MEMORY USAGE", nullable<integer>(key, maybe<opt::samples>), reads, since<redis<4>>> usage;
}  // namespace memory

namespace module {
inline constexpr descriptor<"MODULE HELP", array<text>(), idempotent, since<redis<5>>> help;
inline constexpr descriptor<"MODULE LIST", array<named<replies::module_info>>(), admin, idempotent, since<redis<4>>> list;
inline constexpr descriptor<"MODULE LOAD", ok(bulk, any<bulk>), admin, since<redis<4>>> load;
inline constexpr descriptor<"MODULE LOADEX", ok(bulk, each<opt::config>, maybe<opt::args>), admin, since<redis<7>>> loadex;
inline constexpr descriptor<"MODULE UNLOAD", ok(bulk), admin, since<redis<4>>> unload;
}  // namespace module

namespace slowlog {
inline constexpr descriptor<"SLOWLOG GET",
    array<listed<replies::slowlog_entry>>(), array<listed<replies::slowlog_entry>>(integer),
    admin, idempotent, cluster_policy<request_policy::all_nodes>, since<redis<2, 2, 12>>> get;
inline constexpr descriptor<"SLOWLOG HELP", array<text>(), idempotent, since<redis<6, 2>>> help;
inline constexpr descriptor<"SLOWLOG LEN", integer(),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::agg_sum>, since<redis<2, 2, 12>>> len;
inline constexpr descriptor<"SLOWLOG RESET", ok(),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<2, 2, 12>>> reset;
}  // namespace slowlog

}  // namespace hibana::cmd
