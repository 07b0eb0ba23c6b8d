// SPDX-License-Identifier: BSL-1.0
/// \file  Who takes part in the benchmark of many callers: GETs of 16-byte values over one Unix socket, each caller with one under way.
#pragma once

#include "../support/subjects.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace bench {

inline constexpr std::size_t crowds[] = {1, 100, 1000};  ///< callers on one connection

/// What one pass is, in commands: the callers go on from pass to pass, and what begins and ends a pass has to count for little.
inline double units_of(std::size_t callers) { return static_cast<double>(std::max<std::size_t>(10 * callers, 100)); }

/// "key:000000" and so on; the values are there.
std::vector<std::string> async_keys(std::size_t count);
/// The subject's name, "async/100/hibana".
std::string async_of(std::size_t callers, const char* who);

void add_bare_loop(std::vector<subject>& subjects, const std::string& socket);
void add_async_hiredis(std::vector<subject>& subjects, const std::string& socket);
void add_async_hibana(std::vector<subject>& subjects, const std::string& socket);
void add_blocking_pipeline(std::vector<subject>& subjects, const std::string& socket);

}  // namespace bench
