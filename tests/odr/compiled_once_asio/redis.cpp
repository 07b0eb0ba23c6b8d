// SPDX-License-Identifier: BSL-1.0
/// \file  The file that compiles the cold path.
//[source
#include "redis.hpp"

template struct hibana::cold_path<redis::connection_type>;
//]
