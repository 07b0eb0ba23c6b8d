// SPDX-License-Identifier: BSL-1.0
/// \file  Connection commands: HELLO, AUTH, CLIENT, PING.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/client.hpp>

namespace hibana::opt {

inline constexpr option<"USER", bulk> user;
inline constexpr option<"ADDR", bulk> addr;
inline constexpr option<"LADDR", bulk> laddr;
inline constexpr option<"SKIPME", one_of<yes, no>> skipme;
inline constexpr option<"MAXAGE", seconds> maxage;
inline constexpr option<"NAME", bulk> name;
inline constexpr option<"IDLE", seconds> idle_seconds;  // seconds in CLIENT LIST and CLIENT KILL, milliseconds in the other commands
inline constexpr option<"FLAGS", bulk> flags;
inline constexpr option<"CAPA", bulk> capa;
inline constexpr option<"IP", bulk> ip;
inline constexpr option<"WRITE"> write;
inline constexpr option<"SKIP"> skip;
inline constexpr option<"LIB-NAME", bulk> lib_name;
inline constexpr option<"LIB-VER", bulk> lib_ver;
inline constexpr option<"REDIRECT", integer> redirect;
inline constexpr option<"PREFIX", bulk> prefix;
inline constexpr option<"BCAST"> bcast;
inline constexpr option<"OPTIN"> optin;
inline constexpr option<"OPTOUT"> optout;
inline constexpr option<"NOLOOP"> noloop;
inline constexpr option<"ERROR"> error;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"AUTH", ok(hidden), ok(bulk, hidden), stateful, idempotent, since<redis<1>>> auth;
inline constexpr descriptor<"ECHO", bulk(bulk), idempotent, since<redis<1>>> echo;
inline constexpr descriptor<"HELLO",
    named<replies::hello>(), named<replies::hello>(integer, maybe<opt::form::auth_user>, maybe<opt::setname>),
    stateful, idempotent, since<redis<6>>> hello;
inline constexpr descriptor<"PING",
    text(), bulk(bulk),
    idempotent, cluster_policy<request_policy::all_shards, response_policy::all_succeeded>, since<redis<1>>> ping;
inline constexpr descriptor<"QUIT", ok(), stateful, since<redis<1>>> quit;
inline constexpr descriptor<"RESET", text(), stateful, idempotent, since<redis<6, 2>>> reset;
inline constexpr descriptor<"SELECT", ok(integer), stateful, idempotent, since<redis<1>>> select;

namespace client {
inline constexpr descriptor<"CLIENT CACHING", ok(one_of<opt::yes, opt::no>), stateful, since<redis<6>>> caching;
inline constexpr descriptor<"CLIENT CAPA", ok(some<bulk>), stateful, idempotent, since<valkey<8>>> capa;
inline constexpr descriptor<"CLIENT GETNAME", nullable<bulk>(), idempotent, since<redis<2, 6, 9>>> getname;
inline constexpr descriptor<"CLIENT GETREDIR", integer(), idempotent, since<redis<6>>> getredir;
inline constexpr descriptor<"CLIENT HELP", array<text>(), idempotent, since<redis<5>>> help;
inline constexpr descriptor<"CLIENT ID", integer(), idempotent, since<redis<5>>> id;
inline constexpr descriptor<"CLIENT IMPORT-SOURCE", ok(one_of<opt::on, opt::off>),
    stateful, idempotent, admin, since<valkey<8, 1>>> import_source;
inline constexpr descriptor<"CLIENT INFO", parsed<replies::client_info>(), idempotent, since<redis<6, 2>>> info;
// The reply to an address alone (the old syntax) is OK, the reply to filters is the number of closed connections.
inline constexpr descriptor<"CLIENT KILL",
    ok(bulk),
    integer(some_of<opt::form::id, opt::form::ids, opt::form::client_type, opt::user, opt::addr, opt::laddr, opt::skipme, opt::maxage,
                    opt::name, opt::idle_seconds, opt::flags, opt::lib_name, opt::lib_ver, opt::db, opt::capa, opt::ip>),
    admin, since<redis<2, 4>>,
    since_with<since<redis<2, 8, 12>>, opt::form::id, opt::form::client_type, opt::user, opt::addr, opt::skipme>,
    since_with<since<redis<6, 2>>, opt::laddr>, since_with<since<redis<7, 4>, valkey<8>>, opt::maxage>,
    since_with<since<valkey<8, 1>>, opt::form::ids>,
    since_with<since<valkey<9>>, opt::name, opt::idle_seconds, opt::flags, opt::lib_name, opt::lib_ver, opt::db, opt::capa, opt::ip>> kill;
// Several filters require Valkey 8.1.
inline constexpr descriptor<"CLIENT LIST",
    parsed_lines<replies::client_info>(maybe<opt::form::client_type, opt::form::id, opt::form::ids>),
    parsed_lines<replies::client_info>(
        some_of<opt::form::id, opt::form::ids, opt::form::client_type, opt::user, opt::addr, opt::laddr, opt::skipme, opt::maxage,
                opt::name, opt::idle_seconds, opt::flags, opt::lib_name, opt::lib_ver, opt::db, opt::capa, opt::ip>),
    admin, idempotent, since<redis<2, 4>>, since_with<since<redis<5>>, opt::form::client_type>,
    since_with<since<redis<6, 2>>, opt::form::id, opt::form::ids>,
    since_with<since<valkey<8, 1>>, opt::user, opt::addr, opt::laddr, opt::skipme, opt::maxage>,
    since_with<since<valkey<9>>, opt::name, opt::idle_seconds, opt::flags, opt::lib_name, opt::lib_ver, opt::db, opt::capa, opt::ip>> list;
inline constexpr descriptor<"CLIENT NO-EVICT", ok(one_of<opt::on, opt::off>),
    admin, stateful, idempotent, since<redis<7>>> no_evict;
inline constexpr descriptor<"CLIENT NO-TOUCH", ok(one_of<opt::on, opt::off>),
    stateful, idempotent, since<redis<7, 2>>> no_touch;
inline constexpr descriptor<"CLIENT PAUSE", ok(milliseconds, maybe<opt::write, opt::all>),
    admin, since<redis<3>>, since_with<since<redis<6, 2>>, opt::write, opt::all>> pause;
// OFF and SKIP have no reply, and SKIP suppresses the reply of the next command as well.
inline constexpr descriptor<"CLIENT REPLY", ok(one_of<opt::on, opt::off, opt::skip>),
    when<opt::off, no_reply>, when<opt::skip, no_reply>, stateful, since<redis<3, 2>>> reply;
inline constexpr descriptor<"CLIENT SETINFO", ok(one_of<opt::lib_name, opt::lib_ver>),
    stateful, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>,
    since<redis<7, 2>>> setinfo;
inline constexpr descriptor<"CLIENT SETNAME", ok(bulk),
    stateful, idempotent, cluster_policy<request_policy::all_nodes, response_policy::all_succeeded>,
    since<redis<2, 6, 9>>> setname;
inline constexpr descriptor<"CLIENT TRACKING",
    ok(one_of<opt::on, opt::off>, maybe<opt::redirect>, each<opt::prefix>, maybe<opt::bcast>,
       maybe<opt::optin, opt::optout>, maybe<opt::noloop>),
    needs<opt::prefix, opt::bcast>, excludes<opt::bcast, opt::optin, opt::optout>, stateful, idempotent,
    since<redis<6>>> tracking;
inline constexpr descriptor<"CLIENT TRACKINGINFO", named<replies::tracking_info>(), idempotent, since<redis<6, 2>>> trackinginfo;
inline constexpr descriptor<"CLIENT UNBLOCK", boolean(integer, maybe<opt::form::timeout, opt::error>),
    admin, since<redis<5>>> unblock;
inline constexpr descriptor<"CLIENT UNPAUSE", ok(), admin, idempotent, since<redis<6, 2>>> unpause;
}  // namespace client

}  // namespace hibana::cmd
