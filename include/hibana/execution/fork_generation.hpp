// SPDX-License-Identifier: BSL-1.0
/// \file  Fork detection: a child process must not use the connections of its parent.
#pragma once
#include <pthread.h>

namespace hibana::detail {

inline unsigned fork_count = 0;

/// Number of forks between the process that first called `watch_for_forks` and this one; reading it costs one load.
inline unsigned fork_generation() noexcept { return fork_count; }

/// After this call, a fork changes `fork_generation` in the child.
inline void watch_for_forks() {
    // two threads may both register; a fork then counts twice, which is harmless because values are only compared for equality
    static bool is_registered = false;
    if (__atomic_load_n(&is_registered, __ATOMIC_ACQUIRE)) return;
    static_cast<void>(::pthread_atfork(nullptr, nullptr, [] { ++fork_count; }));
    __atomic_store_n(&is_registered, true, __ATOMIC_RELEASE);
}

}  // namespace hibana::detail
