// SPDX-License-Identifier: BSL-1.0
/// \file  HyperLogLog commands.
#pragma once
#include <hibana/command/descriptor.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"PFADD", boolean(key, any<bulk>), writes, since<redis<2, 8, 9>>> pfadd;
inline constexpr descriptor<"PFCOUNT", integer(some<key>), reads, cacheable, since<redis<2, 8, 9>>> pfcount;
// Meant for development of the server. The reply requires hibana/protocol/value_read.hpp.
inline constexpr descriptor<"PFDEBUG", anything(bulk, key), writes, admin, since<redis<2, 8, 9>>> pfdebug;
inline constexpr descriptor<"PFMERGE", ok(key, any<key>), writes, idempotent, since<redis<2, 8, 9>>> pfmerge;
inline constexpr descriptor<"PFSELFTEST", ok(), admin, idempotent, since<redis<2, 8, 9>>> pfselftest;

}  // namespace hibana::cmd
