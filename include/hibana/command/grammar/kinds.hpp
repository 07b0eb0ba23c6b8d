// SPDX-License-Identifier: BSL-1.0
/// \file  Kinds of arguments and replies in command declarations; tags without behaviour.
#pragma once

namespace hibana {

/// Maps a reply kind to a C++ type; specialised in hibana/command/reply/reply.hpp.
template <class Kind>
struct reply_of;

/// The vocabulary of command declarations. Do not combine it with `using namespace std`: both have `pair`, `map` and `any`.
///
/// Its names must differ from those in `hibana`, because command headers see both.
namespace notation {

// Kinds of arguments and replies.

/// Any bytes. As an argument: text or a number. As a reply: a bulk, verbatim or simple string.
struct bulk {};
struct integer {};  ///< a 64 bit integer, possibly sent as a string
struct real {};     ///< a double, possibly sent as a string (RESP2)

struct seconds {};            ///< a duration; as an argument in whole seconds
struct milliseconds {};       ///< a duration; as an argument one that converts to milliseconds without loss
struct unix_seconds {};       ///< a point in time of the system clock, in seconds since 1970
struct unix_milliseconds {};  ///< a point in time of the system clock, in milliseconds since 1970

// Argument kinds only.

struct key {};                    ///< the name of a key, which determines the cluster slot
struct hidden {};                 ///< text that must not appear in messages: a password
struct blocking_seconds {};       ///< blocking timeout, sent in fractional seconds; zero: no limit
struct blocking_milliseconds {};  ///< blocking timeout, sent in milliseconds; zero: no limit

// Aliases with the names of the Redis documentation.

using field = bulk;
using member = bulk;
using pattern = bulk;
using bound = bulk;  // of a range of a sorted set or stream: a number, "(1", "+inf", "[a", "-"
using stream_id = bulk;
using score = real;

// Reply kinds only.

struct ok {};        ///< +OK
struct applied {};   ///< +OK or null: whether the command was executed
struct boolean {};   ///< 1 or 0, or a RESP3 boolean
struct text {};      ///< a simple string such as the +string of TYPE; a bulk is accepted as well
struct anything {};  ///< any reply
struct no_reply {};  ///< the server sends no reply (CLIENT REPLY OFF)

/// A duration or a point in time, or a negative code. A number by default; a std::chrono type by `.as<T>()`.
template <class Unit>
struct coded {};
/// `Kind` or null. If `Kind` is a pair or a row, an empty array means null as well (ZPOPMIN of a missing key).
template <class Kind>
struct nullable {};
/// An array or a set. Pairs may be nested, flat (RESP2) or a map.
template <class Kind>
struct array {};
/// A map (RESP3), or the equivalent flat array (RESP2).
template <class Key, class Value>
struct map {};
/// An array of exactly two elements.
template <class First, class Second>
struct pair {};
/// An array of exactly these columns.
template <class... Column>
struct row {};
/// Named fields, a map (RESP3) or the equivalent flat array (RESP2), as the members of a `Struct`.
template <class Struct>
struct named {};
/// A map from names to such fields, as a list of `Struct`; the member `name` receives the name.
template <class Struct>
struct named_list {};
/// An array as the members of a `Struct`, in order. Additional columns are skipped.
template <class Struct>
struct listed {};
/// Text that `hibana::from_reply` parses into a `Struct`.
template <class Struct>
struct parsed {};
/// The same for each line of a text.
template <class Struct>
struct parsed_lines {};
/// The cursor of SCAN and similar commands, and the elements of the page. Pairs are flat in RESP2 and RESP3.
template <class Kind>
struct scanned {};

// The type that the caller requested.

/// The reply as a `Type`, by `.as<Type>()`.
template <class Type, class Kind>
struct as_type {};
/// The reply decoded into an object of the caller, by `.into(object)`.
template <class Type, class Kind>
struct into_object {};

}  // namespace notation
}  // namespace hibana
