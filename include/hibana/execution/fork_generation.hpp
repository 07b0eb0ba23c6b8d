// SPDX-License-Identifier: BSL-1.0
/// \file  Has this process been forked since? A child must not use the connections of its parent.
#pragma once
#include <pthread.h>

namespace hibana::detail {

inline unsigned fork_count = 0;

/// How often the process was forked on the way to this one, as far as connections were opened before; reading it costs one load.
inline unsigned fork_generation() noexcept { return fork_count; }

/// From now on a fork changes `fork_generation` in the child.
inline void watch_for_forks() {
    // two threads may both register; a fork then counts twice, and only whether it counted is looked at
    static bool is_registered = false;
    if (__atomic_load_n(&is_registered, __ATOMIC_ACQUIRE)) return;
    static_cast<void>(::pthread_atfork(nullptr, nullptr, [] { ++fork_count; }));
    __atomic_store_n(&is_registered, true, __ATOMIC_RELEASE);
}

}  // namespace hibana::detail
