// SPDX-License-Identifier: BSL-1.0
/// \file  Generic commands: DEL, EXPIRE, SCAN, SORT and others for keys of any type.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"COPY", boolean(key, key, maybe<opt::db>, maybe<opt::replace>),
    writes, when<opt::replace, idempotent>, since<redis<6, 2>>> copy;
inline constexpr descriptor<"DEL", integer(some<key>),
    writes, cluster_policy<request_policy::multi_shard, response_policy::agg_sum>, since<redis<1>>> del;
inline constexpr descriptor<"DUMP", nullable<bulk>(key), reads, since<redis<2, 6>>> dump;
inline constexpr descriptor<"EXISTS", integer(some<key>),
    reads, cacheable, cluster_policy<request_policy::multi_shard, response_policy::agg_sum>, since<redis<1>>> exists;

// None of these is idempotent: a time in the past deletes the key, so that the second reply differs.
inline constexpr descriptor<"EXPIRE", boolean(key, seconds, maybe<opt::nx, opt::xx>, maybe<opt::gt, opt::lt>),
    excludes<opt::nx, opt::gt, opt::lt>, writes, since<redis<1>>,
    since_with<since<redis<7>>, opt::nx, opt::xx, opt::gt, opt::lt>> expire;
inline constexpr descriptor<"EXPIREAT", boolean(key, unix_seconds, maybe<opt::nx, opt::xx>, maybe<opt::gt, opt::lt>),
    excludes<opt::nx, opt::gt, opt::lt>, writes, since<redis<1, 2>>,
    since_with<since<redis<7>>, opt::nx, opt::xx, opt::gt, opt::lt>> expireat;
inline constexpr descriptor<"PEXPIRE", boolean(key, milliseconds, maybe<opt::nx, opt::xx>, maybe<opt::gt, opt::lt>),
    excludes<opt::nx, opt::gt, opt::lt>, writes, since<redis<2, 6>>,
    since_with<since<redis<7>>, opt::nx, opt::xx, opt::gt, opt::lt>> pexpire;
inline constexpr descriptor<"PEXPIREAT",
    boolean(key, unix_milliseconds, maybe<opt::nx, opt::xx>, maybe<opt::gt, opt::lt>),
    excludes<opt::nx, opt::gt, opt::lt>, writes, since<redis<2, 6>>,
    since_with<since<redis<7>>, opt::nx, opt::xx, opt::gt, opt::lt>> pexpireat;
inline constexpr descriptor<"PERSIST", boolean(key), writes, since<redis<2, 2>>> persist;

// -1: no expiry; -2: no such key.
inline constexpr descriptor<"EXPIRETIME", coded<unix_seconds>(key), reads, cacheable, since<redis<7>>> expiretime;
inline constexpr descriptor<"PEXPIRETIME", coded<unix_milliseconds>(key), reads, cacheable, since<redis<7>>> pexpiretime;
inline constexpr descriptor<"TTL", coded<seconds>(key), reads, since<redis<1>>> ttl;
inline constexpr descriptor<"PTTL", coded<milliseconds>(key), reads, since<redis<2, 6>>> pttl;

inline constexpr descriptor<"KEYS", array<bulk>(pattern),
    reads, cluster_policy<request_policy::all_shards>, since<redis<1>>> keys;
inline constexpr descriptor<"MIGRATE",
    text(bulk, integer, key, integer, milliseconds, maybe<opt::copy>, maybe<opt::replace>,
         maybe<opt::form::auth, opt::auth2>),
    text(bulk, integer, word<"">, integer, milliseconds, maybe<opt::copy>, maybe<opt::replace>,
         maybe<opt::form::auth, opt::auth2>, one_of<opt::keys>),
    writes, since<redis<2, 6>>, since_with<since<redis<3>>, opt::copy, opt::replace>,
    since_with<since<redis<3, 0, 6>>, opt::keys>, since_with<since<redis<4, 0, 7>>, opt::form::auth>,
    since_with<since<redis<6>>, opt::auth2>> migrate;
inline constexpr descriptor<"MOVE", boolean(key, integer), writes, since<redis<1>>> move;

namespace object {
inline constexpr descriptor<"OBJECT ENCODING", nullable<bulk>(key), reads, since<redis<2, 2, 3>>> encoding;
inline constexpr descriptor<"OBJECT FREQ", nullable<integer>(key), reads, since<redis<4>>> freq;
inline constexpr descriptor<"OBJECT HELP", array<text>(), since<redis<6, 2>>> help;
inline constexpr descriptor<"OBJECT IDLETIME", nullable<seconds>(key), reads, since<redis<2, 2, 3>>> idletime;
inline constexpr descriptor<"OBJECT REFCOUNT", nullable<integer>(key), reads, since<redis<2, 2, 3>>> refcount;
}  // namespace object

inline constexpr descriptor<"RANDOMKEY", nullable<bulk>(),
    reads, cluster_policy<request_policy::all_shards, response_policy::special>, since<redis<1>>> randomkey;
inline constexpr descriptor<"RENAME", ok(key, key), writes, since<redis<1>>> rename;
inline constexpr descriptor<"RENAMENX", boolean(key, key), writes, since<redis<1>>> renamenx;
// 0ms: no expiry. With ABSTTL the argument is the time of expiry.
inline constexpr descriptor<"RESTORE",
    ok(key, milliseconds, bulk, maybe<opt::replace>, maybe<opt::idletime, opt::freq>),
    ok(key, unix_milliseconds, bulk, maybe<opt::replace>, one_of<opt::absttl>, maybe<opt::idletime, opt::freq>),
    writes, when<opt::replace, idempotent>, since<redis<2, 6>>, since_with<since<redis<3>>, opt::replace>,
    since_with<since<redis<5>>, opt::absttl, opt::idletime, opt::freq>> restore;
inline constexpr descriptor<"SCAN",
    scanned<bulk>(integer, maybe<opt::match>, maybe<opt::form::count>, maybe<opt::form::type>),
    reads, cluster_policy<request_policy::special, response_policy::special>, since<redis<2, 8>>,
    since_with<since<redis<6>>, opt::form::type>> scan;
inline constexpr descriptor<"SORT",
    array<nullable<bulk>>(key, maybe<opt::by>, maybe<opt::form::page>, each<opt::form::get_pattern>,
                          maybe<opt::asc, opt::desc>, maybe<opt::alpha>, maybe<opt::store>),
    when<opt::store, integer>, reads, when<opt::store, writes>, since<redis<1>>> sort;
// Not cacheable: the patterns refer to other keys, whose changes do not invalidate the entry.
inline constexpr descriptor<"SORT_RO",
    array<nullable<bulk>>(key, maybe<opt::by>, maybe<opt::form::page>, each<opt::form::get_pattern>,
                          maybe<opt::asc, opt::desc>, maybe<opt::alpha>),
    reads, cacheable, when<opt::by, not_cacheable>, when<opt::form::get_pattern, not_cacheable>,
    since<redis<7>>> sort_ro;
inline constexpr descriptor<"TOUCH", integer(some<key>),
    reads, cluster_policy<request_policy::multi_shard, response_policy::agg_sum>, since<redis<3, 2, 1>>> touch;
inline constexpr descriptor<"TYPE", text(key), reads, cacheable, since<redis<1>>> type;
inline constexpr descriptor<"UNLINK", integer(some<key>),
    writes, cluster_policy<request_policy::multi_shard, response_policy::agg_sum>, since<redis<4>>> unlink;

// Applies to the previous writes of this connection.
inline constexpr descriptor<"WAIT", integer(integer, blocking_milliseconds),
    blocks, stateful, cluster_policy<request_policy::all_shards, response_policy::agg_min>, since<redis<3>>> wait;
inline constexpr descriptor<"WAITAOF", pair<integer, integer>(integer, integer, blocking_milliseconds),
    blocks, stateful, cluster_policy<request_policy::all_shards, response_policy::agg_min>, since<redis<7, 2>>> waitaof;

}  // namespace hibana::cmd
