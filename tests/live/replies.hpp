// SPDX-License-Identifier: BSL-1.0
/// \file  Every family of commands, called for real: one function for each, in tests/live/replies*.test.cpp.
#pragma once
#include "live/trial.hpp"

namespace live {

void of_clusters(conversation& run);
void of_sentinels(conversation& run);
void of_administration(conversation& run);
void of_places(conversation& run);
void of_bits(conversation& run);
void of_streams(conversation& run);

}  // namespace live
