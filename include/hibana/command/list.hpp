// SPDX-License-Identifier: BSL-1.0
/// \file  List commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

namespace hibana::opt {

inline constexpr option<"OBO"> obo;
inline constexpr option<"BULK"> bulk_;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"BLMOVE",
    nullable<bulk>(key, key, one_of<opt::left, opt::right>, one_of<opt::left, opt::right>, blocking_seconds),
    writes, blocks, since<redis<6, 2>>> blmove;
inline constexpr descriptor<"BLMOVEM",
    nullable<array<bulk>>(key, key, one_of<opt::left, opt::right>, one_of<opt::left, opt::right>, blocking_seconds,
                          maybe<opt::form::count, opt::form::exactly_many>, maybe<opt::obo, opt::bulk_>),
    needs<opt::form::count, opt::obo, opt::bulk_>, needs<opt::form::exactly_many, opt::obo, opt::bulk_>,
    needs<opt::obo, opt::form::count, opt::form::exactly_many>,
    needs<opt::bulk_, opt::form::count, opt::form::exactly_many>, writes, blocks, since<redis<8, 10>>> blmovem;
inline constexpr descriptor<"BLMPOP",
    nullable<pair<bulk, array<bulk>>>(blocking_seconds, counted<key>, one_of<opt::left, opt::right>,
                                      maybe<opt::form::count>),
    writes, blocks, since<redis<7>>> blmpop;
inline constexpr descriptor<"BLPOP", nullable<pair<bulk, bulk>>(some<key>, blocking_seconds),
    writes, blocks, since<redis<2>>> blpop;
inline constexpr descriptor<"BRPOP", nullable<pair<bulk, bulk>>(some<key>, blocking_seconds),
    writes, blocks, since<redis<2>>> brpop;
inline constexpr descriptor<"BRPOPLPUSH", nullable<bulk>(key, key, blocking_seconds),
    writes, blocks, since<redis<2, 2>>> brpoplpush;
inline constexpr descriptor<"LINDEX", nullable<bulk>(key, integer), reads, cacheable, since<redis<1>>> lindex;
inline constexpr descriptor<"LINSERT", integer(key, one_of<opt::before, opt::after>, bulk, bulk),
    writes, since<redis<2, 2>>> linsert;
inline constexpr descriptor<"LLEN", integer(key), reads, cacheable, since<redis<1>>> llen;
inline constexpr descriptor<"LMOVE",
    nullable<bulk>(key, key, one_of<opt::left, opt::right>, one_of<opt::left, opt::right>),
    writes, since<redis<6, 2>>> lmove;
// One by one, or as a block that keeps its order.
inline constexpr descriptor<"LMOVEM",
    nullable<array<bulk>>(key, key, one_of<opt::left, opt::right>, one_of<opt::left, opt::right>,
                          maybe<opt::form::count, opt::form::exactly_many>, maybe<opt::obo, opt::bulk_>),
    needs<opt::form::count, opt::obo, opt::bulk_>, needs<opt::form::exactly_many, opt::obo, opt::bulk_>,
    needs<opt::obo, opt::form::count, opt::form::exactly_many>,
    needs<opt::bulk_, opt::form::count, opt::form::exactly_many>, writes, since<redis<8, 10>>> lmovem;
inline constexpr descriptor<"LMPOP",
    nullable<pair<bulk, array<bulk>>>(counted<key>, one_of<opt::left, opt::right>, maybe<opt::form::count>),
    writes, since<redis<7>>> lmpop;
inline constexpr descriptor<"LPOP",
    nullable<bulk>(key), nullable<array<bulk>>(key, integer),
    writes, since<redis<1>>> lpop;
inline constexpr descriptor<"LPOS",
    nullable<integer>(key, bulk, maybe<opt::rank>, maybe<opt::form::count>, maybe<opt::form::maxlen>),
    when<opt::form::count, array<integer>>, reads, cacheable, since<redis<6, 0, 6>>> lpos;
inline constexpr descriptor<"LPUSH", integer(key, some<bulk>), writes, since<redis<1>>> lpush;
inline constexpr descriptor<"LPUSHX", integer(key, some<bulk>), writes, since<redis<2, 2>>> lpushx;
inline constexpr descriptor<"LRANGE", array<bulk>(key, integer, integer), reads, cacheable, since<redis<1>>> lrange;
inline constexpr descriptor<"LREM", integer(key, integer, bulk), writes, since<redis<1>>> lrem;
inline constexpr descriptor<"LSET", ok(key, integer, bulk), writes, idempotent, since<redis<1>>> lset;
inline constexpr descriptor<"LTRIM", ok(key, integer, integer), writes, since<redis<1>>> ltrim;
inline constexpr descriptor<"RPOP",
    nullable<bulk>(key), nullable<array<bulk>>(key, integer),
    writes, since<redis<1>>> rpop;
inline constexpr descriptor<"RPOPLPUSH", nullable<bulk>(key, key), writes, since<redis<1, 2>>> rpoplpush;
inline constexpr descriptor<"RPUSH", integer(key, some<bulk>), writes, since<redis<1>>> rpush;
inline constexpr descriptor<"RPUSHX", integer(key, some<bulk>), writes, since<redis<2, 2>>> rpushx;

}  // namespace hibana::cmd
