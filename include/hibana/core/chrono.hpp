// SPDX-License-Identifier: BSL-1.0
/// \file  Durations, time points and clocks without the calendars of <chrono>.
#pragma once

// Calendars and their streams would add a quarter to the cost of the standard headers.
// libstdc++ has a header without them.
#if __has_include(<bits/chrono.h>)
#include <bits/chrono.h>
#else
#include <chrono>
#endif
