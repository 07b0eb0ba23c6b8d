// SPDX-License-Identifier: BSL-1.0
/// \file  Options of the core commands: opt::nx, opt::ex(60s).
#pragma once
#include <hibana/command/grammar/option.hpp>

/// The options of commands, named like the words on the wire in lower case; `-` becomes `_`, and C++ keywords end in `_`.
namespace hibana::opt {
using namespace notation;

// Conditions.
inline constexpr option<"NX"> nx;
inline constexpr option<"XX"> xx;
inline constexpr option<"GT"> gt;
inline constexpr option<"LT"> lt;
inline constexpr option<"FNX"> fnx;
inline constexpr option<"FXX"> fxx;
inline constexpr option<"IFEQ", bulk, since<redis<8, 4>, valkey<8, 1>>> ifeq;
inline constexpr option<"IFNE", bulk, since<redis<8, 4>>> ifne;
inline constexpr option<"IFDEQ", bulk, since<redis<8, 4>>> ifdeq;
inline constexpr option<"IFDNE", bulk, since<redis<8, 4>>> ifdne;

// Expiry.
inline constexpr option<"EX", seconds> ex;
inline constexpr option<"PX", milliseconds> px;
inline constexpr option<"EXAT", unix_seconds> exat;
inline constexpr option<"PXAT", unix_milliseconds> pxat;
inline constexpr option<"KEEPTTL"> keepttl;
inline constexpr option<"PERSIST"> persist;
inline constexpr option<"ABSTTL"> absttl;
inline constexpr option<"IDLETIME", seconds> idletime;
inline constexpr option<"FREQ", integer> freq;

// Selection and limits.
inline constexpr option<"ANY"> any;
inline constexpr option<"~"> about;
namespace form {  // options with the same name; a declaration refers to the variant it accepts
inline constexpr option<"="> exactly;
inline constexpr option<"EXACTLY", integer> exactly_many;
inline constexpr option<"FULL"> full;
inline constexpr option<"COUNT", since<redis<8, 8>>> count_of_sets;
inline constexpr option<"COUNT", integer> count;
inline constexpr option<"COUNT", integer, one_of<any>> count_any;
inline constexpr option<"LIMIT", integer, since<redis<6, 2>>> limit;
inline constexpr option<"LIMIT", integer, integer> page;
inline constexpr option<"FULL", one_of<count>> full_count;
inline constexpr option<"GET"> get;
inline constexpr option<"GET", pattern> get_pattern;
inline constexpr option<"GET", bulk, bulk> get_bits;
inline constexpr option<"GET", some<bulk>> get_several;
// A type such as "u8" or "i16", an offset such as 100 or "#2", and a number.
inline constexpr option<"SET", bulk, bulk, integer> set_bits;
inline constexpr option<"SET", some<pair<bulk, bulk>>> set_settings;
inline constexpr option<"TYPE", bulk> type;
inline constexpr option<"MAXLEN", integer> maxlen;
inline constexpr option<"MAXLEN", one_of<form::exactly, about>, integer, maybe<limit>, needs<limit, about>> maxlen_by;
inline constexpr option<"TIMEOUT"> timeout;
inline constexpr option<"TIMEOUT", milliseconds> timeout_after;
}  // namespace form
inline constexpr flag_or_option<form::exactly, form::exactly_many> exactly;                // "=" to trim a stream
inline constexpr flag_or_option<form::count_of_sets, form::count, form::count_any> count;  // a flag to aggregate scores
inline constexpr option_overloads<form::limit, form::page> limit;
inline constexpr flag_or_option<form::get, form::get_pattern, form::get_bits, form::get_several> get;
inline constexpr option_overloads<form::set_bits, form::set_settings> set;
inline constexpr option_overloads<form::maxlen, form::maxlen_by> maxlen;
inline constexpr flag_or_option<form::full, form::full_count> full;
inline constexpr option<"IDLE", milliseconds> idle;
inline constexpr flag_or_option<form::timeout, form::timeout_after> timeout;
inline constexpr option<"MATCH", pattern> match;
inline constexpr option<"RANK", integer> rank;
inline constexpr option<"NOVALUES"> novalues;
inline constexpr option<"NOSCORES"> noscores;
inline constexpr option<"WITHVALUES"> withvalues;
inline constexpr option<"WITHSCORES"> withscores;
inline constexpr option<"WITHSCORE"> withscore;
inline constexpr option<"LEN"> len;
inline constexpr option<"IDX"> idx;
inline constexpr option<"MINMATCHLEN", integer> minmatchlen;
inline constexpr option<"WITHMATCHLEN"> withmatchlen;

// Order and position.
inline constexpr option<"BY", pattern> by;
inline constexpr option<"ASC"> asc;
inline constexpr option<"DESC"> desc;
inline constexpr option<"ALPHA"> alpha;
inline constexpr option<"BYSCORE"> byscore;
inline constexpr option<"BYLEX"> bylex;
inline constexpr option<"REV"> rev;
inline constexpr option<"LEFT"> left;
inline constexpr option<"RIGHT"> right;
inline constexpr option<"BEFORE"> before;
inline constexpr option<"AFTER"> after;
inline constexpr option<"SUM"> sum;
inline constexpr option<"MIN"> min;
inline constexpr option<"MAX"> max;
inline constexpr option<"AND"> and_;
inline constexpr option<"OR"> or_;
inline constexpr option<"XOR"> xor_;
inline constexpr option<"WEIGHTS", some<real>> weights;
inline constexpr option<"AGGREGATE", one_of<sum, min, max, form::count_of_sets>> aggregate;

// Effects and destination.
inline constexpr option<"CH"> ch;
inline constexpr option<"INCR"> incr;
inline constexpr option<"STORE", key> store;
inline constexpr option<"COPY"> copy;
inline constexpr option<"REPLACE"> replace;
inline constexpr option<"DB", integer> db;
inline constexpr option<"KEYS", some<key>> keys;
inline constexpr option<"ASYNC"> async;
inline constexpr option<"SYNC"> sync;
inline constexpr option<"FLUSH"> flush;
inline constexpr option<"APPEND"> append;
inline constexpr option<"LIBRARYNAME", pattern> libraryname;
inline constexpr option<"WITHCODE"> withcode;
inline constexpr option<"FORCE"> force;
inline constexpr option<"FAIL"> fail;
inline constexpr option<"RESET"> reset;
inline constexpr option<"ABORT"> abort;

// Clients and users.
inline constexpr option<"NORMAL"> normal;
inline constexpr option<"MASTER", since<redis<3, 2>>> master;
inline constexpr option<"PRIMARY", since<valkey<8>>> primary;
inline constexpr option<"SLAVE"> slave;
inline constexpr option<"REPLICA", since<redis<5>>> replica;
inline constexpr option<"PUBSUB"> pubsub;
namespace form {
inline constexpr option<"ID", integer> id;
inline constexpr option<"ID", some<integer>> ids;
inline constexpr option<"ID", bulk> task_id;
inline constexpr option<"TYPE", one_of<normal, master, primary, slave, replica, pubsub>> client_type;
inline constexpr option<"AUTH", hidden> auth;
inline constexpr option<"AUTH", bulk, hidden> auth_user;
}  // namespace form
inline constexpr option_overloads<form::id, form::ids, form::task_id> id;
inline constexpr option_overloads<form::type, form::client_type> type;
inline constexpr option_overloads<form::auth, form::auth_user> auth;
inline constexpr option<"AUTH2", bulk, hidden> auth2;
inline constexpr option<"SETNAME", bulk> setname;

inline constexpr option<"ALL"> all;
inline constexpr option<"ON"> on;
inline constexpr option<"OFF"> off;
inline constexpr option<"YES"> yes;
inline constexpr option<"NO"> no;

namespace form {
inline constexpr option<"CANCEL", since<valkey<8, 1>>> cancel;
inline constexpr option<"CANCEL", one_of<form::id, form::task_id, all>> cancel_task;
}  // namespace form
inline constexpr flag_or_option<form::cancel, form::cancel_task> cancel;

}  // namespace hibana::opt
