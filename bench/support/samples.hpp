// SPDX-License-Identifier: BSL-1.0
/// \file  Replies as a server writes them: what the decode benchmarks read.
///
/// hiredis 0.14 knows RESP2 only; where the protocols differ it gets what a server would send to it.
#pragma once

#include <string>

namespace bench::samples {

std::string statuses(int count);
std::string integers(int count);
std::string bulks_of_16(int count);
std::string bulks_of_1024(int count);
std::string doubles_resp2(int count);  ///< 17 digits, as bulk strings
std::string doubles_resp3(int count);

/// LRANGE: one array of `count` values of 16 bytes.
std::string list(int count);

/// HGETALL: `count` pairs of a 10-byte field and a 16-byte value.
std::string hash_resp2(int count);
std::string hash_resp3(int count);

/// XREAD of one stream: `count` entries of an id and two pairs.
std::string streams_resp2(int count);
std::string streams_resp3(int count);

}  // namespace bench::samples
