// SPDX-License-Identifier: BSL-1.0
/// \file  Thread-safe reference count.
#pragma once

namespace hibana::detail {

/// Counts the owners of an object, beginning with one. Owners may be in different threads.
///
/// Uses builtins of the compiler because the header of std::atomic is expensive to include.
class ref_count {
public:
    void add() noexcept { __atomic_fetch_add(&count_, 1, __ATOMIC_RELAXED); }
    /// Drops one reference. Returns true if it was the last one.
    [[nodiscard]] bool release() noexcept { return __atomic_fetch_sub(&count_, 1, __ATOMIC_ACQ_REL) == 1; }
    [[nodiscard]] bool is_unique() const noexcept { return __atomic_load_n(&count_, __ATOMIC_ACQUIRE) == 1; }

private:
    unsigned count_ = 1;
};

}  // namespace hibana::detail
