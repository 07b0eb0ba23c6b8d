// SPDX-License-Identifier: BSL-1.0
/// \file  How much memory does a piece of code allocate? To be included by one file of a program: it replaces operator new.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace hibana::test {

namespace detail {
inline thread_local std::size_t held = 0;
inline thread_local std::size_t most = 0;
inline thread_local std::size_t allocations = 0;
}  // namespace detail

/// The bytes that this thread allocated by operator new since the construction.
class allocated_bytes {
public:
    allocated_bytes() : held_before_(detail::held), allocations_before_(detail::allocations) { detail::most = detail::held; }

    /// The most that was held at any one time.
    [[nodiscard]] std::size_t most() const { return detail::most - held_before_; }

    /// How often something was allocated.
    [[nodiscard]] std::size_t count() const { return detail::allocations - allocations_before_; }

private:
    std::size_t held_before_;
    std::size_t allocations_before_;
};

}  // namespace hibana::test

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    namespace count = hibana::test::detail;
    void* const memory = std::malloc(size);
    if (memory == nullptr) return nullptr;
    ++count::allocations;
    count::held += ::malloc_usable_size(memory);
    if (count::held > count::most) count::most = count::held;
    return memory;
}

void* operator new(std::size_t size) {
    void* const memory = operator new(size, std::nothrow);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

void operator delete(void* memory) noexcept {
    if (memory != nullptr) hibana::test::detail::held -= ::malloc_usable_size(memory);
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}
