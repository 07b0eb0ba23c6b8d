// SPDX-License-Identifier: BSL-1.0
/// \file  Stream commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/replies/stream.hpp>

namespace hibana::opt {

inline constexpr option<"NOMKSTREAM"> nomkstream;
inline constexpr option<"MKSTREAM"> mkstream;
namespace form {
inline constexpr option<"MINID", stream_id> minid;
inline constexpr option<"MINID", one_of<form::exactly, about>, stream_id, maybe<limit>, needs<limit, about>> minid_by;
}  // namespace form
inline constexpr option_overloads<form::minid, form::minid_by> minid;
inline constexpr option<"KEEPREF", since<redis<8, 2>>> keepref;
inline constexpr option<"DELREF", since<redis<8, 2>>> delref;
inline constexpr option<"ACKED", since<redis<8, 2>>> acked;
inline constexpr option<"IDMP", bulk, bulk, since<redis<8, 6>>> idmp;
inline constexpr option<"IDMPAUTO", bulk, since<redis<8, 6>>> idmpauto;
inline constexpr option<"IDMP-DURATION", seconds> idmp_duration;
inline constexpr option<"IDMP-MAXSIZE", integer> idmp_maxsize;
inline constexpr option<"BLOCK", blocking_milliseconds> block;
inline constexpr option<"CLAIM", milliseconds, since<redis<8, 4>>> claim;
inline constexpr option<"MAXCOUNT", integer, since<redis<8, 10>>> maxcount;
inline constexpr option<"MAXSIZE", integer, since<redis<8, 10>>> maxsize;
inline constexpr option<"NOACK"> noack;
inline constexpr option<"JUSTID"> justid;
inline constexpr option<"TIME", unix_milliseconds> time;
inline constexpr option<"RETRYCOUNT", integer> retrycount;
inline constexpr option<"LASTID", stream_id> lastid;
inline constexpr option<"ENTRIESREAD", integer> entriesread;
inline constexpr option<"ENTRIESADDED", integer> entriesadded;
inline constexpr option<"MAXDELETEDID", stream_id> maxdeletedid;
inline constexpr option<"SILENT"> silent;
inline constexpr option<"FATAL"> fatal;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"XACK", integer(key, bulk, some<stream_id>), writes, since<redis<5>>> xack;
// For each entry: -1 no such entry, 1 deleted, 2 acknowledged but still referenced.
inline constexpr descriptor<"XACKDEL",
    array<integer>(key, bulk, maybe<opt::keepref, opt::delref, opt::acked>, word<"IDS">, counted<stream_id>),
    writes, since<redis<8, 2>>> xackdel;
inline constexpr descriptor<"XADD",
    bulk(key, maybe<opt::nomkstream>, maybe<opt::keepref, opt::delref, opt::acked>, maybe<opt::idmp, opt::idmpauto>,
         maybe<opt::form::maxlen, opt::form::maxlen_by, opt::form::minid, opt::form::minid_by>, stream_id,
         some<pair<field, bulk>>),
    when<opt::nomkstream, nullable<bulk>>, writes, when<opt::idmp, idempotent>, when<opt::idmpauto, idempotent>,
    since<redis<5>>, since_with<since<redis<6, 2>>, opt::nomkstream, opt::form::minid, opt::form::minid_by>> xadd;
inline constexpr descriptor<"XAUTOCLAIM",
    listed<replies::autoclaim_result>(key, bulk, bulk, milliseconds, stream_id, maybe<opt::form::count>, maybe<opt::justid>),
    when<opt::justid, listed<replies::autoclaim_ids_result>>, writes, since<redis<6, 2>>> xautoclaim;
inline constexpr descriptor<"XCFGSET", ok(key, some_of<opt::idmp_duration, opt::idmp_maxsize>),
    writes, idempotent, since<redis<8, 6>>> xcfgset;
inline constexpr descriptor<"XCLAIM",
    array<listed<replies::stream_entry>>(
        key, bulk, bulk, milliseconds, some<stream_id>, maybe<opt::idle, opt::time>, maybe<opt::retrycount>,
        maybe<opt::force>, maybe<opt::justid>, maybe<opt::lastid>),
    when<opt::justid, array<bulk>>, writes, since<redis<5>>> xclaim;
inline constexpr descriptor<"XDEL", integer(key, some<stream_id>), writes, since<redis<5>>> xdel;
inline constexpr descriptor<"XDELEX",
    array<integer>(key, maybe<opt::keepref, opt::delref, opt::acked>, word<"IDS">, counted<stream_id>),
    writes, since<redis<8, 2>>> xdelex;
// Meant for the replication and the append-only file of the server.
inline constexpr descriptor<"XIDMPRECORD", ok(key, bulk, bulk, stream_id), writes, idempotent, since<redis<8, 8>>> xidmprecord;
inline constexpr descriptor<"XLEN", integer(key), reads, cacheable, since<redis<5>>> xlen;
// Not cacheable: the idle times change with each call.
inline constexpr descriptor<"XPENDING",
    listed<replies::pending_summary>(key, bulk),
    array<listed<replies::pending_entry>>(key, bulk, maybe<opt::idle>, bound, bound, integer, optional<bulk>),
    reads, since<redis<5>>, since_with<since<redis<6, 2>>, opt::idle>> xpending;
inline constexpr descriptor<"XRANGE",
    array<listed<replies::stream_entry>>(key, bound, bound, maybe<opt::form::count>),
    reads, cacheable, since<redis<5>>> xrange;
// Null if no stream has a new entry.
inline constexpr descriptor<"XREAD",
    nullable<map<bulk, array<listed<replies::stream_entry>>>>(
        maybe<opt::form::count>, maybe<opt::maxcount>, maybe<opt::maxsize>, maybe<opt::block>, word<"STREAMS">,
        zipped<key, stream_id>),
    reads, when<opt::block, blocks>, since<redis<5>>> xread;
inline constexpr descriptor<"XREADGROUP",
    nullable<map<bulk, array<listed<replies::stream_entry>>>>(
        word<"GROUP">, bulk, bulk, maybe<opt::form::count>, maybe<opt::maxcount>, maybe<opt::maxsize>, maybe<opt::block>,
        maybe<opt::claim>, maybe<opt::noack>, word<"STREAMS">, zipped<key, stream_id>),
    when<opt::claim, nullable<map<bulk, array<listed<replies::claimed_entry>>>>>,
    writes, when<opt::block, blocks>, since<redis<5>>> xreadgroup;
inline constexpr descriptor<"XREVRANGE",
    array<listed<replies::stream_entry>>(key, bound, bound, maybe<opt::form::count>),
    reads, cacheable, since<redis<5>>> xrevrange;
inline constexpr descriptor<"XNACK",
    integer(key, bulk, one_of<opt::silent, opt::fail, opt::fatal>, word<"IDS">, counted<stream_id>,
            maybe<opt::retrycount>, maybe<opt::force>),
    writes, since<redis<8, 8>>> xnack;
inline constexpr descriptor<"XSETID", ok(key, stream_id, maybe<opt::entriesadded>, maybe<opt::maxdeletedid>),
    writes, idempotent, since<redis<5>>,
    since_with<since<redis<7>>, opt::entriesadded, opt::maxdeletedid>> xsetid;
inline constexpr descriptor<"XTRIM",
    integer(key, one_of<opt::form::maxlen, opt::form::maxlen_by, opt::form::minid, opt::form::minid_by>,
            maybe<opt::keepref, opt::delref, opt::acked>),
    writes, since<redis<5>>, since_with<since<redis<6, 2>>, opt::form::minid, opt::form::minid_by>> xtrim;

namespace xgroup {
inline constexpr descriptor<"XGROUP CREATE", ok(key, bulk, stream_id, maybe<opt::mkstream>, maybe<opt::entriesread>),
    writes, since<redis<5>>, since_with<since<redis<7>>, opt::entriesread>> create;
inline constexpr descriptor<"XGROUP CREATECONSUMER", boolean(key, bulk, bulk), writes, since<redis<6, 2>>> createconsumer;
// Number of pending entries that the consumer had.
inline constexpr descriptor<"XGROUP DELCONSUMER", integer(key, bulk, bulk), writes, since<redis<5>>> delconsumer;
inline constexpr descriptor<"XGROUP DESTROY", boolean(key, bulk), writes, since<redis<5>>> destroy;
inline constexpr descriptor<"XGROUP HELP", array<text>(), idempotent, since<redis<5>>> help;
inline constexpr descriptor<"XGROUP SETID", ok(key, bulk, stream_id, maybe<opt::entriesread>),
    writes, idempotent, since<redis<5>>, since_with<since<redis<7>>, opt::entriesread>> setid;
}  // namespace xgroup

namespace xinfo {
inline constexpr descriptor<"XINFO CONSUMERS", array<named<replies::stream_consumer>>(key, bulk),
    reads, since<redis<5>>> consumers;
inline constexpr descriptor<"XINFO GROUPS", array<named<replies::stream_group>>(key), reads, since<redis<5>>> groups;
inline constexpr descriptor<"XINFO HELP", array<text>(), idempotent, since<redis<5>>> help;
inline constexpr descriptor<"XINFO STREAM",
    named<replies::stream_info>(key, maybe<opt::form::full, opt::form::full_count>),
    when<opt::form::full, named<replies::stream_details>>, when<opt::form::full_count, named<replies::stream_details>>,
    reads, since<redis<5>>, since_with<since<redis<6>>, opt::form::full, opt::form::full_count>> stream;
}  // namespace xinfo

}  // namespace hibana::cmd
