// SPDX-License-Identifier: BSL-1.0
/// \file  Lengths of time, points in time and clocks, without the calendars of <chrono>.
#pragma once

// Calendars and the streams that they are printed to would add a fourth to what the standard headers cost a program.
// libstdc++ has a header without them.
#if __has_include(<bits/chrono.h>)
#include <bits/chrono.h>
#else
#include <chrono>
#endif
