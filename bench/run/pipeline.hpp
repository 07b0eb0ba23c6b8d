// SPDX-License-Identifier: BSL-1.0
/// \file  Who takes part in the pipeline benchmark: many GETs of 16-byte values in one write over a Unix socket.
#pragma once

#include "../support/subjects.hpp"

#include <string>
#include <vector>

namespace bench {

inline constexpr std::size_t depths[] = {10, 100, 1000};  ///< commands in one pipeline

/// "key:000000" and so on.
std::vector<std::string> keys_of(std::size_t depth);

/// The subject's name, "pipeline/100/hibana".
std::string pipeline_of(std::size_t depth, const char* who);

void add_bare(std::vector<subject>& subjects, const std::string& socket);
void add_hiredis(std::vector<subject>& subjects, const std::string& socket);
void add_hibana(std::vector<subject>& subjects, const std::string& socket);

}  // namespace bench
