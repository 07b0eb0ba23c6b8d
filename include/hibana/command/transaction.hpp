// SPDX-License-Identifier: BSL-1.0
/// \file  The commands that a transaction is made of. `db(multi(...))` says them for you.
#pragma once
#include <hibana/command/descriptor.hpp>

// clang-format off: a declaration is laid out as its line in the documentation of the server is
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"DISCARD", ok(), stateful, since<redis<2>>> discard;
inline constexpr descriptor<"EXEC", nullable<array<anything>>(), stateful, since<redis<1, 2>>> exec;
inline constexpr descriptor<"MULTI", ok(), stateful, no_multi, since<redis<1, 2>>> multi;
inline constexpr descriptor<"UNWATCH", ok(), stateful, idempotent, since<redis<2, 2>>> unwatch;
inline constexpr descriptor<"WATCH", ok(some<key>), stateful, no_multi, idempotent, since<redis<2, 2>>> watch;

}  // namespace hibana::cmd
