// SPDX-License-Identifier: BSL-1.0
/// \file  Pub/sub commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

// Number of receivers; in a cluster only those that are connected to the same node.
inline constexpr descriptor<"PUBLISH", integer(bulk, bulk), since<redis<2>>> publish;
// A shard channel has the slot of a key with that name.
inline constexpr descriptor<"SPUBLISH", integer(key, bulk), since<redis<7>>> spublish;

namespace pubsub {
inline constexpr descriptor<"PUBSUB CHANNELS", array<bulk>(), array<bulk>(pattern), idempotent, since<redis<2, 8>>> channels;
inline constexpr descriptor<"PUBSUB HELP", array<text>(), idempotent, since<redis<6, 2>>> help;
inline constexpr descriptor<"PUBSUB NUMPAT", integer(), idempotent, since<redis<2, 8>>> numpat;
inline constexpr descriptor<"PUBSUB NUMSUB", map<bulk, integer>(any<bulk>), idempotent, since<redis<2, 8>>> numsub;
inline constexpr descriptor<"PUBSUB SHARDCHANNELS", array<bulk>(), array<bulk>(pattern), idempotent, since<redis<7>>> shardchannels;
inline constexpr descriptor<"PUBSUB SHARDNUMSUB", map<bulk, integer>(any<bulk>), idempotent, since<redis<7>>> shardnumsub;
}  // namespace pubsub

// Confirmed by pushes instead of replies: a client rejects them, a subscription sends them.
inline constexpr descriptor<"SUBSCRIBE", no_reply(some<bulk>), in_pubsub, stateful, since<redis<2>>> subscribe;
inline constexpr descriptor<"PSUBSCRIBE", no_reply(some<pattern>), in_pubsub, stateful, since<redis<2>>> psubscribe;
inline constexpr descriptor<"SSUBSCRIBE", no_reply(some<key>), in_pubsub, stateful, since<redis<7>>> ssubscribe;
inline constexpr descriptor<"UNSUBSCRIBE", no_reply(any<bulk>), in_pubsub, stateful, since<redis<2>>> unsubscribe;
inline constexpr descriptor<"PUNSUBSCRIBE", no_reply(any<pattern>), in_pubsub, stateful, since<redis<2>>> punsubscribe;
inline constexpr descriptor<"SUNSUBSCRIBE", no_reply(any<key>), in_pubsub, stateful, since<redis<7>>> sunsubscribe;

}  // namespace hibana::cmd
