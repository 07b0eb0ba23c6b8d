// SPDX-License-Identifier: BSL-1.0
/// \file  Scripting commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/function.hpp>
#include <hibana/protocol/value_read.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"EVAL", anything(bulk, counted_any<key>, any<bulk>),
    writes, runs_script, since<redis<2, 6>>> eval;
inline constexpr descriptor<"EVAL_RO", anything(bulk, counted_any<key>, any<bulk>),
    reads, runs_script, since<redis<7>>> eval_ro;
inline constexpr descriptor<"EVALSHA", anything(bulk, counted_any<key>, any<bulk>),
    writes, runs_script, since<redis<2, 6>>> evalsha;
inline constexpr descriptor<"EVALSHA_RO", anything(bulk, counted_any<key>, any<bulk>),
    reads, runs_script, since<redis<7>>> evalsha_ro;
inline constexpr descriptor<"FCALL", anything(bulk, counted_any<key>, any<bulk>),
    writes, runs_script, since<redis<7>>> fcall;
inline constexpr descriptor<"FCALL_RO", anything(bulk, counted_any<key>, any<bulk>),
    reads, runs_script, since<redis<7>>> fcall_ro;

namespace function {
inline constexpr descriptor<"FUNCTION DELETE", ok(bulk),
    writes, cluster_policy<request_policy::all_shards, response_policy::all_succeeded>, since<redis<7>>> delete_;
inline constexpr descriptor<"FUNCTION DUMP", bulk(), idempotent, since<redis<7>>> dump;
inline constexpr descriptor<"FUNCTION FLUSH", ok(maybe<opt::async, opt::sync>),
    writes, idempotent, cluster_policy<request_policy::all_shards, response_policy::all_succeeded>, since<redis<7>>> flush;
inline constexpr descriptor<"FUNCTION HELP", array<text>(), idempotent, since<redis<7>>> help;
inline constexpr descriptor<"FUNCTION KILL", ok(),
    cluster_policy<request_policy::all_shards, response_policy::one_succeeded>, since<redis<7>>> kill;
inline constexpr descriptor<"FUNCTION LIST", array<named<replies::function_library>>(maybe<opt::libraryname>, maybe<opt::withcode>),
    idempotent, since<redis<7>>> list;
inline constexpr descriptor<"FUNCTION LOAD", bulk(maybe<opt::replace>, bulk),
    writes, when<opt::replace, idempotent>, cluster_policy<request_policy::all_shards, response_policy::all_succeeded>,
    since<redis<7>>> load;
inline constexpr descriptor<"FUNCTION RESTORE", ok(bulk, maybe<opt::flush, opt::append, opt::replace>),
    writes, when<opt::flush, idempotent>, when<opt::replace, idempotent>,
    cluster_policy<request_policy::all_shards, response_policy::all_succeeded>, since<redis<7>>> restore;
inline constexpr descriptor<"FUNCTION STATS", named<replies::function_stats>(),
    idempotent, cluster_policy<request_policy::all_shards, response_policy::special>, since<redis<7>>> stats;
}  // namespace function

namespace script {
inline constexpr descriptor<"SCRIPT DEBUG", ok(one_of<opt::yes, opt::sync, opt::no>),
    stateful, since<redis<3, 2>>> debug;
inline constexpr descriptor<"SCRIPT EXISTS", array<boolean>(some<bulk>),
    idempotent, cluster_policy<request_policy::all_shards, response_policy::agg_logical_and>, since<redis<2, 6>>> exists;
inline constexpr descriptor<"SCRIPT FLUSH", ok(maybe<opt::async, opt::sync>),
    idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<2, 6>>,
    since_with<since<redis<6, 2>>, opt::async, opt::sync>> flush;
inline constexpr descriptor<"SCRIPT HELP", array<text>(), idempotent, since<redis<5>>> help;
inline constexpr descriptor<"SCRIPT KILL", ok(),
    cluster_policy<request_policy::all_shards, response_policy::one_succeeded>, since<redis<2, 6>>> kill;
inline constexpr descriptor<"SCRIPT LOAD", bulk(bulk),
    idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<2, 6>>> load;
inline constexpr descriptor<"SCRIPT SHOW", bulk(bulk), idempotent, since<valkey<8>>> show;
}  // namespace script

}  // namespace hibana::cmd
