// SPDX-License-Identifier: BSL-1.0
/// \file  Hash commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"HDEL", integer(key, some<field>), writes, since<redis<2>>> hdel;
inline constexpr descriptor<"HEXISTS", boolean(key, field), reads, cacheable, since<redis<2>>> hexists;
inline constexpr descriptor<"HGET", nullable<bulk>(key, field), reads, cacheable, since<redis<2>>> hget;
inline constexpr descriptor<"HGETALL", map<bulk, bulk>(key), reads, cacheable, since<redis<2>>> hgetall;
inline constexpr descriptor<"HINCRBY", integer(key, field, integer), writes, since<redis<2>>> hincrby;
inline constexpr descriptor<"HINCRBYFLOAT", real(key, field, real), writes, since<redis<2, 6>>> hincrbyfloat;
inline constexpr descriptor<"HKEYS", array<bulk>(key), reads, cacheable, since<redis<2>>> hkeys;
inline constexpr descriptor<"HLEN", integer(key), reads, cacheable, since<redis<2>>> hlen;
inline constexpr descriptor<"HMGET", array<nullable<bulk>>(key, some<field>), reads, cacheable, since<redis<2>>> hmget;
inline constexpr descriptor<"HMSET", ok(key, some<pair<field, bulk>>), writes, idempotent, since<redis<2>>> hmset;
inline constexpr descriptor<"HRANDFIELD",
    nullable<bulk>(key), array<bulk>(key, integer, maybe<opt::withvalues>),
    when<opt::withvalues, array<pair<bulk, bulk>>>, reads, since<redis<6, 2>>> hrandfield;
inline constexpr descriptor<"HSCAN",
    scanned<pair<bulk, bulk>>(key, integer, maybe<opt::match>, maybe<opt::form::count>, maybe<opt::novalues>),
    when<opt::novalues, scanned<bulk>>, reads, since<redis<2, 8>>,
    since_with<since<redis<7, 4>, valkey<8>>, opt::novalues>> hscan;
inline constexpr descriptor<"HSET", integer(key, some<pair<field, bulk>>), writes, since<redis<2>>> hset;
inline constexpr descriptor<"HSETNX", boolean(key, field, bulk), writes, since<redis<2>>> hsetnx;
inline constexpr descriptor<"HSTRLEN", integer(key, field), reads, cacheable, since<redis<3, 2>>> hstrlen;
inline constexpr descriptor<"HVALS", array<bulk>(key), reads, cacheable, since<redis<2>>> hvals;

// For each field: -2 no such field, 0 condition not met, 1 expiry set, 2 deleted because the time has passed.
inline constexpr descriptor<"HEXPIRE",
    array<integer>(key, seconds, maybe<opt::nx, opt::xx, opt::gt, opt::lt>, word<"FIELDS">, counted<field>),
    writes, since<redis<7, 4>, valkey<9>>> hexpire;
inline constexpr descriptor<"HEXPIREAT",
    array<integer>(key, unix_seconds, maybe<opt::nx, opt::xx, opt::gt, opt::lt>, word<"FIELDS">, counted<field>),
    writes, since<redis<7, 4>, valkey<9>>> hexpireat;
inline constexpr descriptor<"HPEXPIRE",
    array<integer>(key, milliseconds, maybe<opt::nx, opt::xx, opt::gt, opt::lt>, word<"FIELDS">, counted<field>),
    writes, since<redis<7, 4>, valkey<9>>> hpexpire;
inline constexpr descriptor<"HPEXPIREAT",
    array<integer>(key, unix_milliseconds, maybe<opt::nx, opt::xx, opt::gt, opt::lt>, word<"FIELDS">, counted<field>),
    writes, since<redis<7, 4>, valkey<9>>> hpexpireat;

// For each field: -2 no such field, -1 no expiry, otherwise the requested time.
inline constexpr descriptor<"HEXPIRETIME", array<coded<unix_seconds>>(key, word<"FIELDS">, counted<field>),
    reads, cacheable, since<redis<7, 4>, valkey<9>>> hexpiretime;
inline constexpr descriptor<"HPEXPIRETIME", array<coded<unix_milliseconds>>(key, word<"FIELDS">, counted<field>),
    reads, cacheable, since<redis<7, 4>, valkey<9>>> hpexpiretime;
inline constexpr descriptor<"HTTL", array<coded<seconds>>(key, word<"FIELDS">, counted<field>),
    reads, since<redis<7, 4>, valkey<9>>> httl;
inline constexpr descriptor<"HPTTL", array<coded<milliseconds>>(key, word<"FIELDS">, counted<field>),
    reads, since<redis<7, 4>, valkey<9>>> hpttl;
inline constexpr descriptor<"HPERSIST", array<integer>(key, word<"FIELDS">, counted<field>),
    writes, since<redis<7, 4>, valkey<9>>> hpersist;

inline constexpr descriptor<"HGETDEL", array<nullable<bulk>>(key, word<"FIELDS">, counted<field>),
    writes, since<redis<8>, valkey<9, 1>>> hgetdel;
inline constexpr descriptor<"HGETEX",
    array<nullable<bulk>>(key, maybe<opt::ex, opt::px, opt::exat, opt::pxat, opt::persist>, word<"FIELDS">,
                          counted<field>),
    writes, idempotent, when<opt::exat, not_idempotent>, when<opt::pxat, not_idempotent>,
    since<redis<8>, valkey<9>>> hgetex;
inline constexpr descriptor<"HSETEX",
    boolean(key, maybe<opt::nx, opt::xx>, maybe<opt::fnx, opt::fxx>, maybe<opt::ex, opt::px, opt::exat, opt::pxat, opt::keepttl>,
            word<"FIELDS">, counted<pair<field, bulk>>),
    writes, idempotent, when<opt::nx, not_idempotent>, when<opt::fnx, not_idempotent>, when<opt::exat, not_idempotent>,
    when<opt::pxat, not_idempotent>, since<redis<8>, valkey<9>>, since_with<since<valkey<9>>, opt::nx, opt::xx>> hsetex;

// Hashes with the same fields: the names are sent once and kept for the connection.
namespace himport {
inline constexpr descriptor<"HIMPORT DISCARD", boolean(bulk),
    stateful, cluster_policy<request_policy::all_shards>, since<redis<8, 10>>> discard;
inline constexpr descriptor<"HIMPORT DISCARDALL", integer(),
    stateful, cluster_policy<request_policy::all_shards>, since<redis<8, 10>>> discardall;
inline constexpr descriptor<"HIMPORT PREPARE", ok(bulk, some<field>),
    stateful, idempotent, cluster_policy<request_policy::all_shards>, since<redis<8, 10>>> prepare;
inline constexpr descriptor<"HIMPORT SET", ok(key, bulk, some<bulk>), writes, stateful, since<redis<8, 10>>> set;
}  // namespace himport

}  // namespace hibana::cmd
