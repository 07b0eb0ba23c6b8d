// SPDX-License-Identifier: BSL-1.0
/// \file  Every family of commands, called for real: one function for each, in tests/live/replies*.test.cpp.
#pragma once
#include "live/fixture.hpp"

namespace live {

void of_clusters(trial& ask);
void of_leaving_clusters(trial& ask);
void of_sentinels(trial& ask);
void of_administration(trial& ask);
void of_places(trial& ask);
void of_bits(trial& ask);
void of_streams(trial& ask);

}  // namespace live
