// SPDX-License-Identifier: BSL-1.0
/// \file  Memory allocation that fails on request, in test programs whose files include this header.
#pragma once

namespace support {

/// The number of allocations of this thread that succeed before one fails; negative: none fails.
extern thread_local long allocations_left;

}  // namespace support
