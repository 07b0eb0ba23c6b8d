// SPDX-License-Identifier: BSL-1.0
/// \file  JSON commands.
#pragma once
#include <hibana/command/grammar/in_module.hpp>
#include <hibana/command/grammar/triple.hpp>
#include <hibana/command/options.hpp>
#include <hibana/command/reply/json.hpp>

/// Options of the JSON commands.
namespace hibana::opt::json {

inline constexpr option<"INDENT", bulk> indent;
inline constexpr option<"NEWLINE", bulk> newline;
inline constexpr option<"SPACE", bulk> space;
inline constexpr option<"FP16"> fp16;
inline constexpr option<"BF16"> bf16;
inline constexpr option<"FP32"> fp32;
inline constexpr option<"FP64"> fp64;
inline constexpr option<"FPHA", one_of<fp16, bf16, fp32, fp64>, in_module<"ReJSON", 8, 8>> fpha;

}  // namespace hibana::opt::json

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd::json {
using namespace notation;
using json = notation::json;
using path = bulk;

// A path that begins with $ matches any number of values, and the reply has an element for each. A legacy path, such as .a,
// matches one value.

inline constexpr descriptor<"JSON.ARRAPPEND", at_each<nullable<integer>>(key, path, some<json>),
    writes, in_module<"ReJSON", 1>> arrappend;
inline constexpr descriptor<"JSON.ARRINDEX",
    at_each<nullable<integer>>(key, path, json, optional<integer>, optional<integer>),
    reads, cacheable, in_module<"ReJSON", 1>> arrindex;
inline constexpr descriptor<"JSON.ARRINSERT", at_each<nullable<integer>>(key, path, integer, some<json>),
    writes, in_module<"ReJSON", 1>> arrinsert;
inline constexpr descriptor<"JSON.ARRLEN", at_each<nullable<integer>>(key, optional<path>),
    reads, cacheable, in_module<"ReJSON", 1>> arrlen;
inline constexpr descriptor<"JSON.ARRPOP", at_each<nullable<json>>(key), at_each<nullable<json>>(key, path, optional<integer>),
    writes, in_module<"ReJSON", 1>> arrpop;
inline constexpr descriptor<"JSON.ARRTRIM", at_each<nullable<integer>>(key, path, integer, integer),
    writes, in_module<"ReJSON", 1>> arrtrim;
inline constexpr descriptor<"JSON.CLEAR", integer(key, optional<path>), writes, in_module<"ReJSON", 2>> clear;
namespace debug {
inline constexpr descriptor<"JSON.DEBUG HELP", array<text>(), idempotent, in_module<"ReJSON", 1>> help;
inline constexpr descriptor<"JSON.DEBUG MEMORY", at_each<nullable<integer>>(key, optional<path>),
    reads, in_module<"ReJSON", 1>> memory;
}  // namespace debug
inline constexpr descriptor<"JSON.DEL", integer(key, optional<path>), writes, in_module<"ReJSON", 1>> del;
inline constexpr descriptor<"JSON.FORGET", integer(key, optional<path>), writes, in_module<"ReJSON", 1>> forget;
// The reply to several paths is an object with the paths as names.
inline constexpr descriptor<"JSON.GET",
    nullable<json>(key, maybe<opt::json::indent>, maybe<opt::json::newline>, maybe<opt::json::space>, any<path>),
    reads, cacheable, in_module<"ReJSON", 1>> get;
inline constexpr descriptor<"JSON.MERGE", ok(key, path, json), writes, idempotent, in_module<"ReJSON", 2, 6>> merge;
// Not cacheable: the server tracks only the first key.
inline constexpr descriptor<"JSON.MGET", array<nullable<json>>(some<key>, path), reads, in_module<"ReJSON", 1>> mget;
inline constexpr descriptor<"JSON.MSET", ok(some<triple<key, path, json>>),
    writes, idempotent, in_module<"ReJSON", 2, 6>> mset;
inline constexpr descriptor<"JSON.NUMINCRBY", json_numbers(key, path, real), writes, in_module<"ReJSON", 1>> numincrby;
inline constexpr descriptor<"JSON.NUMMULTBY", json_numbers(key, path, real), writes, in_module<"ReJSON", 1>> nummultby;
inline constexpr descriptor<"JSON.NUMPOWBY", json_numbers(key, path, real), writes, in_module<"ReJSON", 1>> numpowby;
inline constexpr descriptor<"JSON.OBJKEYS", at_each<nullable<array<bulk>>>(key, optional<path>),
    reads, cacheable, in_module<"ReJSON", 1>> objkeys;
inline constexpr descriptor<"JSON.OBJLEN", at_each<nullable<integer>>(key, optional<path>),
    reads, cacheable, in_module<"ReJSON", 1>> objlen;
// False: NX or XX prevented the change, or the path does not exist.
inline constexpr descriptor<"JSON.SET", applied(key, path, json, maybe<opt::nx, opt::xx>, maybe<opt::json::fpha>),
    writes, idempotent, when<opt::nx, not_idempotent>, in_module<"ReJSON", 1>> set;
inline constexpr descriptor<"JSON.STRAPPEND", at_each<nullable<integer>>(key, json), at_each<nullable<integer>>(key, path, json),
    writes, in_module<"ReJSON", 1>> strappend;
inline constexpr descriptor<"JSON.STRLEN", at_each<nullable<integer>>(key, optional<path>),
    reads, cacheable, in_module<"ReJSON", 1>> strlen;
inline constexpr descriptor<"JSON.TOGGLE", at_each<nullable<boolean>>(key, optional<path>),
    writes, in_module<"ReJSON", 2>> toggle;
inline constexpr descriptor<"JSON.TYPE", at_each<nullable<bulk>>(key, optional<path>),
    reads, cacheable, in_module<"ReJSON", 1>> type;

}  // namespace hibana::cmd::json
