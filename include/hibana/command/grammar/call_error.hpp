// SPDX-License-Identifier: BSL-1.0
/// \file  Errors of a call of a command or an option; make_request.hpp has the diagnostic of each.
#pragma once

namespace hibana::grammar {

enum class call_error : unsigned char {
    none,
    // options
    exclusive,           // two of one group
    duplicate,           // the same option again
    conflict,            // not allowed together with another one
    missing_dependency,  // given without an option that it requires
    missing_argument,    // given without its argument
    // number of arguments
    too_few,
    too_many,
    unpaired,            // a pair lacks its second element
    ambiguous_list_end,  // two lists in a row, and the end of the first is unknown
    // the signature; another overload may match better
    missing_option,  // an option is required
    unknown_option,  // the command has no such option
    // type of an argument
    key,
    text,
    integer,
    number,
    seconds,
    milliseconds,
    time_point,
    pair,
    triple,
    json,
    timestamp,
    floats,
};

}  // namespace hibana::grammar
