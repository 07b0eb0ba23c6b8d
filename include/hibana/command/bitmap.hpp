// SPDX-License-Identifier: BSL-1.0
/// \file  Bitmap commands.
#pragma once
#include <hibana/command/descriptor.hpp>
#include <hibana/command/options.hpp>

namespace hibana::opt {

inline constexpr option<"BYTE"> byte;
inline constexpr option<"BIT"> bit;
inline constexpr option<"NOT"> not_;
inline constexpr option<"DIFF", since<redis<8, 2>>> diff;
inline constexpr option<"DIFF1", since<redis<8, 2>>> diff1;
inline constexpr option<"ANDOR", since<redis<8, 2>>> andor;
inline constexpr option<"ONE", since<redis<8, 2>>> one;
// Only in BITFIELD, like opt::get and opt::set.
inline constexpr option<"INCRBY", bulk, bulk, integer> incrby;
inline constexpr option<"WRAP"> wrap;
inline constexpr option<"SAT"> sat;
inline constexpr option<"OVERFLOW", one_of<wrap, sat, fail>> overflow;

}  // namespace hibana::opt

// clang-format off: declarations follow the layout of the server documentation
namespace hibana::cmd {
using namespace notation;

inline constexpr descriptor<"BITCOUNT",
    integer(key), integer(key, integer, integer, maybe<opt::byte, opt::bit>),
    reads, cacheable, since<redis<2, 6>>, since_with<since<redis<7>>, opt::byte, opt::bit>> bitcount;
// One element for each operation. Null: the operation would overflow and OVERFLOW FAIL applies.
inline constexpr descriptor<"BITFIELD",
    array<nullable<integer>>(key, each<opt::form::get_bits, opt::form::set_bits, opt::incrby, opt::overflow>),
    writes, since<redis<3, 2>>> bitfield;
inline constexpr descriptor<"BITFIELD_RO", array<integer>(key, each<opt::form::get_bits>),
    reads, cacheable, since<redis<6>>> bitfield_ro;
inline constexpr descriptor<"BITOP",
    integer(one_of<opt::and_, opt::or_, opt::xor_, opt::diff, opt::diff1, opt::andor, opt::one>, key, some<key>),
    integer(one_of<opt::not_>, key, key),
    writes, since<redis<2, 6>>> bitop;
inline constexpr descriptor<"BITPOS",
    integer(key, integer), integer(key, integer, integer),
    integer(key, integer, integer, integer, maybe<opt::byte, opt::bit>),
    reads, cacheable, since<redis<2, 8, 7>>, since_with<since<redis<7>>, opt::byte, opt::bit>> bitpos;
inline constexpr descriptor<"GETBIT", integer(key, integer), reads, cacheable, since<redis<2, 2>>> getbit;
// The previous bit.
inline constexpr descriptor<"SETBIT", integer(key, integer, integer), writes, since<redis<2, 2>>> setbit;

}  // namespace hibana::cmd
