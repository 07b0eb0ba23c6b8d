// SPDX-License-Identifier: BSL-1.0
/// \file  Who takes part in the decode benchmark, and with how much.
#pragma once

#include "../support/subjects.hpp"

namespace bench {

inline constexpr int replies = 1000;       ///< of one kind, one after the other
inline constexpr int list_size = 10'000;   ///< elements of the LRANGE reply
inline constexpr int hash_size = 1000;     ///< pairs of the HGETALL reply
inline constexpr int entries_size = 1000;  ///< entries of the XREAD reply

void add_hiredis(std::vector<subject>& subjects);
void add_hibana(std::vector<subject>& subjects);

}  // namespace bench
