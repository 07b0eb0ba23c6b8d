// SPDX-License-Identifier: BSL-1.0
/// \file  Mutex that can be locked in the child of a fork.
#pragma once
#include <hibana/execution/fork_generation.hpp>

#include <atomic>
#include <memory>
#include <mutex>

namespace hibana::detail {

/// A mutex that is unlocked in the child of a fork: a thread that locked it in the parent does not exist there.
template <class Mutex = std::mutex> class fork_safe_mutex {
public:
    fork_safe_mutex() { watch_for_forks(); }

    /// The mutex to lock.
    Mutex& get() {
        const unsigned now = fork_generation();
        if (generation_.load(std::memory_order_acquire) != now) [[unlikely]] recreate(now);
        return mutex_;
    }

private:
    [[gnu::cold, gnu::noinline]] void recreate(unsigned now) {
        unsigned before = generation_.load(std::memory_order_acquire);
        while (before != now) {
            if (before != recreating && generation_.compare_exchange_weak(before, recreating, std::memory_order_acq_rel)) {
                std::construct_at(&mutex_);  // the old mutex may be locked forever, so it is not destroyed
                generation_.store(now, std::memory_order_release);
                return;
            }
            before = generation_.load(std::memory_order_acquire);
        }
    }

    static constexpr unsigned recreating = ~0u;
    std::atomic<unsigned> generation_ = fork_generation();
    Mutex mutex_;
};

}  // namespace hibana::detail
