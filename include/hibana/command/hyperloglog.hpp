// SPDX-License-Identifier: BSL-1.0
/// \file  The commands of sets of which only the size is kept, and that about.
#pragma once
#include <hibana/command/descriptor.hpp>

// clang-format off: a declaration is laid out as its line in the documentation of the server is
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"PFADD", boolean(key, any<bulk>), writes, since<redis<2, 8, 9>>> pfadd;
inline constexpr descriptor<"PFCOUNT", integer(some<key>), reads, cacheable, since<redis<2, 8, 9>>> pfcount;
// For those who work on the server. Its reply wants hibana/protocol/value_read.hpp.
inline constexpr descriptor<"PFDEBUG", anything(bulk, key), writes, admin, since<redis<2, 8, 9>>> pfdebug;
inline constexpr descriptor<"PFMERGE", ok(key, any<key>), writes, idempotent, since<redis<2, 8, 9>>> pfmerge;
inline constexpr descriptor<"PFSELFTEST", ok(), admin, idempotent, since<redis<2, 8, 9>>> pfselftest;

}  // namespace hibana::cmd
