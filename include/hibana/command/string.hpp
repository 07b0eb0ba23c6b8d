// SPDX-License-Identifier: BSL-1.0
/// \file  String commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/lcs.hpp>

namespace hibana::opt {

inline constexpr option<"BYINT", integer> byint;
inline constexpr option<"BYFLOAT", real> byfloat;
inline constexpr option<"LBOUND", real> lbound;
inline constexpr option<"UBOUND", real> ubound;
inline constexpr option<"SATURATE"> saturate;
inline constexpr option<"ENX"> enx;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"APPEND", integer(key, bulk), writes, since<redis<2>>> append;
inline constexpr descriptor<"DECR", integer(key), writes, since<redis<1>>> decr;
inline constexpr descriptor<"DECRBY", integer(key, integer), writes, since<redis<1>>> decrby;
inline constexpr descriptor<"DELEX", boolean(key, maybe<opt::ifeq, opt::ifne, opt::ifdeq, opt::ifdne>),
    writes, since<redis<8, 4>>> delex;
inline constexpr descriptor<"DELIFEQ", boolean(key, bulk), writes, since<valkey<9>>> delifeq;
inline constexpr descriptor<"DIGEST", nullable<bulk>(key), reads, cacheable, since<redis<8, 4>>> digest;
inline constexpr descriptor<"GET", nullable<bulk>(key), reads, cacheable, since<redis<1>>> get;
inline constexpr descriptor<"GETDEL", nullable<bulk>(key), writes, since<redis<6, 2>>> getdel;
// Not idempotent with a point in time: one in the past deletes the key, so that the second reply is null.
inline constexpr descriptor<"GETEX", nullable<bulk>(key, maybe<opt::ex, opt::px, opt::exat, opt::pxat, opt::persist>),
    writes, idempotent, when<opt::exat, not_idempotent>, when<opt::pxat, not_idempotent>, since<redis<6, 2>>> getex;
inline constexpr descriptor<"GETRANGE", bulk(key, integer, integer), reads, cacheable, since<redis<2, 4>>> getrange;
inline constexpr descriptor<"GETSET", nullable<bulk>(key, bulk), writes, since<redis<1>>> getset;
inline constexpr descriptor<"INCR", integer(key), writes, since<redis<1>>> incr;
inline constexpr descriptor<"INCRBY", integer(key, integer), writes, since<redis<1>>> incrby;
inline constexpr descriptor<"INCRBYFLOAT", real(key, real), writes, since<redis<2, 6>>> incrbyfloat;
// The new value and the increment applied; zero if the result would exceed a bound.
inline constexpr descriptor<"INCREX",
    pair<integer, integer>(key, maybe<opt::byint, opt::byfloat>, maybe<opt::lbound>, maybe<opt::ubound>,
                           maybe<opt::saturate>, maybe<opt::ex, opt::px, opt::exat, opt::pxat, opt::persist>,
                           maybe<opt::enx>),
    when<opt::byfloat, pair<real, real>>, needs<opt::enx, opt::ex, opt::px, opt::exat, opt::pxat>,
    writes, since<redis<8, 8>, valkey<9, 2>>> increx;
inline constexpr descriptor<"LCS",
    bulk(key, key, maybe<opt::len, opt::idx>, maybe<opt::minmatchlen>, maybe<opt::withmatchlen>),
    when<opt::len, integer>, when<opt::idx, named<replies::lcs>>, reads, cacheable, since<redis<7>>> lcs;
inline constexpr descriptor<"MGET", array<nullable<bulk>>(some<key>),
    reads, cacheable, cluster_policy<request_policy::multi_shard>, since<redis<1>>> mget;
inline constexpr descriptor<"MSET", ok(some<pair<key, bulk>>),
    writes, idempotent, cluster_policy<request_policy::multi_shard, response_policy::all_succeeded>,
    since<redis<1, 0, 1>>> mset;
inline constexpr descriptor<"MSETEX",
    boolean(counted<pair<key, bulk>>, maybe<opt::nx, opt::xx>,
            maybe<opt::ex, opt::px, opt::exat, opt::pxat, opt::keepttl>),
    writes, idempotent, when<opt::nx, not_idempotent>, when<opt::exat, not_idempotent>, when<opt::pxat, not_idempotent>,
    cluster_policy<request_policy::multi_shard, response_policy::all_succeeded>, since<redis<8, 4>, valkey<9, 1>>> msetex;
inline constexpr descriptor<"MSETNX", boolean(some<pair<key, bulk>>), writes, since<redis<1, 0, 1>>> msetnx;
inline constexpr descriptor<"PSETEX", ok(key, milliseconds, bulk), writes, idempotent, since<redis<2, 6>>> psetex;
inline constexpr descriptor<"SET",
    ok(key, bulk, maybe<opt::nx, opt::xx, opt::ifeq, opt::ifne, opt::ifdeq, opt::ifdne>, maybe<opt::form::get>,
       maybe<opt::ex, opt::px, opt::exat, opt::pxat, opt::keepttl>),
    when<opt::form::get, nullable<bulk>>, when<opt::nx, applied>, when<opt::xx, applied>, when<opt::ifeq, applied>,
    when<opt::ifne, applied>, when<opt::ifdeq, applied>, when<opt::ifdne, applied>, writes, idempotent,
    when<opt::form::get, not_idempotent>, when<opt::nx, not_idempotent>, when<opt::ifeq, not_idempotent>,
    when<opt::ifne, not_idempotent>, when<opt::ifdeq, not_idempotent>, when<opt::ifdne, not_idempotent>,
    since<redis<1>>, since_with<since<redis<2, 6, 12>>, opt::nx, opt::xx, opt::ex, opt::px>,
    since_with<since<redis<6>>, opt::keepttl>,
    since_with<since<redis<6, 2>>, opt::form::get, opt::exat, opt::pxat>> set;
inline constexpr descriptor<"SETEX", ok(key, seconds, bulk), writes, idempotent, since<redis<2>>> setex;
inline constexpr descriptor<"SETNX", boolean(key, bulk), writes, since<redis<1>>> setnx;
inline constexpr descriptor<"SETRANGE", integer(key, integer, bulk), writes, idempotent, since<redis<2, 2>>> setrange;
inline constexpr descriptor<"STRLEN", integer(key), reads, cacheable, since<redis<2, 2>>> strlen;
inline constexpr descriptor<"SUBSTR", bulk(key, integer, integer), reads, cacheable, since<redis<1>>> substr;

}  // namespace hibana::cmd
