// SPDX-License-Identifier: BSL-1.0
/// \file  What can be wrong with a call of a command or of an option; the sentence for each is in call.hpp.
#pragma once

namespace hibana::grammar {

enum class fault : unsigned char {
    none,
    // of options
    exclusive,  // two of one group
    twice,      // the same one again
    clash,      // refused beside another one
    lacks,      // given without one that it needs
    bare,       // given without its argument
    // of the number of arguments
    too_few,
    too_many,
    odd,    // a pair lacks its second half
    apart,  // two lists follow one another and the first has no end
    // of the signature: another one may fit better
    choose,   // an option is wanted and none is given
    foreign,  // no such option here
    // of the type of an argument
    key,
    text,
    whole,
    number,
    seconds,
    milliseconds,
    time,
    pair,
    triple,
    json,
    timestamp,
    floats,
};

}  // namespace hibana::grammar
