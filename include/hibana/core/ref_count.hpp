// SPDX-License-Identifier: BSL-1.0
/// \file  How many share an object, so that the last of them destroys it.
#pragma once

namespace hibana::detail {

/// Counts those who share an object, from one. They may be in different threads.
///
/// The builtins of the compiler stand for std::atomic, whose header is a tenth of what the standard headers cost a program.
class holders {
public:
    void add() noexcept { __atomic_fetch_add(&count_, 1, __ATOMIC_RELAXED); }
    /// One less. True for the last, who has the object for himself.
    [[nodiscard]] bool drop() noexcept { return __atomic_fetch_sub(&count_, 1, __ATOMIC_ACQ_REL) == 1; }
    [[nodiscard]] bool is_one() const noexcept { return __atomic_load_n(&count_, __ATOMIC_ACQUIRE) == 1; }

private:
    unsigned count_ = 1;
};

}  // namespace hibana::detail
