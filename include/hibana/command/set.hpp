// SPDX-License-Identifier: BSL-1.0
/// \file  Set commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

namespace hibana::opt {

inline constexpr option<"APPROX"> approx;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"SADD", integer(key, some<member>), writes, since<redis<1>>> sadd;
inline constexpr descriptor<"SCARD", integer(key), reads, cacheable, since<redis<1>>> scard;
inline constexpr descriptor<"SDIFF", array<bulk>(some<key>), reads, cacheable, since<redis<1>>> sdiff;
// Not idempotent, unlike union and intersection: the destination may be one of the sources.
inline constexpr descriptor<"SDIFFCARD", integer(counted<key>, maybe<opt::form::limit>),
    reads, cacheable, since<redis<8, 10>>> sdiffcard;
inline constexpr descriptor<"SDIFFSTORE", integer(key, some<key>), writes, since<redis<1>>> sdiffstore;
inline constexpr descriptor<"SINTER", array<bulk>(some<key>), reads, cacheable, since<redis<1>>> sinter;
inline constexpr descriptor<"SINTERCARD", integer(counted<key>, maybe<opt::form::limit>),
    reads, cacheable, since<redis<7>>> sintercard;
inline constexpr descriptor<"SINTERSTORE", integer(key, some<key>), writes, idempotent, since<redis<1>>> sinterstore;
inline constexpr descriptor<"SISMEMBER", boolean(key, member), reads, cacheable, since<redis<1>>> sismember;
inline constexpr descriptor<"SMEMBERS", array<bulk>(key), reads, cacheable, since<redis<1>>> smembers;
inline constexpr descriptor<"SMISMEMBER", array<boolean>(key, some<member>),
    reads, cacheable, since<redis<6, 2>>> smismember;
inline constexpr descriptor<"SMOVE", boolean(key, key, member), writes, since<redis<1>>> smove;
inline constexpr descriptor<"SPOP", nullable<bulk>(key), array<bulk>(key, integer), writes, since<redis<1>>> spop;
inline constexpr descriptor<"SRANDMEMBER",
    nullable<bulk>(key), array<bulk>(key, integer),
    reads, since<redis<1>>> srandmember;
inline constexpr descriptor<"SREM", integer(key, some<member>), writes, since<redis<1>>> srem;
inline constexpr descriptor<"SSCAN", scanned<bulk>(key, integer, maybe<opt::match>, maybe<opt::form::count>),
    reads, since<redis<2, 8>>> sscan;
inline constexpr descriptor<"SUNION", array<bulk>(some<key>), reads, cacheable, since<redis<1>>> sunion;
inline constexpr descriptor<"SUNIONCARD", integer(counted<key>, maybe<opt::approx>, maybe<opt::form::limit>),
    reads, cacheable, since<redis<8, 10>>> sunioncard;
inline constexpr descriptor<"SUNIONSTORE", integer(key, some<key>), writes, idempotent, since<redis<1>>> sunionstore;

}  // namespace hibana::cmd
