// SPDX-License-Identifier: BSL-1.0
/// \file  Counters of a connection pool.
#pragma once
#include <cstddef>

namespace hibana {

/// A snapshot of a connection pool.
struct pool_stats {
    std::size_t max = 0;   ///< upper limit of connections
    std::size_t open = 0;  ///< connections that exist
    std::size_t idle = 0;  ///< open connections that are not in use
};

}  // namespace hibana
