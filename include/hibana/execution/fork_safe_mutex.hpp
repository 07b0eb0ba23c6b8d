// SPDX-License-Identifier: BSL-1.0
/// \file  A mutex that a forked child can still lock.
#pragma once
#include <hibana/execution/fork_generation.hpp>

#include <atomic>
#include <memory>
#include <mutex>

namespace hibana::detail {

/// A mutex. In the child of a fork it starts unlocked: a thread that held it in the parent does not exist there.
template <class Mutex = std::mutex> class fork_safe_mutex {
public:
    fork_safe_mutex() { watch_for_forks(); }

    /// The mutex to lock.
    Mutex& get() {
        const unsigned now = fork_generation();
        if (generation_.load(std::memory_order_acquire) != now) [[unlikely]] renew(now);
        return mutex_;
    }

private:
    [[gnu::cold, gnu::noinline]] void renew(unsigned now) {
        unsigned before = generation_.load(std::memory_order_acquire);
        while (before != now) {
            if (before != renewing && generation_.compare_exchange_weak(before, renewing, std::memory_order_acq_rel)) {
                std::construct_at(&mutex_);  // the old one may be locked for ever, and so cannot be destroyed
                generation_.store(now, std::memory_order_release);
                return;
            }
            before = generation_.load(std::memory_order_acquire);
        }
    }

    static constexpr unsigned renewing = ~0u;
    std::atomic<unsigned> generation_ = fork_generation();
    Mutex mutex_;
};

}  // namespace hibana::detail
