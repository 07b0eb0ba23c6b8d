// SPDX-License-Identifier: BSL-1.0
/// \file  Document commands of RediSearch 1.
#pragma once
#include <hibana/command/modules/search.hpp>

/// Options of the document commands.
namespace hibana::opt::search {

inline constexpr option<"NOSAVE"> nosave;
inline constexpr option<"PARTIAL"> partial;
inline constexpr option<"NOCREATE"> nocreate;
inline constexpr option<"REPLACE", maybe<partial>, maybe<nocreate>> replace;
inline constexpr option<"IF", bulk> if_;
inline constexpr option<"KEEPDOCS"> keepdocs;

}  // namespace hibana::opt::search

namespace hibana::cmd::ft {
using namespace notation;

using add_call =
    ok(bulk, key, real, maybe<opt::search::nosave>, maybe<opt::search::replace>, maybe<opt::search::language>,
       maybe<opt::search::payload>, maybe<opt::search::if_>, word<"FIELDS">, some<pair<bulk, bulk>>);

inline constexpr descriptor<"FT.ADD", add_call, writes, in_search<1>> add;
inline constexpr descriptor<"FT.ADDHASH", ok(bulk, key, real, maybe<opt::search::language>, maybe<opt::replace>),
    writes, in_search<1>> addhash;
inline constexpr descriptor<"FT.DEL", boolean(bulk, key, maybe<opt::search::dd>), writes, in_search<1>> del;
inline constexpr descriptor<"FT.DROP", ok(bulk, maybe<opt::search::keepdocs>), writes, in_search<1>> drop;
inline constexpr descriptor<"FT.GET", nullable<map<bulk, bulk>>(bulk, key), reads, in_search<1>> get;
inline constexpr descriptor<"FT.MGET", array<nullable<map<bulk, bulk>>>(bulk, some<bulk>), reads, in_search<1>> mget;
// An alias of FT.ADD.
inline constexpr descriptor<"FT.SAFEADD", add_call, writes, in_search<1>> safeadd;
inline constexpr descriptor<"FT.SYNADD", integer(bulk, some<bulk>), writes, in_search<1>> synadd;

}  // namespace hibana::cmd::ft
