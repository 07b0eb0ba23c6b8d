// SPDX-License-Identifier: BSL-1.0
/// \file  Who takes part in the encode benchmark, and with which texts.
#pragma once

#include "../support/subjects.hpp"

#include <string>

namespace bench {

inline constexpr int commands = 1000;  ///< encoded in one pass

struct pair_of_texts {
    std::string key;    ///< 10 bytes
    std::string value;  ///< 16 bytes
};
const std::vector<pair_of_texts>& texts();

void add_others(std::vector<subject>& subjects);
void add_hibana(std::vector<subject>& subjects);

}  // namespace bench
