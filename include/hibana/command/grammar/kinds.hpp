// SPDX-License-Identifier: BSL-1.0
/// \file  The words in which a command says what it takes and what it answers; tags only, no behaviour.
#pragma once

namespace hibana {

/// How a reply kind becomes a C++ type; specialised in hibana/command/reply/reply.hpp.
template <class Kind>
struct reply_of;

/// The vocabulary of command declarations. It is not for `using namespace` beside `std`: `pair`, `map` and `any` are in
/// both.
///
/// No name of it may be one of `hibana` as well: the headers of commands see both.
namespace notation {

// Kinds that are both an argument and a reply.

/// Any bytes. As an argument: text, or a number that is written as one. As a reply: a bulk, verbatim or simple string.
struct bulk {};
struct integer {};  ///< a 64 bit integer, also where the server sends it as a string
struct real {};     ///< a double, also where the server sends it as a string (RESP2)

struct seconds {};            ///< a duration; as an argument in whole seconds
struct milliseconds {};       ///< a duration; as an argument one that converts to milliseconds without loss
struct unix_seconds {};       ///< a point in time of the system clock, in seconds since 1970
struct unix_milliseconds {};  ///< a point in time of the system clock, in milliseconds since 1970

// Argument kinds only.

struct key {};     ///< a text that is the name of a key, and so decides the cluster slot
struct hidden {};  ///< a text that no message may show: a password
struct blocking_seconds {};   ///< how long the server may wait, written in seconds with a fraction; zero is for ever
struct blocking_milliseconds {};  ///< how long the server may wait, written in milliseconds; zero is for ever

// The same kinds under the names of the documentation.

using field = bulk;
using member = bulk;
using pattern = bulk;
using bound = bulk;  // of a range of a sorted set or a stream: a number, "(1", "+inf", "[a", "-"
using stream_id = bulk;
using score = real;

// Reply kinds only.

struct ok {};        ///< +OK: the reply says nothing else
struct applied {};   ///< +OK or null: whether it was done
struct boolean {};   ///< 1 or 0, also as the boolean of RESP3
struct text {};      ///< a simple string that says something, such as the +string of TYPE; a bulk is read as well
struct anything {};  ///< whatever comes
struct no_reply {};  ///< the server answers nothing at all (CLIENT REPLY OFF)

/// A duration or a point in time, or a number below zero that says why there is none. It is a number, and a type of std::chrono where
/// that is asked for.
template <class Unit>
struct coded {};
/// `Kind` or null. Where `Kind` is a pair or a row, an empty array is nothing as well (ZPOPMIN of a missing key).
template <class Kind>
struct nullable {};
/// An array or a set. Of pairs: nested, flat (RESP2) or a map; all three are read.
template <class Kind>
struct array {};
/// A map (RESP3), or the flat array that stands for it (RESP2).
template <class Key, class Value>
struct map {};
/// An array of exactly two.
template <class First, class Second>
struct pair {};
/// An array of exactly these columns.
template <class... Column>
struct row {};
/// Fields by their names, a map (RESP3) or the flat array that stands for it (RESP2), as the members of a `Struct`.
template <class Struct>
struct named {};
/// A map of names to such fields, as a list of a `Struct`, which has the name as its `name`.
template <class Struct>
struct named_list {};
/// An array, as the members of a `Struct` in order. There may be more columns than members.
template <class Struct>
struct listed {};
/// A text that a `Struct` is made of by `hibana::from_reply`.
template <class Struct>
struct parsed {};
/// A text, of which each line is one.
template <class Struct>
struct parsed_lines {};
/// The cursor of SCAN and its kind, as a bulk, and the elements of that page. Of pairs these are flat in RESP2 and RESP3.
template <class Kind>
struct scanned {};

// What a caller asked of a reply.

/// The reply as a `Type`, by `.as<Type>()`.
template <class Type, class Kind>
struct shaped {};
/// The reply decoded into an object of the caller, by `.into(object)`.
template <class Type, class Kind>
struct stored {};

}  // namespace notation
}  // namespace hibana
