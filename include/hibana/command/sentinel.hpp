// SPDX-License-Identifier: BSL-1.0
/// \file  Sentinel commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/info.hpp>
#include <hibana/command/replies/sentinel.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

namespace sentinel {
inline constexpr descriptor<"SENTINEL CKQUORUM", text(bulk), admin, idempotent, since<redis<2, 8, 4>>> ckquorum;
inline constexpr descriptor<"SENTINEL CONFIG",
    map<bulk, bulk>(one_of<opt::form::get_pattern, opt::form::get_bits, opt::form::get_several>),
    ok(one_of<opt::form::set_settings>), admin, idempotent, since<redis<6, 2>>> config;
inline constexpr descriptor<"SENTINEL DEBUG", map<bulk, bulk>(), ok(some<pair<bulk, bulk>>),
    admin, idempotent, since<redis<7>>> debug;
inline constexpr descriptor<"SENTINEL FAILOVER", ok(bulk), admin, since<redis<2, 8, 4>>> failover;
inline constexpr descriptor<"SENTINEL FLUSHCONFIG", ok(), admin, idempotent, since<redis<2, 8, 4>>> flushconfig;
inline constexpr descriptor<"SENTINEL GET-MASTER-ADDR-BY-NAME", nullable<listed<replies::server_address>>(bulk),
    admin, idempotent, since<redis<2, 8, 4>>> get_master_addr_by_name;
inline constexpr descriptor<"SENTINEL GET-PRIMARY-ADDR-BY-NAME", nullable<listed<replies::server_address>>(bulk),
    admin, idempotent, since<valkey<8>>> get_primary_addr_by_name;
inline constexpr descriptor<"SENTINEL HELP", array<text>(), idempotent, since<redis<6, 2>>> help;
inline constexpr descriptor<"SENTINEL INFO-CACHE", map<bulk, array<pair<integer, nullable<parsed<replies::server_info>>>>>(some<bulk>),
    admin, idempotent, since<redis<3, 2>>> info_cache;
inline constexpr descriptor<"SENTINEL IS-MASTER-DOWN-BY-ADDR", listed<replies::sentinel_vote>(bulk, integer, integer, bulk),
    admin, since<redis<2, 8, 4>>> is_master_down_by_addr;
inline constexpr descriptor<"SENTINEL IS-PRIMARY-DOWN-BY-ADDR", listed<replies::sentinel_vote>(bulk, integer, integer, bulk),
    admin, since<valkey<8>>> is_primary_down_by_addr;
inline constexpr descriptor<"SENTINEL MASTER", named<replies::sentinel_instance>(bulk),
    admin, idempotent, since<redis<2, 8, 4>>> master;
inline constexpr descriptor<"SENTINEL MASTERS", array<named<replies::sentinel_instance>>(),
    admin, idempotent, since<redis<2, 8, 4>>> masters;
inline constexpr descriptor<"SENTINEL MONITOR", ok(bulk, bulk, integer, integer), admin, since<redis<2, 8, 4>>> monitor;
inline constexpr descriptor<"SENTINEL MYID", bulk(), admin, idempotent, since<redis<6, 2>>> myid;
inline constexpr descriptor<"SENTINEL PENDING-SCRIPTS", array<named<replies::pending_script>>(),
    admin, idempotent, since<redis<2, 8, 4>>> pending_scripts;
inline constexpr descriptor<"SENTINEL PRIMARIES", array<named<replies::sentinel_instance>>(),
    admin, idempotent, since<valkey<8>>> primaries;
inline constexpr descriptor<"SENTINEL PRIMARY", named<replies::sentinel_instance>(bulk),
    admin, idempotent, since<valkey<8>>> primary;
inline constexpr descriptor<"SENTINEL REMOVE", ok(bulk), admin, since<redis<2, 8, 4>>> remove;
inline constexpr descriptor<"SENTINEL REPLICAS", array<named<replies::sentinel_instance>>(bulk),
    admin, idempotent, since<redis<5>>> replicas;
inline constexpr descriptor<"SENTINEL RESET", integer(pattern), admin, since<redis<2, 8, 4>>> reset;
inline constexpr descriptor<"SENTINEL SENTINELS", array<named<replies::sentinel_instance>>(bulk),
    admin, idempotent, since<redis<2, 8, 4>>> sentinels;
inline constexpr descriptor<"SENTINEL SET", ok(bulk, some<pair<bulk, bulk>>), admin, idempotent, since<redis<2, 8, 4>>> set;
// The reply requires hibana/protocol/value_read.hpp.
inline constexpr descriptor<"SENTINEL SIMULATE-FAILURE", anything(some<bulk>), admin, since<redis<3, 2>>> simulate_failure;
inline constexpr descriptor<"SENTINEL SLAVES", array<named<replies::sentinel_instance>>(bulk),
    admin, idempotent, since<redis<2, 8>>> slaves;
}  // namespace sentinel

}  // namespace hibana::cmd
