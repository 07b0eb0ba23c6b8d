// SPDX-License-Identifier: BSL-1.0
/// \file  Faults in received bytes.
#pragma once

#include <hibana/core/text.hpp>

#include <string_view>

namespace hibana::protocol {

/// The reason why bytes are not RESP or exceed the limits.
enum class fault : unsigned char {
    none,
    unknown_type,
    bare_line_feed,
    bad_line_end,
    bad_length,
    bad_terminator,
    bad_integer,
    bad_real,
    bad_big_number,
    bad_boolean,
    bad_null,
    bad_verbatim,
    misplaced_push,
    empty_push,
    misplaced_end,
    misplaced_piece,
    missing_piece,
    odd_map,
    line_too_long,
    bulk_too_long,
    too_many_elements,
    too_deep,
};

namespace detail {

// In the order of the values.
inline constexpr char fault_texts[] =
    "nothing is wrong\0"
    "this byte begins no type of the protocol\0"
    "a line holds a line feed\0"
    "a carriage return is not followed by a line feed\0"
    "a length is no number\0"
    "a bulk string does not end at its declared length\0"
    "an integer is no number or does not fit 64 bits\0"
    "a double is no number\0"
    "a big number is no number\0"
    "a boolean is neither t nor f\0"
    "a null holds something\0"
    "a verbatim string does not begin with its format\0"
    "a push stands inside a reply\0"
    "a push is empty\0"
    "a streamed aggregate ends that was not started\0"
    "a piece stands outside of a streamed string\0"
    "a streamed string holds something else than pieces\0"
    "a streamed map ends between a key and its value\0"
    "a line is longer than the limit\0"
    "a bulk string is longer than the limit\0"
    "an aggregate has more elements than the limit\0"
    "aggregates are nested deeper than the limit\0";
static_assert(hibana::detail::count_texts(fault_texts) == static_cast<unsigned>(fault::too_deep) + 1);

}  // namespace detail

/// A description that can follow "at byte 12: ".
[[nodiscard, gnu::cold]] constexpr std::string_view text_of(fault f) {
    const std::string_view known = hibana::detail::string_table_at(detail::fault_texts, static_cast<unsigned>(f));
    return known.empty() ? "unknown" : known;
}

[[nodiscard]] constexpr bool is_limit(fault f) {
    return f >= fault::line_too_long;
}

}  // namespace hibana::protocol
