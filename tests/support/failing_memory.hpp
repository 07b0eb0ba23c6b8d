// SPDX-License-Identifier: BSL-1.0
/// \file  Memory that fails when a test says so: in the program of tests/session, whose exchange.test.cpp replaces the functions.
#pragma once

namespace support {

/// Allocations that this thread may still make before one fails; negative: none fails.
extern thread_local long allocations_left;

}  // namespace support
