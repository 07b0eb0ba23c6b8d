// SPDX-License-Identifier: BSL-1.0
/// \file  Array commands (Redis 8.8).
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/array.hpp>

namespace hibana::opt {

inline constexpr option<"EXACT", bulk> exact;
inline constexpr option<"GLOB", notation::pattern> glob;
inline constexpr option<"RE", notation::pattern> re;
inline constexpr option<"NOCASE"> nocase;
inline constexpr option<"USED"> used;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"ARCOUNT", integer(key), reads, cacheable, since<redis<8, 8>>> arcount;
inline constexpr descriptor<"ARDEL", integer(key, some<integer>), writes, since<redis<8, 8>>> ardel;
inline constexpr descriptor<"ARDELRANGE", integer(key, some<pair<integer, integer>>), writes, since<redis<8, 8>>> ardelrange;
inline constexpr descriptor<"ARGET", nullable<bulk>(key, integer), reads, cacheable, since<redis<8, 8>>> arget;
inline constexpr descriptor<"ARGETRANGE", array<nullable<bulk>>(key, integer, integer),
    reads, cacheable, since<redis<8, 8>>> argetrange;
inline constexpr descriptor<"ARGREP",
    array<integer>(key, bound, bound, some_of<opt::exact, opt::match, opt::glob, opt::re>, maybe<opt::and_, opt::or_>,
                   maybe<opt::form::limit>, maybe<opt::withvalues>, maybe<opt::nocase>),
    when<opt::withvalues, array<pair<integer, bulk>>>, reads, cacheable, since<redis<8, 8>>> argrep;
inline constexpr descriptor<"ARINFO", named<replies::array_info>(key, maybe<opt::form::full>), reads, since<redis<8, 8>>> arinfo;
// The index of the last value.
inline constexpr descriptor<"ARINSERT", integer(key, some<bulk>), writes, since<redis<8, 8>>> arinsert;
inline constexpr descriptor<"ARLASTITEMS", array<nullable<bulk>>(key, integer, maybe<opt::rev>),
    reads, cacheable, since<redis<8, 8>>> arlastitems;
inline constexpr descriptor<"ARLEN", integer(key), reads, cacheable, since<redis<8, 8>>> arlen;
inline constexpr descriptor<"ARMGET", array<nullable<bulk>>(key, some<integer>), reads, cacheable, since<redis<8, 8>>> armget;
inline constexpr descriptor<"ARMSET", integer(key, some<pair<integer, bulk>>), writes, since<redis<8, 8>>> armset;
inline constexpr descriptor<"ARNEXT", nullable<integer>(key), reads, cacheable, since<redis<8, 8>>> arnext;
// Null if no element is a number.
inline constexpr descriptor<"AROP",
    nullable<real>(key, integer, integer,
                   one_of<opt::sum, opt::min, opt::max, opt::and_, opt::or_, opt::xor_, opt::match, opt::used>),
    when<opt::and_, nullable<integer>>, when<opt::or_, nullable<integer>>, when<opt::xor_, nullable<integer>>,
    when<opt::match, integer>, when<opt::used, integer>, reads, cacheable, since<redis<8, 8>>> arop;
inline constexpr descriptor<"ARRING", integer(key, integer, some<bulk>), writes, since<redis<8, 8>>> arring;
inline constexpr descriptor<"ARSCAN", array<pair<integer, bulk>>(key, integer, integer, maybe<opt::form::limit>),
    reads, cacheable, since<redis<8, 8>>> arscan;
inline constexpr descriptor<"ARSEEK", boolean(key, integer), writes, idempotent, since<redis<8, 8>>> arseek;
inline constexpr descriptor<"ARSET", integer(key, integer, some<bulk>), writes, since<redis<8, 8>>> arset;

}  // namespace hibana::cmd
