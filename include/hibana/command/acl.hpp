// SPDX-License-Identifier: BSL-1.0
/// \file  ACL commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/acl.hpp>

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

namespace acl {
inline constexpr descriptor<"ACL CAT", array<bulk>(), array<bulk>(bulk), idempotent, since<redis<6>>> cat;
inline constexpr descriptor<"ACL DELUSER", integer(some<bulk>),
    admin, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<6>>> deluser;
// OK, or the reason why the user may not execute the command.
inline constexpr descriptor<"ACL DRYRUN", text(bulk, bulk, any<bulk>), admin, idempotent, since<redis<7>>> dryrun;
inline constexpr descriptor<"ACL GENPASS", bulk(), bulk(integer), since<redis<6>>> genpass;
inline constexpr descriptor<"ACL GETUSER", nullable<named<replies::acl_user>>(bulk),
    admin, idempotent, since<redis<6>>> getuser;
inline constexpr descriptor<"ACL HELP", array<text>(), idempotent, since<redis<6>>> help;
inline constexpr descriptor<"ACL LIST", array<bulk>(), admin, idempotent, since<redis<6>>> list;
inline constexpr descriptor<"ACL LOAD", ok(), admin, idempotent, since<redis<6>>> load;
inline constexpr descriptor<"ACL LOG",
    array<named<replies::acl_log_entry>>(), array<named<replies::acl_log_entry>>(integer), ok(one_of<opt::reset>),
    admin, idempotent, since<redis<6>>> log;
inline constexpr descriptor<"ACL SAVE", ok(),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<6>>> save;
// Sensitive: a rule may contain a password.
inline constexpr descriptor<"ACL SETUSER", ok(bulk, any<hidden>),
    admin, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>, since<redis<6>>> setuser;
inline constexpr descriptor<"ACL USERS", array<bulk>(), admin, idempotent, since<redis<6>>> users;
inline constexpr descriptor<"ACL WHOAMI", bulk(), idempotent, since<redis<6>>> whoami;
}  // namespace acl

}  // namespace hibana::cmd
