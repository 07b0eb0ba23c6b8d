// SPDX-License-Identifier: BSL-1.0
/// \file  Transaction commands. `db(multi(...))` sends MULTI and EXEC itself.
#pragma once
#include <hibana/command/descriptor.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"DISCARD", ok(), stateful, since<redis<2>>> discard;
inline constexpr descriptor<"EXEC", nullable<array<anything>>(), stateful, since<redis<1, 2>>> exec;
inline constexpr descriptor<"MULTI", ok(), stateful, no_multi, since<redis<1, 2>>> multi;
inline constexpr descriptor<"UNWATCH", ok(), stateful, idempotent, since<redis<2, 2>>> unwatch;
inline constexpr descriptor<"WATCH", ok(some<key>), stateful, no_multi, idempotent, since<redis<2, 2>>> watch;

}  // namespace hibana::cmd
