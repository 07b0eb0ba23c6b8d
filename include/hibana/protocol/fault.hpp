// SPDX-License-Identifier: BSL-1.0
/// \file  What can be wrong with received bytes?
#pragma once

#include <string_view>

namespace hibana::protocol {

/// What is wrong with bytes that are no RESP, or claim too much.
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

/// A sentence without its subject, fit to stand behind "at byte 12: ".
[[nodiscard]] constexpr std::string_view text_of(fault f) {
    switch (f) {
    case fault::none: return "nothing is wrong";
    case fault::unknown_type: return "this byte begins no type of the protocol";
    case fault::bare_line_feed: return "a line holds a line feed";
    case fault::bad_line_end: return "a carriage return is not followed by a line feed";
    case fault::bad_length: return "a length is no number";
    case fault::bad_terminator: return "a bulk string does not end where its length says";
    case fault::bad_integer: return "an integer is no number or does not fit 64 bits";
    case fault::bad_real: return "a double is no number";
    case fault::bad_big_number: return "a big number is no number";
    case fault::bad_boolean: return "a boolean is neither t nor f";
    case fault::bad_null: return "a null holds something";
    case fault::bad_verbatim: return "a verbatim string does not begin with its format";
    case fault::misplaced_push: return "a push stands inside a reply";
    case fault::empty_push: return "a push is empty";
    case fault::misplaced_end: return "a streamed aggregate ends that was not begun";
    case fault::misplaced_piece: return "a piece stands outside of a streamed string";
    case fault::missing_piece: return "a streamed string holds something else than pieces";
    case fault::odd_map: return "a streamed map ends between a key and its value";
    case fault::line_too_long: return "a line is longer than the limit";
    case fault::bulk_too_long: return "a bulk string is longer than the limit";
    case fault::too_many_elements: return "an aggregate has more elements than the limit";
    case fault::too_deep: return "aggregates are nested deeper than the limit";
    }
    return "unknown";
}

[[nodiscard]] constexpr bool is_limit(fault f) {
    return f >= fault::line_too_long;
}

}  // namespace hibana::protocol
